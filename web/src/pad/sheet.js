// sheet.js - what lies on the pad: the drawing, or a picture shown instead of it; and all that
// draws there: pointers, arrow keys, and samples that draw themselves.
import { Drawing } from './history.js';
import { Ink } from './ink.js';
import { KeyPen } from './keypen.js';
import { Pad } from './pad.js';
import { Player } from './samples.js';

const SPARE_POINTS = 64; // kept free, so that a full drawing can still be ended

export class Sheet {
  // canvas: the pad; cursor: the element that shows where the arrow keys draw; changed() is called
  // after every change.
  constructor({ canvas, cursor, changed }) {
    this.changed = changed;
    this.drawing = new Drawing();
    this.picture = null; // {canvas, pixels}, or {canvas, image} of the network's 28 x 28
    this.maxPoints = Infinity; // that the recogniser has room for
    this.lit = []; // strokes in the accent's colour
    this.ink = new Ink(canvas);
    this.player = new Player(this.drawing, () => this.edited());
    this.pad = this.addPad(canvas);
    this.keyPen = new KeyPen(canvas, cursor, this.pad);
  }

  get strokes() {
    return this.drawing.strokes;
  }

  get blank() {
    return this.strokes.length === 0 && this.picture === null;
  }

  // A canvas that is drawn on. Whoever touches it takes over from a sample that is still being drawn.
  addPad(canvas) {
    const pad = new Pad(canvas, this.drawing, () => this.edited());
    pad.full = () => this.strokes.reduce((sum, s) => sum + s.length, SPARE_POINTS) > this.maxPoints;
    for (const type of ['pointerdown', 'keydown']) {
      canvas.addEventListener(type, () => this.player.finish(), { capture: true });
    }
    return pad;
  }

  // The drawing changed, so a picture that was shown has had its time.
  edited() {
    this.picture = null;
    this.changed();
  }

  // Ends what is being drawn.
  finish() {
    this.pad.finish();
    this.player.finish();
  }

  // 'undo', 'redo' or 'clear'; instead of a picture, clearing shows the drawing again.
  edit(what) {
    this.finish();
    if (!this.picture || what !== 'clear') this.drawing[what]();
    this.edited();
  }

  // Another drawing in the place of this one.
  replace(strokes) {
    this.finish();
    this.drawing.change(strokes);
    this.edited();
  }

  // The same, drawn before the reader's eyes.
  play(strokes) {
    this.pad.finish();
    this.player.play(strokes);
  }

  show(picture) {
    this.finish();
    this.picture = picture;
    this.changed();
  }

  paint() {
    if (this.picture) this.ink.drawPicture(this.picture.canvas);
    else this.ink.draw(this.strokes, this.lit);
  }
}
