// minipad.js - the drawing and its answer once more, small, for a room far from the pad.
// It can be drawn on with mouse, finger and pen; the keys belong to the pad itself.
import { strings, percent } from './strings.js';
import { Ink } from './ink.js';
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
    this.ink = new Ink(this.canvas);
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
    const { page, ink } = this;
    ink.fit();
    ink.pen = page.ink.pen;
    if (page.picture) ink.drawPicture(page.picture.canvas);
    else ink.draw(page.drawing.strokes);
    const known = answer && !answer.empty;
    this.letter.textContent = known ? answer.letter : '';
    this.sure.textContent = known ? percent(answer.confidence) : strings.padHint;
  }
}
