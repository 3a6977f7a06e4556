// minipad.js - the drawing and its answer once more, small, for a room far from the pad.
// It can be drawn on with mouse, finger and pen; the keys belong to the pad itself.
import { strings, percent } from '../strings/strings.js';
import { Pad } from './pad.js';

function make(tag, className) {
  const e = document.createElement(tag);
  e.className = className;
  return e;
}

export class MiniPad {
  constructor(page) {
    this.page = page;
    this.canvas = make('canvas', 'mini-pad');
    this.canvas.setAttribute('role', 'img');
    this.letter = make('b', 'mini-letter');
    this.sure = make('span', 'mini-sure');
    this.clear = make('button', '');
    this.other = make('button', '');
    this.clear.type = this.other.type = 'button';
    this.clear.addEventListener('click', () => page.tools.edit('clear'));
    this.other.addEventListener('click', () => page.tools.drawOne());
    const said = make('div', 'mini-said'), buttons = make('div', 'mini-buttons');
    said.append(this.letter, this.sure);
    buttons.append(this.clear, this.other);
    this.element = make('div', 'mini');
    this.element.append(this.canvas, said, buttons);
    this.context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    new ResizeObserver(() => {
      this.canvas.width = this.canvas.height = Math.round(this.canvas.clientWidth * (window.devicePixelRatio || 1));
      this.copy();
    }).observe(this.canvas);
    this.pad = new Pad(this.canvas, page.drawing, () => page.edited());
    this.pad.full = () => page.pad.full();
    // Whoever touches it takes over from a sample that is still being drawn.
    this.canvas.addEventListener('pointerdown', () => page.player.finish(), { capture: true });
    this.translate();
  }

  translate() {
    this.canvas.setAttribute('aria-label', strings.miniLabel);
    this.clear.textContent = strings.clear;
    this.other.textContent = strings.example;
  }

  update(answer) {
    this.copy();
    const known = answer && !answer.empty;
    const letter = known ? answer.letter : '', sure = known ? percent(answer.confidence) : strings.padHint;
    if (letter !== this.letter.textContent) this.letter.textContent = letter;
    if (sure !== this.sure.textContent) this.sure.textContent = sure;
  }

  // What the pad shows.
  copy() {
    const { width, height } = this.canvas;
    this.context.drawImage(this.page.ink.canvas, 0, 0, width, height);
  }
}
