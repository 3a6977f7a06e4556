// minipad.js - the drawing and its answer once more, small, for a room far from the pad.
// It can be drawn on with mouse, finger and pen; the keys belong to the pad itself.
import { strings, percent } from '../strings/strings.js';
import { make } from '../shared/dom.js';
import { areLetters, fitText } from '../shared/labels.js';

// What to draw, for a model of these classes.
export const padHint = (classes) => (areLetters(classes) ? strings.padHint : strings.padHintOther);

export class MiniPad {
  // clear() and example() are what its buttons do.
  constructor({ sheet, clear, example }) {
    this.sheet = sheet;
    this.canvas = make('canvas.mini-pad', { role: 'img' });
    this.letter = make('b.mini-letter');
    this.sure = make('span.mini-sure');
    this.clear = make('button', { type: 'button' });
    this.other = make('button', { type: 'button' });
    this.clear.addEventListener('click', clear);
    this.other.addEventListener('click', example);
    this.element = make('div.mini', this.canvas, make('div.mini-said', this.letter, this.sure),
      make('div.mini-buttons', this.clear, this.other));
    this.context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    new ResizeObserver(() => {
      this.canvas.width = this.canvas.height = Math.round(this.canvas.clientWidth * (window.devicePixelRatio || 1));
      this.copy();
    }).observe(this.canvas);
    sheet.addPad(this.canvas);
    this.translate();
  }

  translate() {
    this.canvas.setAttribute('aria-label', strings.miniLabel);
    this.clear.textContent = strings.clear;
    this.other.textContent = strings.example;
  }

  // classes: of the model in use.
  update(answer, classes) {
    this.copy();
    const known = answer && !answer.empty;
    const letter = known ? answer.letter : '', sure = known ? percent(answer.confidence) : padHint(classes);
    fitText(this.letter, letter);
    if (sure !== this.sure.textContent) this.sure.textContent = sure;
  }

  // What the pad shows.
  copy() {
    const { width, height } = this.canvas, { canvas } = this.sheet.ink;
    if (canvas.width) this.context.drawImage(canvas, 0, 0, width, height); // the pad has no size where it is not shown
  }
}
