// layer.js - one layer: its name, shape and task, its feature maps, its weights.
import { draw, make, say } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';
import { FeatureMaps, LogitBars } from './feature_maps.js';
import { shapeOf } from '../../recognizer/model_file.js';
import { WindowPlayer } from './player.js';
import { watchSeen } from './seen.js';

const window = ({ kernelRows, kernel }) => `${kernelRows} × ${kernel}`;

export class LayerView {
  // on: what feature_maps.js calls, with this layer's index before the cell.
  constructor(model, index, api, shades, on) {
    const { words, fill } = api;
    Object.assign(this, { model, index, words, fill, shades });
    this.layer = model.layers[index];
    const { layer } = this;
    this.kind = make('span');
    this.shape = make('b');
    this.text = make('p.note');
    this.box = make('div.inside-maps');
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'application');
    this.low = make('span');
    this.high = make('span');
    this.peak = make('p.inside-peak', this.low, make(layer.low < 0 ? 'i.signed' : 'i'), this.high);
    this.summary = make('summary');
    this.about = make('p.note');
    this.weights = make('canvas', { role: 'img' });
    this.scroll = make('div.inside-weights', this.weights);
    this.scroll.tabIndex = 0; // to scroll by keys
    this.scroll.setAttribute('role', 'group');
    this.details = make('details', this.summary, this.about, this.scroll);
    this.details.addEventListener('toggle', () => this.paintWeights());
    this.head = make('header', make('h4', layer.name), this.kind, this.shape);
    this.foot = make('div.inside-foot', this.details, this.peak);
    const listeners = { point: (cell) => on.point(index, cell), choose: (cell, keys) => on.choose(index, cell, keys),
      opened: () => on.opened(index) };
    this.player = layer.outSide > 1 ? new WindowPlayer(model, index, api, shades, listeners) : null; // a window that moves
    this.element = make('section.inside-layer', this.head, this.text, this.box, this.player?.element, this.foot);
    this.maps = layer.last
      ? new LogitBars(this.box, model.labels, listeners)
      : new FeatureMaps(this.box, { rows: layer.outRows, side: layer.outSide, channels: layer.outChannels }, shades, listeners);
    this.latest = { values: null, peak: 1 };
    this.seen = watchSeen(this.element, () => this.paint(this.latest.values, this.latest.peak));
  }

  // said: the sentences that layers before have said, to which this one adds.
  translate(said) {
    const { layer, words, fill } = this;
    const { outSide: side, outChannels: n } = layer;
    const kind = layer.dense ? words.dense : `${layer.kind === 'depthwise' ? words.depthwise : words.conv} ${window(layer)}`;
    const parts = [kind];
    if (layer.stride > 1) parts.push(fill(words.step, { stride: layer.stride }));
    if (layer.residual >= 0) parts.push(`+\u00a0${this.model.layers[layer.residual].name}`);
    if (layer.relu) parts.push('ReLU');
    this.kind.textContent = parts.join(', ');
    this.shape.textContent = shapeOf(layer);
    this.text.textContent = this.task().filter((sentence) => !said.has(sentence) && said.add(sentence)).join(' ');
    this.player?.translate();
    const label = layer.last ? words.mapsScores : side === 1 ? words.mapsNumbers : layer.trace ? words.mapsStrips : words.mapsLabel;
    this.box.setAttribute('aria-label', fill(label, { layer: layer.name, n, side }));
    this.box.setAttribute('aria-roledescription', words.mapsRole);
    this.summary.textContent = fill(words.weights, { layer: layer.name });
    this.about.textContent = fill(words.weightsText, { n: grouped(layer.weights), each: grouped(layer.weights / n) });
    this.scroll.setAttribute('aria-label', this.summary.textContent);
    this.weights.setAttribute('aria-label', fill(words.weightsLabel, { layer: layer.name }));
  }

  // What the layer is for: sentences.
  task() {
    const { layer, words, fill } = this;
    const { kernel: k, outSide: side, outChannels: n, inChannels: from, stride } = layer;
    const sentences = [];
    if (layer.dense) sentences.push(fill(words.textDense, { n, from }), ...(layer.trace ? [] : [words.textHighest]));
    else if (layer.kind === 'depthwise') sentences.push(side === 1 ? words.textPool : fill(words.textDepthwise, { k }));
    else if (layer.trace) sentences.push(fill(layer.first ? words.textFirstTrace : words.textConvTrace, { n, k }));
    else sentences.push(fill(layer.first ? words.textFirst : words.textConv, { n, k }));
    if (stride > 1 && side > 1) sentences.push(fill(layer.trace ? words.textHalveTrace : words.textHalve, { stride }));
    if (layer.residual >= 0) sentences.push(fill(words.textResidual, { layer: this.model.layers[layer.residual].name }), words.textMissing);
    if (layer.relu) sentences.push(words.textRelu);
    return sentences;
  }

  // zoom: how much larger than usual maps are shown.
  fit(width, zoom) {
    const changed = this.maps.fit(width, zoom);
    if (changed || width !== this.width) {
      this.width = width;
      this.paintWeights();
    }
    return changed;
  }

  // Where the layer is out of sight, painting waits until it is seen.
  paint(values, peak) {
    this.latest = { values, peak };
    if (!this.seen.now || this.maps.columns === 0) return;
    this.maps.paint(values, peak);
    this.peak.hidden = !values;
    say(this.low, this.layer.low < 0 ? grouped(-peak) : '0');
    say(this.high, grouped(peak));
  }

  // A window of weights has one input, so that a tile a map is enough.
  get tiled() {
    return this.layer.kind === 'depthwise' || this.layer.inChannels === 1;
  }

  // Columns of windows, canvas pixels from one to the next, CSS pixels of a canvas pixel. Tiles lie as the maps do
  // that they make, one under the other, or where these are single numbers, as many in a row as there is room for.
  weightGrid() {
    const { kernel: k, inChannels, outSide } = this.layer;
    if (!this.tiled) return { columns: inChannels, tile: k > 1 ? k + 1 : k, zoom: k > 1 ? 2 : 6 };
    const { columns, at } = this.maps;
    if (outSide === 1) return { columns: Math.max(1, Math.floor(this.width / (4 * (k + 1)))), tile: k + 1, zoom: 4 };
    const pitch = at.pitchX * at.wide;
    let zoom = Math.floor((outSide * at.wide) / k) || 1;
    while (pitch % zoom) zoom--;
    return { columns, tile: pitch / zoom, zoom };
  }

  paintWeights() {
    if (!this.details.open || !this.width) return;
    const { kernel: k, kernelRows, outChannels, inChannels, weight, kind } = this.layer;
    const { columns, tile, zoom } = this.weightGrid();
    const rows = this.tiled ? Math.ceil(outChannels / columns) : outChannels;
    const gap = tile - k, high = kernelRows + gap, places = kernelRows * k;
    const { canvas, context } = { canvas: this.weights, context: this.weights.getContext('2d') };
    canvas.width = columns * tile - gap;
    canvas.height = rows * high - gap;
    canvas.style.width = `${canvas.width * zoom}px`;
    const image = context.createImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    const peak = weight.reduce((most, w) => Math.max(most, Math.abs(w)), 1);
    weight.forEach((w, i) => {
      let out, from, place;
      if (kind === 'depthwise') [place, out, from] = [Math.floor(i / outChannels), i % outChannels, 0];
      else [out, place, from] = [Math.floor(i / (places * inChannels)), Math.floor(i / inChannels) % places, i % inChannels];
      const column = this.tiled ? out % columns : from, row = this.tiled ? Math.floor(out / columns) : out;
      pixels[(row * high + Math.floor(place / k)) * canvas.width + column * tile + (place % k)] = this.shades.word(w, peak);
    });
    context.putImageData(image, 0, 0);
  }
}

