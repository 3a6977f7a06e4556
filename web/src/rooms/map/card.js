// card.js - what is said and shown of a point: beside it, and under the map once it is chosen.
import { make, paintImage } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

const PIXELS = 784;
const WIDTH = 200, HEIGHT = 86, BESIDE = 14; // of the card, in CSS pixels, and between it and its point

export class PointCard {
  // view: the map (view.js).
  constructor(api, view) {
    Object.assign(this, { api, view, points: null, source: null });
    this.tip = make('div.map-tip', { hidden: '' }, make('canvas', { width: 28, height: 28 }), make('span'));
    this.said = make('p.map-said', { role: 'status' });
    this.put = make('button', { type: 'button', hidden: '' });
    this.root = make('div.map-chosen', this.said, this.put);
    this.put.addEventListener('click', () => this.enter(this.view.chosen));
  }

  // source: {drawn}, how many letters a version of the drawn ones has, or {numbers} of the images in their file.
  show(points, source) {
    Object.assign(this, { points, source });
    this.pick(-1);
  }

  nameOf(i) {
    const { words, fill, strings } = this.api, { classes, targets } = this.points;
    return this.source.drawn ? fill(words.mapDrawn, { letter: classes[targets[i]], version: Math.floor(i / this.source.drawn) + 1 })
      : fill(words.mapNumber, { number: grouped(this.source.numbers[i], strings.thousands) });
  }

  textOf(i) {
    const { words, fill, percent } = this.api, { classes, targets, answers, confidences } = this.points;
    const values = { name: this.nameOf(i), target: classes[targets[i]], answer: classes[answers[i]], percent: percent(confidences[i]) };
    return fill(targets[i] === answers[i] ? words.mapReadRight : words.mapReadWrong, values);
  }

  imageOf(i) {
    return this.points.images.subarray(i * PIXELS, i * PIXELS + PIXELS);
  }

  // Beside a point, for -1 nowhere.
  point(i) {
    const { tip } = this;
    tip.hidden = i < 0;
    if (i < 0) return;
    const [x, y] = this.view.spotOf(i), { clientWidth, clientHeight } = this.view.canvas;
    tip.lastChild.textContent = this.textOf(i);
    tip.style.left = `${Math.max(0, Math.min(x + BESIDE, clientWidth - WIDTH))}px`;
    tip.style.top = `${y + HEIGHT + BESIDE > clientHeight ? Math.max(0, y - HEIGHT) : y + BESIDE}px`;
    paintImage(tip.firstChild, this.imageOf(i));
  }

  // Chosen, for -1 none.
  pick(i) {
    this.point(i);
    this.put.hidden = i < 0;
    this.said.textContent = i < 0 ? '' : this.textOf(i);
  }

  // On the pad.
  enter(i) {
    if (i >= 0) this.api.put({ image: this.imageOf(i).slice(), name: this.nameOf(i) });
  }

  translate() {
    this.put.textContent = this.api.words.mapPut;
    if (this.points) this.pick(this.view.chosen);
  }
}
