// view.js - the map's picture: points, names of the classes among them, and the drawing of the pad. moving.js moves it.
import { make } from '../../shared/dom.js';
import { Shades } from '../../shared/shades.js';
import { classColours, css, word } from './colours.js';
import { Stamps } from './stamps.js';

const SIDE = 28, PIXELS = SIDE * SIDE;
const MARGIN = 0.06; // of the canvas, around the map
const ABOVE = 13, ARM = 4; // a class's name, above its middle; of the cross at a centre
const FEW = 90, THUMB = 30; // so few points in sight are shown as their images, of this size

export class MapView {
  constructor() {
    Object.assign(this, { points: null, at: null, chosen: -1, only: -1, byAnswer: false, drawing: null, queued: false });
    this.canvas = make('canvas.map-canvas', { tabindex: '0', role: 'application' });
    this.context = this.canvas.getContext('2d');
    this.stamps = new Stamps();
    this.thumbs = new Map();
    this.view = { zoom: 1, x: 0.5, y: 0.5 }; // the middle of the picture, in shares of the map
    this.listen();
  }

  listen() {
    new ResizeObserver(() => this.schedule()).observe(this.canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour());
  }

  // ---- What is shown ----

  show(points) {
    Object.assign(this, { points, at: null, chosen: -1, only: -1, drawing: null });
    this.thumbs.clear();
    this.recolour();
  }