// The path through the layers, beside them: a line, a knot a layer, an arc a residual connection.
export class Rail {
  constructor(list) {
    this.list = list;
    this.svg = draw('svg', { class: 'inside-rail', 'aria-hidden': 'true' });
    list.prepend(this.svg);
  }

  // heads: the input's and the layers' headers, in order; first: the number of the first of these layers.
  draw(heads, layers, first) {
    const top = this.list.getBoundingClientRect().top;
    const width = this.svg.clientWidth || 28;
    const x = width - 7;
    const ys = heads.map((e) => {
      const box = e.getBoundingClientRect();
      return Math.round(box.top + box.height / 2 - top);
    });
    this.svg.replaceChildren(draw('path', { d: `M${x} ${ys[0]}V${ys[ys.length - 1]}` }));
    layers.forEach(({ residual }, i) => {
      if (residual < 0) return;
      const from = ys[residual - first + 1], to = ys[i + 1];
      this.svg.append(draw('path', { class: 'arc', d: `M${x} ${from}C${-x * 0.6} ${from + 40} ${-x * 0.6} ${to - 40} ${x - 6} ${to}` }));
    });
    ys.forEach((y, i) => {
      this.svg.append(draw('circle', { cx: x, cy: y, r: layers[i - 1]?.residual >= 0 ? 6 : 4 }));
      if (layers[i - 1]?.residual >= 0) this.svg.append(draw('path', { class: 'plus', d: `M${x - 3} ${y}h6M${x} ${y - 3}v6` }));
    });
  }
}
