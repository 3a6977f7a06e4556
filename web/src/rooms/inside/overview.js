// overview.js - the whole network at once: a block a layer with what it makes of the drawing, and the wires
// between them, residual connections too. A block is a button that leads to its layer.
import { draw, make, say } from '../../shared/dom.js';
import { fitText } from '../../shared/labels.js';
import { shapeOf } from '../../recognizer/model_file.js';
import { watchSeen } from './seen.js';
import { FEATURES, POINTS } from '../../shared/trace.js';

const SIDE = 28;
const FULL = 64; // channels, or places of a trace, that take the whole side of a tile
const SHEET = 24; // channels that are shown as one more sheet, up to three
const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

const flat = ({ outSide, trace }) => trace || outSide === 1;

// Sets out to the numbers of a layer, a row a channel. Returns the most of them, either way from 0.
function rows(out, places, channels, values) {
  let most = 0;
  for (let p = 0, i = 0; p < places; p++) {
    for (let c = 0; c < channels; c++, i++) {
      const v = values[i];
      out[c * places + p] = v;
      if (v > most) most = v;
      else if (-v > most) most = -v;
    }
  }
  return most;
}

// Sets out to the sum of all maps, over its least. Returns the most of it.
function sums(out, places, channels, values) {
  let least = Infinity, most = -Infinity;
  for (let p = 0, i = 0; p < places; p++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, i++) sum += values[i];
    out[p] = sum;
    if (sum < least) least = sum;
    if (sum > most) most = sum;
  }
  for (let p = 0; p < places; p++) out[p] -= least;
  return most - least;
}

// Shares of a tile, wide and high.
function extent(layer) {
  const share = (n, of) => Math.max(0.18, Math.min(1, Math.sqrt(n / of))), { outSide, outChannels } = layer;
  if (flat(layer)) return { wide: share(outSide, FULL), high: share(outChannels, FULL) };
  return { wide: share(outSide, SIDE), high: share(outSide, SIDE) };
}

class Block {
  // rows, columns: what is painted; wide, high: shares of the tile; depth: sheets that lie behind.
  constructor(at, name, shape, { rows, columns, wide, high, depth = 0 }) {
    this.at = at;
    this.canvas = make('canvas');
    Object.assign(this.canvas, { width: columns, height: rows });
    Object.assign(this.canvas.style, { width: `${100 * wide}%`, height: `${100 * high}%`,
      boxShadow: Array.from({ length: depth + 1 }, (_, i) => `${2 * i}px ${-2 * i}px 0 var(--paper), ${2 * i}px ${-2 * i}px 0 1px var(--control)`).join() });
    this.name = make('b', name);
    this.element = make('button.inside-block', { type: 'button' }, make('span.inside-tile', this.canvas), make('span', this.name, ' ', make('span', shape)));
    this.context = this.canvas.getContext('2d');
    this.image = this.context.createImageData(columns, rows);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.numbers = new Int32Array(this.pixels.length);
  }

  // none of values is further from 0 than peak.
  paint(values, peak, { up, down }) {
    const { pixels } = this, scale = 255 / (peak || 1);
    for (let i = 0; i < pixels.length; i++) {
      const v = values ? values[i] * scale : 0;
      pixels[i] = v < 0 ? down[-v | 0] : up[v | 0];
    }
    this.context.putImageData(this.image, 0, 0);
  }
}

export class Overview {
  // go(at): the reader wants to the layer of that number, or to 'image', 'trace' or 'softmax'.
  constructor(model, api, shades, go) {
    Object.assign(this, { model, api, shades });
    const blocks = model.layers.map((layer, i) => {
      const { outRows, outSide, outChannels } = layer, lines = flat(layer);
      return new Block(i, layer.name, shapeOf(layer), { ...extent(layer), rows: lines ? outChannels : outRows, columns: outSide,
        depth: lines ? 0 : Math.min(3, Math.floor(outChannels / SHEET)) });
    });
    this.image = new Block('image', '', `${SIDE} × ${SIDE}`, { rows: SIDE, columns: SIDE, wide: 1, high: 1 });
    this.chains = [[this.image, ...blocks.slice(0, model.pictureLayers)]];
    if (blocks.length > model.pictureLayers) {
      this.trace = new Block('trace', '', `${POINTS} × ${FEATURES}`, { rows: FEATURES, columns: POINTS, wide: 1, high: Math.sqrt(FEATURES / FULL) });
      this.chains.push([this.trace, ...blocks.slice(model.pictureLayers)]);
    }
    this.letter = make('b.inside-answer');
    this.answer = make('button.inside-block.inside-end', { type: 'button' }, this.letter, make('span', 'softmax'));
    this.wires = draw('svg', { class: 'inside-wires', 'aria-hidden': 'true' });
    this.note = make('p.note');
    this.blocks = blocks;
    this.all = [...this.chains.flat(), { at: 'softmax', element: this.answer }];
    this.bar = make('div.inside-chains', { role: 'toolbar' },
      ...this.chains.map((chain) => make('div.inside-chain', ...chain.map(({ element }) => element))), this.answer, this.wires);
    this.element = make('div.inside-overview', this.bar, this.note);
    for (const { at, element } of this.all) element.addEventListener('click', () => go(at));
    this.bar.addEventListener('keydown', (event) => this.move(event));
    this.bar.addEventListener('focusin', (event) => this.stop(event.target));
    this.stop(this.all[0].element);
    this.latest = null;
    this.seen = watchSeen(this.element, () => this.paint(this.latest));
  }

