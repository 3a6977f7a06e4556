// room.js - every layer of the network at work on the drawing, live, down to the
// arithmetic of one value. The activations are the core's own (module.js); the model file
// says what the layers are.
import { leadTo, make } from '../../shared/dom.js';
import { receptiveField, valueAt } from './cell.js';
import { Inspector } from './inspector.js';
import { LayerView, Rail } from './layer.js';
import { Overview } from './overview.js';
import { SoftmaxView } from './softmax.js';
import { readModelFile } from '../../recognizer/model_file.js';
import { InsideTour } from './tour.js';
import { TraceView } from './trace_view.js';
import { Shades } from '../../shared/shades.js';

const SIDE = 28;
const LARGE = 1.5; // how much larger maps are in a presenter's size
const KEY = `handwritten-letters-presenter ${location.pathname}`;

function largest(values) {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i] < 0 ? -values[i] : values[i];
    if (v > most) most = v;
  }
  return most;
}

class Inside {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.lead = make('p.inside-lead');
    this.how = make('p.note');
    this.list = make('div.inside-layers');
    this.spoken = make('p.unseen', { role: 'status' });
    this.side = make('div.inside-side', api.miniPad());
    this.grid = make('div.inside-grid', this.side, this.list);
    this.whole = make('div');
    this.tour = new InsideTour(this, api);
    this.presenter = make('button', { type: 'button' });
    this.presenter.addEventListener('click', () => this.enlarge(!this.large));
    mount.append(this.lead, make('div.inside-buttons', this.tour.opener, this.presenter), this.whole, this.how, this.grid,
      this.spoken, this.tour.element);
    this.shades = new Shades(mount);
    this.narrow = matchMedia('(max-width: 899px)');
    this.build();
    this.enlarge(this.kept());
    // In a frame of its own: laying out the maps changes what is observed.
    new ResizeObserver(() => requestAnimationFrame(() => this.fit())).observe(this.list);
    this.narrow.addEventListener('change', () => this.place());
    // Colours of the theme are read anew when it changes.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.shades.refresh();
      this.paint();
    });
  }

  // For the model in use.
  build() {
    const { api, shades } = this;
    this.model = readModelFile(api.bytes().modelBytes);
    this.look = null;
    this.chosen = { index: 0, cell: { channel: 0, y: 14, x: 14 } };
    this.pointed = null;
    this.untouched = true; // the reader has chosen nothing yet
    this.image = make('canvas.inside-image');
    this.image.width = this.image.height = SIDE;
    this.imageHead = make('header', make('h4'), make('span'), make('b', '28 × 28'));
    this.imageText = make('p.note');
    const on = {
      point: (index, cell) => this.point(cell && { index, cell }),
      choose: (index, cell, keys) => this.choose(index, cell, keys),
      opened: (index) => this.choose(index, index === this.chosen.index ? this.chosen.cell : this.strongest(index)),
    };
    if (this.views) this.rest(); // of a model before
    this.inspector?.element.remove();
    this.views = this.model.layers.map((_, i) => new LayerView(this.model, i, api, shades, on));
    const first = this.model.pictureLayers, last = first - 1;
    this.trace = first < this.views.length ? new TraceView(this.model, api, shades) : null;
    this.softmax = new SoftmaxView(this.model, api,
      { point: (cell) => on.point(last, cell), choose: (cell, keys) => on.choose(last, cell, keys) });
    this.inspector = new Inspector(this.model, api, shades, {
      onChoose: (cell) => this.choose(this.current.index, cell, false),
      onInput: (map) => this.goToInput(map),
    });
    this.overview = new Overview(this.model, api, shades, (at) => this.goTo(at));
    this.whole.replaceChildren(this.overview.element);
    const elements = this.views.map((view) => view.element);
    this.imageSection = make('section.inside-layer', this.imageHead, this.imageText, this.image);
    this.list.replaceChildren(this.imageSection,
      ...elements.slice(0, first), this.softmax.element, ...(this.trace ? [this.trace.element] : []), ...elements.slice(first));
    this.rails = [new Rail(this.list), ...(this.trace ? [new Rail(this.list)] : [])];
    this.translate();
    this.place();
  }

  translate() {
    const { words } = this.api;
    this.lead.textContent = words.lead;
    this.how.textContent = words.how;
    this.presenter.textContent = words.presenter;
    this.tour.translate();
    this.imageHead.children[0].textContent = words.imageName;
    this.imageText.textContent = words.imageText;
    const said = new Set();
    for (const view of this.views) view.translate(said);
    this.overview.translate();
    this.softmax.translate();
    this.trace?.translate();
    this.inspector.translate();
    this.paint();
  }

  // A presenter's size: larger type and maps, for this tab and session.
  enlarge(large) {
    this.large = large;
    this.mount.classList.toggle('inside-large', large);
    this.presenter.setAttribute('aria-pressed', String(large));
    try {
      if (large) sessionStorage.setItem(KEY, '1');
      else sessionStorage.removeItem(KEY);
    } catch {
      // Denied: a reload is back at the usual size.
    }
    this.fit();
  }

  kept() {
    try {
      return sessionStorage.getItem(KEY) !== null;
    } catch {
      return false;
    }
  }

  // The inspector stands beside the layers, or on a narrow screen under the one chosen.
  place() {
    const { element } = this.inspector, { box, player } = this.views[this.chosen.index];
    const before = box.getBoundingClientRect().top;
    if (this.narrow.matches) (player?.element ?? box).after(element);
    else this.side.append(element);
    if (this.narrow.matches && !this.untouched) scrollBy(0, box.getBoundingClientRect().top - before);
    this.inspect();
  }

  fit() {
    const width = this.views[0].box.clientWidth;
    if (!width) return;
    let changed = false;
    for (const view of this.views) changed = view.fit(width, this.large ? LARGE : 1) || changed;
    const first = this.model.pictureLayers, heads = this.views.map((view) => view.head);
    const { layers } = this.model;
    this.rails[0].draw([this.imageHead, ...heads.slice(0, first), this.softmax.head], layers.slice(0, first), 0);
    if (this.trace) this.rails[1].draw([this.trace.head, ...heads.slice(first)], layers.slice(first), first);
    this.overview.draw(this.narrow.matches);
    if (changed) this.paint();
  }

  // A prediction was made.
  update(answer) {
    this.look = null;
    if (answer && !answer.empty) {
      const activations = this.api.recognizer.activations();
      this.look = { answer, activations, peaks: activations.map(largest),
        scales: [this.model.logitScale, this.model.traceScale] };
      if (this.untouched) this.chosen = { index: 0, cell: this.strongest(0) };
    }
    this.paint();
  }

  // The highest value of a layer; the middle of its first map where there is none.
  strongest(index) {
    const { outChannels, outRows, outSide } = this.model.layers[index], values = this.look?.activations[index];
    if (!values) return { channel: 0, y: outRows >> 1, x: outSide >> 1 };
    const at = values.indexOf(values.reduce((most, v) => Math.max(most, v)));
    const pixel = Math.floor(at / outChannels);
    return { channel: at % outChannels, y: Math.floor(pixel / outSide), x: pixel % outSide };
  }

  paint() {
    const { look } = this;
    this.paintImage(look);
    this.overview.paint(look);
    this.views.forEach((view, i) => view.paint(look?.activations[i] ?? null, look?.peaks[i] ?? 1));
    for (const view of this.views) view.player?.show(look);
    this.softmax.paint(look && look.answer);
    this.trace?.paint(look);
    this.inspect();
  }

  paintImage(look) {
    const context = this.image.getContext('2d');
    const picture = context.createImageData(SIDE, SIDE);
    const pixels = new Uint32Array(picture.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = this.shades.word(look ? look.answer.image[i] : 0, 255);
    context.putImageData(picture, 0, 0);
  }

  get current() {
    return this.pointed ?? this.chosen;
  }

  inspect() {
    const { index, cell } = this.current;
    this.views.forEach((view, i) => view.maps.select(i === index ? cell : null));
    this.softmax.bars.select(index === this.model.pictureLayers - 1 ? cell : null);
    this.overview.select(index);
    this.inspector.show(index, cell, this.look);
  }

  // Follows the pointer where the inspector stands beside the maps.
  point(place) {
    if (this.narrow.matches) return;
    this.pointed = place;
    this.inspect();
  }

  choose(index, cell, keys) {
    const moves = index !== this.chosen.index;
    this.chosen = { index, cell };
    this.pointed = null;
    this.untouched = false;
    this.views.forEach(({ player }, i) => (i === index ? player?.go(cell) : player?.pause()));
    if (moves) this.place();
    else this.inspect();
    if (!keys || !this.look?.activations[index]) return;
    const value = valueAt(this.model.layers[index], this.look.activations[index], cell);
    this.spoken.textContent = `${this.inspector.name(index, cell)}: ${value}`;
  }

  // To an input map of the value that is shown, in the middle of what its window takes from there.
  goToInput(map) {
    const { index, cell } = this.current;
    const { stride, padLow, kernel, inSide } = this.model.layers[index];
    const middle = (v) => Math.max(0, Math.min(inSide - 1, v * stride - padLow + (kernel >> 1)));
    this.choose(index - 1, { channel: map, y: this.model.layers[index].trace ? 0 : middle(cell.y), x: middle(cell.x) }, true);
    this.views[index - 1].box.focus();
  }

  // From the overview to a layer, and the focus with it.
  goTo(at) {
    const heads = { image: this.imageHead, trace: this.trace?.head, softmax: this.softmax.head };
    if (at in heads) {
      leadTo(heads[at].firstChild);
      return;
    }
    if (at !== this.chosen.index) this.choose(at, this.strongest(at), false);
    const { element, box } = this.views[at];
    element.scrollIntoView();
    box.focus({ preventScroll: true });
  }

  // For the tour: the last layer of pictures of which a value sees a part of the image, and not nearly all.
  get deepest() {
    const { layers } = this.model;
    return Math.max(0, layers.findLastIndex(({ trace, outSide }, i) => {
      if (trace) return false;
      const { left, right } = receptiveField(layers, i, { y: outSide >> 1, x: outSide >> 1 });
      return right - left < SIDE * 0.7;
    }));
  }

  // Without a drawing there is nothing to be seen: the small pad has one drawn.
  needDrawing() {
    if (!this.look) this.side.querySelector('.mini-buttons button:last-child').click();
  }

  watchWindow(index) {
    const { player, element } = this.views[index];
    player?.watch();
    return player?.element ?? element;
  }

  // What the strongest value of a layer can see.
  lookFrom(index) {
    this.choose(index, this.strongest(index), false);
    this.views[index].element.scrollIntoView();
    return this.inspector.pair;
  }

  rest() {
    for (const { player } of this.views) player?.pause();
  }

  // The room was closed.
  hidden() {
    this.tour.close();
    this.rest();
  }

  modelChanged() {
    this.tour.close();
    this.build();
    this.fit();
  }
}

export const open = (mount, api) => new Inside(mount, api);
