// curve.js - one change: its slider, and the curves of the letter's probability over
// the slider's range, with what is read along it.
import { draw, make } from '../../shared/dom.js';
import { widthOf } from '../../shared/labels.js';

const WIDTH = 320, HEIGHT = 92, PAD = 8, TOP = 6, FLOOR = 70; // of the drawing, with room for letters
const LETTER_WIDTH = 14;

export class Curve {
  // change: one of CHANGES. onInput(value) as the slider moves.
  constructor(change, onInput) {
    this.change = change;
    this.title = make('label');
    this.output = make('output');
    this.note = make('p.note');
    this.svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'robust-chart', role: 'img' });
    this.slider = make('input');
    const { low, high, step, usual, name } = change;
    Object.assign(this.slider, { type: 'range', id: `robust-${name}`, min: low, max: high, step, value: usual });
    this.title.htmlFor = this.slider.id;
    this.output.setAttribute('for', this.slider.id);
    this.slider.addEventListener('input', () => onInput(Number(this.slider.value)));
    this.element = make('div.robust-card', make('div.robust-head', this.title, this.output), this.svg, this.slider, this.note);
    this.points = null; // [{value, whole, alone, letter}]
  }

  x(value) {
    const { low, high } = this.change;
    return PAD + ((value - low) / (high - low)) * (WIDTH - 2 * PAD);
  }

  y(p) {
    return FLOOR - p * (FLOOR - TOP);
  }

  path(kind) {
    return this.points.map((point, i) =>
      `${i ? 'L' : 'M'}${this.x(point.value).toFixed(1)} ${this.y(point[kind]).toFixed(1)}`).join('');
  }

  // points: measured, in order; now: {value, whole, alone} at the slider.
  draw(points, now) {
    this.points = points;
    const parts = [0, 0.5, 1].map((p) => draw('path', { class: 'grid', d: `M${PAD} ${this.y(p)}H${WIDTH - PAD}` }));
    const usual = this.x(this.change.usual);
    parts.push(draw('path', { class: 'usual', d: `M${usual} ${TOP}V${FLOOR}` }));
    if (points.length) {
      if (points[0].alone !== undefined) parts.push(draw('path', { class: 'alone', d: this.path('alone') }));
      parts.push(draw('path', { class: 'whole', d: this.path('whole') }), ...this.letters());
    }
    this.svg.replaceChildren(...parts);
    this.now = draw('g');
    this.svg.append(this.now);
    this.showNow(now);
  }

  showNow(now) {
    if (!this.now) return;
    const dots = [];
    if (now) {
      const x = this.x(now.value);
      dots.push(draw('path', { class: 'now', d: `M${x} ${TOP}V${FLOOR}` }));
      if (now.alone !== undefined) dots.push(draw('circle', { class: 'alone', cx: x, cy: this.y(now.alone), r: 4 }));
      dots.push(draw('circle', { class: 'whole', cx: x, cy: this.y(now.whole), r: 5 }));
    }
    this.now.replaceChildren(...dots);
  }

  // What is read, once a stretch: a letter where there is room for it, a bar underneath.
  letters() {
    const out = [];
    const { points } = this;
    const edge = (i) => (i <= 0 ? this.x(points[0].value) : i >= points.length ? this.x(points[points.length - 1].value)
      : (this.x(points[i - 1].value) + this.x(points[i].value)) / 2);
    for (let from = 0, to; from < points.length; from = to) {
      for (to = from + 1; to < points.length && points[to].letter === points[from].letter; to++);
      const left = edge(from), right = edge(to), right1 = points[from].letter === points[from].wanted;
      out.push(draw('path', { class: right1 ? 'read right' : 'read', d: `M${left + 0.5} ${FLOOR + 4}H${Math.max(right - 0.5, left + 1)}` }));
      if (right - left < LETTER_WIDTH * widthOf(points[from].letter)) continue;
      out.push(draw('text', { x: (left + right) / 2, y: HEIGHT - 4, class: right1 ? 'right' : '' }, points[from].letter || '\u2013'));
    }
    return out;
  }
}