  // Positions (n, 2); the frame of the map is theirs. centres: [x, y] or null of each class, null: the middle of its points.
  place(at, centres = null) {
    Object.assign(this, { at, centres });
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < at.length; i += 2) {
      left = Math.min(left, at[i]);
      right = Math.max(right, at[i]);
      top = Math.min(top, at[i + 1]);
      bottom = Math.max(bottom, at[i + 1]);
    }
    this.frame = { x: (left + right) / 2, y: (top + bottom) / 2, width: Math.max(right - left, 1e-6), height: Math.max(bottom - top, 1e-6) };
    this.middles = null;
    this.schedule();
  }

  // The drawing of the pad: {at: [x, y], text}, null for none.
  draw(drawing) {
    this.drawing = drawing;
    this.schedule();
  }

  fit() {
    this.view = { zoom: 1, x: 0.5, y: 0.5 };
    this.schedule();
  }

  recolour() {
    this.shades ??= new Shades(this.canvas);
    this.shades.refresh();
    if (!this.points) return;
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    this.colours = classColours(this.points.classes.length, dark);
    this.tones = this.colours.map(word);
    this.thumbs.clear();
    this.schedule();
  }

  schedule() {
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.paint();
    });
  }

  // ---- Where things are: in CSS pixels of the canvas ----

  // {scale, x, y}: a place of the map lies at its coordinates times scale, plus x and y.
  get fitted() {
    const { clientWidth: width, clientHeight: height } = this.canvas, { frame, view } = this;
    const scale = Math.min(width / frame.width, height / frame.height) * (1 - 2 * MARGIN) * view.zoom;
    const middle = { x: frame.x + (view.x - 0.5) * frame.width, y: frame.y + (view.y - 0.5) * frame.height };
    return { scale, x: width / 2 - middle.x * scale, y: height / 2 - middle.y * scale };
  }

  spot(x, y, { scale, x: ox, y: oy } = this.fitted) {
    return [x * scale + ox, y * scale + oy];
  }

  spotOf(i) {
    return this.spot(this.at[2 * i], this.at[2 * i + 1]);
  }

  isShown(i) {
    return this.only < 0 || this.points.targets[i] === this.only;
  }

  // The point nearest to x, y, by a cost of its offset; -1 for none.
  seek(x, y, cost) {
    let best = -1, least = Infinity;
    const { fitted, at } = this;
    for (let i = 0; i < this.points.n; i++) {
      if (!this.isShown(i)) continue;
      const value = cost(at[2 * i] * fitted.scale + fitted.x - x, at[2 * i + 1] * fitted.scale + fitted.y - y, i);
      if (value < least) [best, least] = [i, value];
    }
    return best;
  }

  // ---- Painting ----

  paint() {
    const { canvas, context, points } = this, ratio = devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) return;
    this.shades ??= new Shades(canvas);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (!this.image || this.image.width !== width || this.image.height !== height) this.image = context.createImageData(width, height);
    const raster = new Uint32Array(this.image.data.buffer);
    raster.fill(word(this.shades.colours.paper));
    if (!points || !this.at) {
      context.putImageData(this.image, 0, 0);
      return;
    }
    const near = this.visible(raster, width, height, ratio);
    context.putImageData(this.image, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (near.length <= FEW) for (const i of near) this.paintThumb(i);
    this.paintNames();
    this.paintChosen();
    this.paintDrawing();
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  // Stamps all points; returns those in sight, where they are few.
  visible(raster, width, height, ratio) {
    const { at, points: { n, targets, answers }, stamps } = this;
    const { scale, x: ox, y: oy } = this.fitted;
    stamps.size(Math.min(5, (n > 8000 ? 1.2 : n > 2000 ? 1.7 : 2.6) * Math.sqrt(this.view.zoom)) * ratio);
    const quiet = word(this.shades.colours.line), near = [];
    for (let pass = this.only < 0 ? 1 : 0; pass < 2; pass++) { // those that are not asked for lie below
      for (let i = 0; i < n; i++) {
        if (Number(this.isShown(i)) !== pass) continue;
        const x = (at[2 * i] * scale + ox) * ratio, y = (at[2 * i + 1] * scale + oy) * ratio;
        if (pass && near.length <= FEW && x >= 0 && y >= 0 && x < width && y < height) near.push(i);
        const c = this.byAnswer ? answers[i] : targets[i];
        stamps.put(raster, width, height, x, y, pass ? this.tones[c] : quiet, pass && targets[i] !== answers[i]);
      }
    }
    return near;
  }

  // A point's image in its class's colour.
  thumb(i) {
    if (this.thumbs.has(i)) return this.thumbs.get(i);
    const { points } = this, canvas = make('canvas', { width: SIDE, height: SIDE });
    const context = canvas.getContext('2d'), pixels = context.createImageData(SIDE, SIDE);
    const colour = this.colours[this.byAnswer ? points.answers[i] : points.targets[i]];
    for (let p = 0; p < PIXELS; p++) pixels.data.set([...colour, points.images[i * PIXELS + p]], 4 * p);
    context.putImageData(pixels, 0, 0);
    if (this.thumbs.size > 2000) this.thumbs.clear();
    this.thumbs.set(i, canvas);
    return canvas;
  }

  paintThumb(i) {
    const { context, points } = this, [x, y] = this.spotOf(i), { paper, against } = this.shades.colours;
    context.fillStyle = css(paper);
    context.fillRect(x - THUMB / 2, y - THUMB / 2, THUMB, THUMB);
    context.drawImage(this.thumb(i), x - THUMB / 2, y - THUMB / 2, THUMB, THUMB);
    if (points.targets[i] === points.answers[i]) return;
    context.strokeStyle = css(against);
    context.lineWidth = 2;
    context.strokeRect(x - THUMB / 2, y - THUMB / 2, THUMB, THUMB);
  }

  // The middle of each class, for its name: the median of its points.
  findMiddles() {
    const { at, points: { n, classes, targets } } = this, own = classes.map(() => [[], []]);
    for (let i = 0; i < n; i++) own[targets[i]].forEach((list, axis) => list.push(at[2 * i + axis]));
    this.middles = own.map(([xs, ys]) => (xs.length ? [xs, ys].map((list) => list.sort((a, b) => a - b)[list.length >> 1]) : null));
  }

  // At the centres where they are known.
  paintNames() {
    if (!this.middles) this.findMiddles();
    const { context } = this;
    Object.assign(context, { font: '600 15px system-ui, sans-serif', textAlign: 'center', textBaseline: 'middle', lineJoin: 'round' });
    this.middles.forEach((middle, c) => {
      const centre = this.centres?.[c];
      if (!(centre ?? middle) || (this.only >= 0 && this.only !== c)) return;
      const [x, y] = this.spot(...(centre ?? middle)), { text } = this.shades.colours;
      if (centre) this.cross(x, y, text);
      this.halo(this.points.classes[c], x, y - ABOVE, text);
    });
  }

  cross(x, y, colour) {
    const { context } = this;
    for (const [width, tone] of [[3.5, css(this.shades.colours.paper)], [1.5, css(colour)]]) {
      Object.assign(context, { lineWidth: width, strokeStyle: tone });
      context.beginPath();
      for (const [dx, dy] of [[ARM, 0], [0, ARM]]) {
        context.moveTo(x - dx, y - dy);
        context.lineTo(x + dx, y + dy);
      }
      context.stroke();
    }
  }

  halo(text, x, y, colour) {
    const { context } = this;
    Object.assign(context, { strokeStyle: css(this.shades.colours.paper), fillStyle: css(colour), lineWidth: 4 });
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  ring(x, y, radius, colour) {
    const { context } = this;
    for (const [width, tone] of [[6, this.shades.colours.paper], [3, colour]]) {
      Object.assign(context, { lineWidth: width, strokeStyle: css(tone) });
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  paintChosen() {
    if (this.chosen >= 0) this.ring(...this.spotOf(this.chosen), 9, this.shades.colours.text);
  }

  paintDrawing() {
    if (!this.drawing) return;
    const [x, y] = this.spot(...this.drawing.at), { accent } = this.shades.colours, { context } = this;
    this.ring(x, y, 14, accent);
    this.ring(x, y, 3, accent);
    context.font = '700 22px Georgia, serif';
    this.halo(this.drawing.text, x, y - 28, accent);
  }
}
