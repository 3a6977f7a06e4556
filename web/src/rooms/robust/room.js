// room.js - how far a drawing can be changed before it is read as something else.
import { make, makeChoice } from '../../shared/dom.js';
import { withShare } from '../../shared/labels.js';
import { CHANGES, SOURCES, changeStrokes, changesOf, imageOf, readAlone, usual } from './changes.js';
import { Curve } from './curve.js';
import { Picture } from './picture.js';
import { shapeOf } from './shape.js';
import { Shades } from '../../shared/shades.js';
import { Slices } from '../../shared/slices.js';

const SIDE = 28;
const SAMPLES = 37; // of a curve
const UNITS = { rotation: '°', slant: '°' }; // the others are percentages

class Robust {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.shades = new Shades(mount);
    this.picture = new Picture();
    this.slices = new Slices();
    [this.source] = SOURCES;
    this.chosen = usual(); // where the sliders stand
    this.drawing = []; // strokes, or what a picture has in their place
    this.shape = null; // {of, shape}: of the pad's picture
    this.strokeless = false; // the drawing is one
    this.measured = new Map(); // name -> the other changes that its curve was measured with
    this.build();
    this.borrow();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.shades.refresh();
      this.showNow();
    });
    this.translate();
  }

  build() {
    this.lead = make('p.robust-lead');
    const figure = (side) => {
      const canvas = make('canvas'), caption = make('figcaption'), read = make('b');
      canvas.width = canvas.height = side;
      canvas.setAttribute('role', 'img');
      return { canvas, caption, read, element: make('figure', canvas, caption, read) };
    };
    this.choice = makeChoice('robust-source', SOURCES, this.source, (source) => this.readFrom(source));
    this.evened = make('p.note');
    this.given = figure(this.picture.canvas.width);
    this.prepared = figure(SIDE);
    this.unprepared = figure(SIDE);
    this.legendWhole = make('span.whole');
    this.legendAlone = make('span.alone');
    this.legend = make('p.robust-legend', this.legendWhole, this.legendAlone);
    this.reset = make('button', { type: 'button' });
    this.reset.addEventListener('click', () => this.change(usual()));
    this.message = make('p.robust-message', { role: 'status' });
    this.curves = CHANGES.map((change) => new Curve(change, (value) => this.change({ ...this.chosen, [change.name]: value })));
    this.mount.append(this.lead, make('div.robust-source', this.choice.element, this.evened),
      make('div.robust-now', this.api.miniPad(),
        make('div.robust-figures', this.given.element, this.prepared.element, this.unprepared.element),
        make('div.robust-tools', this.legend, this.message, this.reset)),
      make('div.robust-cards', ...this.curves.map((curve) => curve.element)));
  }

  async borrow() {
    this.own = null;
    this.own = await this.api.second();
    this.update(this.api.answer);
  }

  modelChanged() {
    this.slices.stop();
    this.wanted = null; // a class of the model before
    this.borrow();
  }

  hidden() {
    this.slices.stop();
  }

  translate() {
    const { words } = this.api;
    this.lead.textContent = words.lead;
    this.choice.legend.textContent = this.api.strings.sourceLabel;
    this.choice.texts[0].textContent = this.api.strings.sourceStrokes;
    this.choice.texts[1].textContent = words.fromPicture;
    this.legendWhole.textContent = words.whole;
    this.legendAlone.textContent = words.alone;
    this.reset.textContent = words.reset;
    for (const what of ['given', 'prepared', 'unprepared']) {
      this[what].caption.textContent = words[what];
      this[what].canvas.setAttribute('aria-label', words[what]);
    }
    for (const { change, title, note, svg } of this.curves) {
      title.textContent = words[change.name];
      svg.setAttribute('aria-label', words[change.name]);
      note.textContent = words[change.note];
    }
    this.update(this.api.answer);
  }

  // All curves are read from one source, so that the same drawing has one answer.
  readFrom(source) {
    this.source = source;
    this.update(this.api.answer);
  }

  // The source in force, and what can be changed of it.
  get from() {
    return this.strokeless ? 'picture' : this.source;
  }

  get changes() {
    return changesOf(this.from, !this.strokeless);
  }

  // What there is for the source.
  arrange() {
    const { from, strokeless, changes, api: { words } } = this;
    const picture = from === 'picture';
    this.active = this.curves.filter(({ change }) => changes.includes(change));
    for (const curve of this.curves) curve.element.hidden = !this.active.includes(curve);
    for (const input of this.choice.element.querySelectorAll('input')) {
      input.checked = input.value === from;
      input.disabled = strokeless && input.value !== from;
    }
    this.evened.textContent = picture ? `${words.evenedPicture}${strokeless ? ` ${words.strokeless}` : ''}` : words.evenedStrokes;
    this.legend.hidden = this.unprepared.element.hidden = !picture;
  }

  // The changes in force: those that the source does not have are none.
  get values() {
    const names = this.changes.map(({ name }) => name);
    return Object.fromEntries(CHANGES.map(({ name, usual: none }) => [name, names.includes(name) ? this.chosen[name] : none]));
  }

  // The pad's drawing changed.
  update(answer) {
    const { api } = this;
    this.strokeless = api.source === 'picture';
    this.arrange();
    this.drawing = this.own && this.strokeless ? this.shapeOf(api.subject()) : api.strokes;
    const usable = answer && !answer.empty && (this.strokeless || api.strokes.length > 0);
    this.message.textContent = usable ? '' : api.words.empty;
    this.wanted = null; // the class whose probability is followed: what the drawing itself is read as
    if (this.own && usable) {
      const { best, letter } = this.whole(usual());
      this.wanted = { index: best, letter };
    }
    this.measured.clear();
    for (const curve of this.curves) curve.draw([], null);
    this.showNow();
    this.measure();
  }

  shapeOf(picture) {
    if (this.shape?.of !== picture) this.shape = { of: picture, shape: shapeOf(picture, this.own) };
    return this.shape.shape;
  }

  // Some slider was moved.
  change(values) {
    this.chosen = values;
    this.showNow();
    this.measure();
  }

  // The whole program's answer to the changed drawing.
  whole(values) {
    return this.from === 'picture'
      ? this.own.recognizePixels(this.picture.pixels(this.drawing, values))
      : this.own.recognizeStrokes(changeStrokes(this.drawing, values));
  }

  // The network's image of the drawing, as far as it is changed before.
  image(values) {
    if (!this.strokeless) return imageOf(this.own, this.drawing, values);
    const { size, shift, specks } = usual();
    return this.whole({ ...values, size, shift, specks }).image;
  }

  // The answers for some values: of the whole program, and of the network alone where the
  // change is one of a picture.
  read(values, change) {
    const { own, wanted } = this;
    const whole = this.whole(values);
    const at = (answer) => (answer.empty ? 0 : answer.probabilities[wanted.index]);
    const out = { whole: at(whole), letter: whole.letter, wanted: wanted.letter, answer: whole };
    if (!change || change.path === 'picture') {
      out.aloneAnswer = readAlone(own, this.image(values), values);
      out.alone = at(out.aloneAnswer);
    }
    return out;
  }

  measure() {
    this.slices.stop();
    this.mount.dataset.state = 'waiting';
    if (!this.wanted) return;
    const room = this;
    this.slices.start((function* work() {
      const values = room.values;
      for (const curve of room.active) {
        const { change } = curve;
        const others = JSON.stringify({ ...values, [change.name]: null }); // its own slider does not change a curve
        if (room.measured.get(change.name) === others) continue;
        const points = [];
        for (let i = 0; i < SAMPLES; i++) {
          const value = change.low + ((change.high - change.low) * i) / (SAMPLES - 1);
          const { whole, alone, letter, wanted } = room.read({ ...values, [change.name]: value }, change);
          points.push({ value, whole, alone, letter, wanted });
          yield;
        }
        room.measured.set(change.name, others);
        curve.draw(points, room.now(change));
        room.describe(curve, points);
        yield;
      }
      room.mount.dataset.state = 'done';
    })());
  }

  now(change) {
    return { value: this.values[change.name], ...this.read(this.values, change) };
  }

  describe({ svg, change }, points) {
    const { words, fill, percent } = this.api;
    const held = points.filter((p) => p.whole >= 0.5).length / points.length;
    svg.setAttribute('aria-label', fill(words.curveLabel, { name: words[change.name], letter: this.wanted.letter,
      percent: percent(0.5), share: percent(held) }));
  }

  // The drawing as the sliders have it, what the network gets, and what is read.
  showNow() {
    const { api, values } = this;
    for (const { slider, output, change } of this.active) {
      slider.value = values[change.name];
      const value = Math.round(values[change.name] * 2) / 2;
      output.textContent = `${api.decimal(value, value % 1 ? 1 : 0)}\u00a0${UNITS[change.name] ?? '%'}`.replace('-', '\u2212');
    }
    this.reset.setAttribute('aria-disabled', String(CHANGES.every((c) => values[c.name] === c.usual)));
    if (!this.wanted) return this.showNothing();
    const { answer, aloneAnswer } = this.read(values, null);
    this.picture.draw(this.drawing, values);
    this.showGiven();
    this.showImage(this.prepared, answer.image, answer);
    this.showImage(this.unprepared, aloneAnswer.image, aloneAnswer);
    for (const curve of this.active) {
      if (this.measured.has(curve.change.name)) curve.showNow(this.now(curve.change));
    }
    return undefined;
  }

  showNothing() {
    for (const { canvas, read } of [this.given, this.prepared, this.unprepared]) {
      canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
      read.textContent = '';
    }
  }

  // Black on white is made ink on paper of the theme.
  showGiven() {
    const { canvas } = this.given;
    const from = this.picture.context.getImageData(0, 0, canvas.width, canvas.height).data;
    this.paint(canvas, (i) => 255 - from[4 * i]);
  }

  showImage({ canvas, read }, image, answer) {
    const { words, percent } = this.api;
    this.paint(canvas, (i) => image[i]);
    read.textContent = answer.empty ? words.nothing : withShare(answer.letter, percent(answer.confidence));
    read.className = answer.empty || answer.letter !== this.wanted.letter ? 'other' : '';
  }

  paint(canvas, level) {
    const { paper, text } = this.shades.colours;
    const context = canvas.getContext('2d');
    const image = context.createImageData(canvas.width, canvas.height);
    for (let i = 0; i < image.data.length / 4; i++) {
      const share = level(i) / 255;
      for (let k = 0; k < 3; k++) image.data[4 * i + k] = paper[k] + (text[k] - paper[k]) * share;
      image.data[4 * i + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }
}

export const open = (mount, api) => new Robust(mount, api);
