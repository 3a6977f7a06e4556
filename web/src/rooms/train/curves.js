// curves.js - how many answers are right while a network learns: a line over the steps, and a dot an epoch.
import { draw, make } from '../../shared/dom.js';

const WIDTH = 520, HEIGHT = 240, LEFT = 40, RIGHT = 12, TOP = 10, BOTTOM = 26;
const x = (share) => LEFT + share * (WIDTH - LEFT - RIGHT);
const y = (share) => HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);

export class LearningCurves {
  constructor(api) {
    this.api = api;
    this.title = make('figcaption');
    this.frame = draw('g');
    this.line = draw('polyline', { class: 'train-line' });
    this.dashes = draw('polyline', { class: 'train-held', 'stroke-dasharray': '5 4' });
    this.dots = draw('g', { class: 'train-dots' });
    this.svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'train-curves', role: 'img' }, this.frame, this.line, this.dashes, this.dots);
    this.keys = [make('span'), make('span')];
    this.note = make('p.note');
    const key = (kind, i) => make('li', draw('svg', { viewBox: '0 0 30 10', 'aria-hidden': 'true' },
      draw('line', { class: `train-${kind}`, x1: 0, x2: 30, y1: 5, y2: 5, 'stroke-dasharray': i ? '5 4' : '' })), this.keys[i]);
    this.root = make('figure', this.title, this.svg, make('ul.train-legend', key('line', 0), key('held', 1)), this.note);
    this.begin(1, 1);
  }

  // Anew, for so many steps and epochs.
  begin(steps, epochs) {
    Object.assign(this, { steps, epochs, right: 0, held: 0, points: [], marks: [] });
    this.paintFrame();
    this.paint();
  }

  paintFrame() {
    const text = (tx, ty, anchor, content) => draw('text', { x: tx, y: ty, 'text-anchor': anchor }, content);
    const rows = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((v) => [
      draw('line', { class: 'train-grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(v), y2: y(v) }), text(LEFT - 6, y(v) + 4, 'end', String(100 * v))]);
    const every = Math.ceil(this.epochs / 8);
    const columns = Array.from({ length: Math.floor(this.epochs / every) }, (_, i) => (i + 1) * every)
      .map((epoch) => text(x(epoch / this.epochs), HEIGHT - 8, 'middle', String(epoch)));
    this.frame.replaceChildren(...rows, ...columns, text(LEFT, HEIGHT - 8, 'middle', this.api.words.trainEpochs));
  }

  // The share right of the steps since the last call, after so many steps.
  add(done, right) {
    // A few dozen images say little: each point is drawn towards the one before it.
    this.right = this.points.length ? 0.6 * this.right + 0.4 * right : right;
    this.points.push([x(done / this.steps), y(this.right)]);
    this.paint();
  }

  // The share of the held-out images, at an epoch's end.
  addHeld(done, right) {
    this.held = right;
    this.marks.push([x(done / this.steps), y(right)]);
    this.paint();
  }

  paint() {
    const points = (list) => list.map((p) => p.map((v) => v.toFixed(1)).join()).join(' ');
    this.line.setAttribute('points', points(this.points));
    this.dashes.setAttribute('points', points(this.marks));
    this.dots.replaceChildren(...this.marks.map(([cx, cy]) => draw('circle', { cx, cy, r: 3.5 })));
    const { words, fill, percent } = this.api;
    this.svg.setAttribute('aria-label', fill(words.trainCurvesLabel, { right: percent(this.right), held: percent(this.held) }));
  }

  translate() {
    const { words } = this.api;
    this.title.textContent = words.trainCurves;
    this.keys[0].textContent = words.trainCurveTrain;
    this.keys[1].textContent = words.trainCurveHeld;
    this.note.textContent = words.trainCurveNote;
    this.paintFrame();
    this.paint();
  }
}
