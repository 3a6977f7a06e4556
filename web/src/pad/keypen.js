// keypen.js - drawing with the arrow keys while the pad has the focus.

const STEP = 1 / 40, FINE = 1 / 160; // in widths of the pad
export const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TYPE = 'keys';

export class KeyPen {
  // cursor: the element that shows where the pen is.
  constructor(canvas, cursor, pad) {
    Object.assign(this, { canvas, cursor, pad });
    this.at = { x: 0.5, y: 0.5 }; // in shares of the pad's sides
    this.held = new Set(); // arrow keys that are down: two make a slanting line
    canvas.addEventListener('keydown', (event) => this.key(event));
    canvas.addEventListener('keyup', (event) => this.held.delete(event.key));
    canvas.addEventListener('focus', () => this.show(canvas.matches(':focus-visible')));
    canvas.addEventListener('blur', () => this.leave());
    canvas.addEventListener('pointerdown', () => {
      canvas.part.add('by-pointer'); // no ring around a pad that is drawn on
      this.show(false);
    });
  }

  // Height of the pad by its width.
  get aspect() {
    return this.canvas.clientHeight / this.canvas.clientWidth || 1; // it may not be shown
  }

  // The same place in widths of the pad, as strokes are.
  get point() {
    return { x: this.at.x, y: this.at.y * this.aspect };
  }

  get down() {
    return this.pad.active?.type === TYPE;
  }

  key(event) {
    this.canvas.part.remove('by-pointer');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in WAYS) {
      this.held.add(event.key);
      this.go(event.shiftKey ? FINE : STEP);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (!event.repeat) this.toggle();
    } else {
      return;
    }
    event.preventDefault();
  }

  go(step) {
    const inside = (v) => Math.max(0, Math.min(1, v));
    let { x, y } = this.at;
    for (const key of this.held) {
      x += step * WAYS[key][0];
      y += (step / this.aspect) * WAYS[key][1];
    }
    this.at = { x: inside(x), y: inside(y) };
    if (this.down && this.pad.extendTo([this.point])) this.pad.onChange();
    this.show(true);
  }

  toggle() {
    if (this.down) this.pad.finish();
    else if (!this.pad.active) this.pad.start(TYPE, TYPE, this.point);
    if (this.down && this.pad.erasing) this.pad.finish();
    this.show(true);
  }

  leave() {
    this.canvas.part.remove('by-pointer');
    this.held.clear();
    if (this.down) this.pad.finish();
    this.show(false);
  }

  show(visible) {
    this.cursor.hidden = !visible;
    this.cursor.style.left = `${100 * this.at.x}%`;
    this.cursor.style.top = `${100 * this.at.y}%`;
    this.cursor.part.toggle('down', this.down);
  }
}
