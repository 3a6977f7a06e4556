// lattice_view.js - how a word was read: every group of strokes that was weighed, as a box under the
// ink with the network's letter, and the cut that won.
import { draw, make } from '../shared/dom.js';

const WIDTH = 720, INK = 160, EDGE = 10; // CSS pixels of a picture at most, of its ink, around it
const ROW = 42, BOX = 36, LEAST = 34; // from box to box, a box, the narrowest one

const boxOf = (strokes) => {
  const all = strokes.flat(), of = (axis) => all.map((p) => p[axis]);
  return { left: Math.min(...of('x')), right: Math.max(...of('x')), top: Math.min(...of('y')), bottom: Math.max(...of('y')) };
};

// Each box in the highest row where none is in its way.
function stack(boxes) {
  const ends = [];
  return boxes.map(({ left, right }) => {
    const free = ends.findIndex((end) => end < left - 2), row = free < 0 ? ends.length : free;
    ends[row] = right;
    return row;
  });
}

export class LatticeView {
  constructor(api, line) {
    Object.assign(this, { api, line });
    this.title = make('summary');
    this.lead = make('p.note');
    this.pictures = make('div.words-lattice');
    this.element = make('details.words-inside', this.title, this.lead, this.pictures);
    this.element.addEventListener('toggle', () => this.update());
  }

  translate() {
    this.title.textContent = this.api.words.inside;
    this.lead.textContent = this.api.words.insideText;
    this.update();
  }

  // Nothing where it is closed.
  update() {
    if (!this.element.open) return;
    this.pictures.replaceChildren(...this.line.parts.map((word) => make('figure', make('div.words-scroll', this.picture(word)), this.caption(word))));
  }

  caption({ groups }) {
    const { words, fill } = this.api;
    return make('figcaption.note', fill(words.insideCount, { groups: groups.length }));
  }

  picture({ strokes, groups, letters, text }) {
    const { words, fill } = this.api;
    const all = boxOf(strokes), wide = Math.max(all.right - all.left, 1e-3), high = Math.max(all.bottom - all.top, 1e-3);
    const room = Math.min(WIDTH, this.pictures.clientWidth || WIDTH) - 2 * EDGE, scale = Math.min(room / wide, INK / high);
    const x = (v) => EDGE + (v - all.left) * scale, y = (v) => EDGE + (v - all.top) * scale;
    const boxes = groups.map((group) => {
      const { left, right } = boxOf(group.strokes);
      const middle = (x(left) + x(right)) / 2, half = Math.max(LEAST, x(right) - x(left)) / 2;
      const won = letters.find((letter) => letter.strokes.length === group.strokes.length && letter.strokes.every((s) => group.strokes.includes(s)));
      return { ...group, won, left: middle - half, right: middle + half };
    }).sort((a, b) => (b.won ? 1 : 0) - (a.won ? 1 : 0) || a.left - b.left);
    const winners = boxes.filter(({ won }) => won), others = boxes.filter(({ won }) => !won);
    const rows = [...stack(winners), ...stack(others).map((row) => row + 1 + Math.max(-1, ...stack(winners)))];
    const top = 2 * EDGE + high * scale, height = top + (Math.max(0, ...rows) + 1) * ROW + EDGE;
    const path = (stroke) => `M${(stroke.length > 1 ? stroke : [stroke[0], stroke[0]]).map((p) => `${x(p.x).toFixed(1)} ${y(p.y).toFixed(1)}`).join('L')}`;
    const label = fill(words.insideLabel, { text, groups: groups.length });
    const width = Math.ceil(Math.max(2 * EDGE + wide * scale, ...boxes.map(({ right }) => right + EDGE)));
    return draw('svg', { viewBox: `0 0 ${width} ${Math.ceil(height)}`, role: 'img', 'aria-label': label, width: String(width) },
    ...strokes.map((stroke) => draw('path', { class: 'ink', d: path(stroke) })),
    ...[...winners, ...others].map((group, i) => this.box(group, top + rows[i] * ROW)));
  }

  // What the network says to a group, and how probable the group is.
  box({ left, right, won, probability, letters }, top) {
    const { recognizer, percent } = this.api;
    let best = 0;
    letters.forEach((share, c) => { if (share > letters[best]) best = c; });
    const name = won ? won.text : recognizer.classes[best];
    const middle = (left + right) / 2;
    return draw('g', { class: won ? 'won' : 'other' },
      draw('title', `${name} ${percent(letters[best])}, ${percent(probability)}`),
      draw('rect', { x: left.toFixed(1), y: String(top), width: (right - left).toFixed(1), height: String(BOX), rx: '4' }),
      draw('text', { x: middle.toFixed(1), y: String(top + 15) }, name),
      draw('text', { class: 'share', x: middle.toFixed(1), y: String(top + 29) }, percent(probability)));
  }
}
