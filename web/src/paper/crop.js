// crop.js - a frame over the picture, moved and drawn by pointer or arrow keys, for the part that is to be read.
import { make } from '../shared/dom.js';

const LEAST = 0.08, STEP = 0.02; // of the picture's side
const USUAL = [0.15, 0.15, 0.85, 0.85];
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const clip = (v, low, high) => Math.max(low, Math.min(high, v));

export class Crop {
  // read(part): the part is chosen, [left, top, right, bottom] in shares of the picture; end(): no longer open.
  constructor({ words, read, end }) {
    Object.assign(this, { words, read, end, part: USUAL });
    this.frame = make('div.crop-frame');
    this.corners = ['first', 'last'].map((which) => make(`button.crop-corner.${which}`, { type: 'button' }));
    this.done = make('button', { type: 'button' });
    this.cancel = make('button', { type: 'button' });
    this.area = make('div.crop-area', this.frame);
    this.frame.append(...this.corners);
    this.element = make('div.crop', { role: 'group', hidden: '' }, this.area, make('div.crop-buttons', this.done, this.cancel));
    this.done.addEventListener('click', () => {
      this.close();
      this.read(this.part);
    });
    this.cancel.addEventListener('click', () => this.close());
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    this.listen(this.frame, (dx, dy) => this.move(dx, dy));
    this.corners.forEach((corner, i) => this.listen(corner, (dx, dy) => this.stretch(i, dx, dy)));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open(part) {
    this.part = part ?? USUAL;
    this.element.hidden = false;
    this.show();
    this.corners[0].focus();
  }

  close() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.end();
  }

  // Dragging e, or arrow keys on it, call change(dx, dy) in shares of the picture.
  listen(e, change) {
    let last = null;
    e.addEventListener('pointerdown', (event) => {
      event.stopPropagation();
      e.setPointerCapture(event.pointerId);
      last = event;
    });
    e.addEventListener('pointermove', (event) => {
      if (!last) return;
      const { width, height } = this.area.getBoundingClientRect();
      change((event.clientX - last.clientX) / width, (event.clientY - last.clientY) / height);
      last = event;
    });
    for (const type of ['pointerup', 'pointercancel']) e.addEventListener(type, () => { last = null; });
    e.addEventListener('keydown', (event) => {
      const by = KEYS[event.key];
      if (!by || event.target !== e) return;
      event.preventDefault();
      change(by[0] * STEP, by[1] * STEP);
    });
  }

  move(dx, dy) {
    const [left, top, right, bottom] = this.part;
    const x = clip(dx, -left, 1 - right), y = clip(dy, -top, 1 - bottom);
    this.part = [left + x, top + y, right + x, bottom + y];
    this.show();
  }

  stretch(corner, dx, dy) {
    const [left, top, right, bottom] = this.part;
    this.part = corner === 0
      ? [clip(left + dx, 0, right - LEAST), clip(top + dy, 0, bottom - LEAST), right, bottom]
      : [left, top, clip(right + dx, left + LEAST, 1), clip(bottom + dy, top + LEAST, 1)];
    this.show();
  }

  show() {
    const [left, top, right, bottom] = this.part.map((v) => 100 * v), { style } = this.frame;
    Object.assign(style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  }

  // Where the picture lies, in shares of the pad.
  place(where) {
    for (const [side, value] of Object.entries(where)) this.area.style[side] = `${100 * value}%`;
  }

  translate() {
    const { words } = this;
    this.element.setAttribute('aria-label', words.cropLabel);
    this.corners.forEach((e, i) => e.setAttribute('aria-label', [words.cropFirst, words.cropLast][i]));
    this.done.textContent = words.cropDone;
    this.cancel.textContent = words.cropCancel;
  }
}
