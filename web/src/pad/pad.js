// pad.js - pointer events of mouse, finger and pen become strokes of a Drawing.
//
// web/src/pad/ is the drawing: made, undone, painted, read from files and saved.
//
// One pointer draws at a time. A pen takes over from a finger, and for a moment
// after a pen was near, fingers are taken for the palm of its hand.

const PALM_MS = 1000; // after the last sign of a pen
const PALM_WIDTH = 80; // CSS pixels; a fingertip touches less
const TAP = 4; // CSS pixels; a stroke that stays within so many was meant as a dot
const ERASER_BUTTON = 5; // event.button of a pen's eraser end, and
const ERASER_BUTTONS = 32; // its bit of event.buttons
const REACH = { mouse: 12, pen: 12, touch: 22 }; // of the eraser, in CSS pixels

export class Pad {
  // onChange is called after every change of the drawing.
  constructor(canvas, drawing, onChange) {
    this.canvas = canvas;
    this.drawing = drawing;
    this.onChange = onChange;
    this.erasing = false; // the tool in hand
    this.active = null; // {id, type, stroke}; without a stroke it erases
    this.penSeen = -Infinity;
    this.full = () => false; // no more points are taken where this says so
    const on = (type, method) => canvas.addEventListener(type, (event) => this[method](event));
    on('pointerdown', 'down');
    on('pointermove', 'move');
    on('pointerup', 'up');
    on('pointercancel', 'cancel');
    on('lostpointercapture', 'cancel');
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    canvas.addEventListener('dragstart', (event) => event.preventDefault());
  }

  get drawingNow() {
    return this.active !== null;
  }

  down(event) {
    this.notePen(event);
    if (!this.accepts(event)) return;
    event.preventDefault();
    if (this.active) this.takeOver();
    this.canvas.focus({ preventScroll: true });
    this.capture(event.pointerId);
    const erases = this.erasing || event.button === ERASER_BUTTON || (event.buttons & ERASER_BUTTONS) !== 0;
    this.start(event.pointerId, event.pointerType, this.place(event, this.canvas.getBoundingClientRect()), erases);
  }

  // Pen or eraser comes down at a point; id and type say whose it is.
  start(id, type, point, erases = this.erasing) {
    this.active = { id, type, stroke: null };
    if (erases) this.eraseAt(point);
    else this.active.stroke = this.drawing.begin(point);
    this.onChange();
  }

  move(event) {
    this.notePen(event);
    if (event.pointerId !== this.active?.id) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    this.extend(coalesced.length ? coalesced : [event]);
  }

  up(event) {
    if (event.pointerId !== this.active?.id) return;
    this.extend([event]);
    this.finish();
  }

  cancel(event) {
    if (event.pointerId === this.active?.id) this.finish();
  }

  // Ends the stroke in progress, keeping what there is of it.
  finish() {
    if (!this.active) return;
    const { stroke } = this.active;
    if (stroke && this.isTap(stroke)) stroke.length = 1;
    this.active = null;
    this.onChange();
  }

  // The core scales a letter to fill its square, so a trembling dot on its own would
  // become a scribble.
  isTap(stroke) {
    if (stroke.length < 2) return false;
    const extent = (axis) => {
      let low = Infinity, high = -Infinity;
      for (const p of stroke) {
        low = Math.min(low, p[axis]);
        high = Math.max(high, p[axis]);
      }
      return (high - low) * this.canvas.clientWidth;
    };
    return Math.max(extent('x'), extent('y')) < TAP;
  }

  accepts(event) {
    const { pointerType, button } = event;
    if (button !== 0 && !(pointerType === 'pen' && button === ERASER_BUTTON)) return false;
    if (pointerType === 'touch') {
      if (event.timeStamp - this.penSeen < PALM_MS || event.width > PALM_WIDTH) return false;
    }
    const type = this.active?.type;
    return !type || type === 'keys' || (pointerType === 'pen' && type === 'touch');
  }

  notePen(event) {
    if (event.pointerType === 'pen') this.penSeen = event.timeStamp;
  }

  takeOver() {
    if (this.active.type === 'keys') return this.finish();
    if (this.active.stroke) this.drawing.discard(this.active.stroke);
    this.active = null;
  }

  capture(pointerId) {
    try {
      this.canvas.setPointerCapture(pointerId);
    } catch {
      // The pointer is gone already, or a script made the event: the stroke still counts.
    }
  }

  place(event, box) {
    const point = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.width };
    if (event.pointerType === 'pen' && event.pressure > 0) point.p = event.pressure;
    return point;
  }

  eraseAt(point) {
    const reach = (REACH[this.active.type] ?? REACH.mouse) / this.canvas.clientWidth;
    return this.drawing.erase(point, reach);
  }

  extend(events) {
    const box = this.canvas.getBoundingClientRect();
    if (this.extendTo(events.map((event) => this.place(event, box)))) this.onChange();
  }

  // True where the drawing changed.
  extendTo(points) {
    const { stroke } = this.active;
    if (!stroke) return points.filter((point) => this.eraseAt(point)).length > 0;
    const before = stroke.length;
    for (const point of points) {
      const last = stroke[stroke.length - 1];
      if ((point.x !== last.x || point.y !== last.y) && !this.full()) stroke.push(point);
    }
    return stroke.length > before;
  }
}