  translate() {
    const { words } = this.api;
    say(this.image.name, words.imageName);
    if (this.trace) say(this.trace.name, words.traceName);
    say(this.note, words.overviewText);
    this.bar.setAttribute('aria-label', words.overviewLabel);
  }

  // Tab stops at one block only; arrows go on from there.
  stop(element) {
    for (const each of this.all) each.element.tabIndex = each.element === element ? 0 : -1;
  }

  move(event) {
    const by = STEP[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = this.all.findIndex(({ element }) => element === document.activeElement);
    this.all[Math.max(0, Math.min(this.all.length - 1, from + by))].element.focus();
  }

  // look: as the inspector's, or null where nothing is drawn.
  paint(look) {
    this.latest = look;
    if (!this.seen.now) return;
    const { layers } = this.model, { image, trace, letter = '' } = look?.answer ?? {};
    this.image.paint(image, 255, this.shades);
    this.trace?.paint(trace && Uint8Array.from(trace, (_, i) => trace[(i % POINTS) * FEATURES + Math.floor(i / POINTS)]), 255, this.shades);
    this.blocks.forEach((block, i) => {
      const values = look?.activations[i], layer = layers[i], { outRows, outSide, outChannels } = layer;
      const most = values && (flat(layer) ? rows : sums)(block.numbers, outRows * outSide, outChannels, values);
      block.paint(values && block.numbers, most, this.shades);
    });
    fitText(this.letter, letter);
  }

  // The layer that is looked at.
  select(index) {
    if (index === this.selected) return;
    this.blocks[this.selected]?.element.removeAttribute('aria-current');
    this.blocks[index].element.setAttribute('aria-current', 'true');
    this.selected = index;
  }

  // Wires from block to block, along the lines or, on a narrow screen, down the columns.
  draw(down) {
    const { left, top } = this.bar.getBoundingClientRect();
    const box = (e) => {
      const r = e.getBoundingClientRect(), x = Math.round(r.left - left), y = Math.round(r.top - top);
      return { x, y, right: x + r.width, bottom: y + r.height, midX: x + r.width / 2, midY: y + r.height / 2 };
    };
    const paths = [], end = box(this.letter), boxes = new Map();
    for (const chain of this.chains) {
      const tiles = chain.map(({ canvas }) => box(canvas));
      chain.forEach(({ at }, i) => boxes.set(at, tiles[i]));
      for (let i = 1; i < tiles.length; i++) {
        const [a, b] = [tiles[i - 1], tiles[i]];
        paths.push(draw('path', { d: down ? `M${a.midX} ${a.bottom}V${b.y}` : `M${a.right} ${a.midY}H${b.x}` }));
      }
      const last = tiles[tiles.length - 1];
      paths.push(draw('path', { d: down ? `M${last.midX} ${last.bottom}C${last.midX} ${end.y} ${end.midX} ${last.bottom} ${end.midX} ${end.y}`
        : `M${last.right} ${last.midY}C${end.midX} ${last.midY} ${last.right} ${end.midY} ${end.x} ${end.midY}` }));
    }
    this.model.layers.forEach(({ residual }, to) => {
      if (residual >= 0) paths.push(...this.arc(boxes.get(residual), boxes.get(to), down));
    });
    this.wires.replaceChildren(...paths);
  }

  // A residual connection, with a plus where it arrives.
  arc(from, to, down) {
    const [x, y] = down ? [Math.min(from.x, to.x), to.midY] : [to.midX, Math.min(from.y, to.y)];
    const d = down ? `M${from.x} ${from.midY}C${x - 24} ${from.midY} ${x - 24} ${y} ${to.x} ${y}`
      : `M${from.midX} ${from.y}C${from.midX} ${y - 30} ${x} ${y - 30} ${x} ${to.y}`;
    const [plusX, plusY] = down ? [to.x - 5, y] : [x, to.y - 5];
    return [draw('path', { class: 'arc', d }), draw('circle', { cx: plusX, cy: plusY, r: 5 }),
      draw('path', { class: 'plus', d: `M${plusX - 2.5} ${plusY}h5M${plusX} ${plusY - 2.5}v5` })];
  }
}
