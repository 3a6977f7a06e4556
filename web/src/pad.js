// pad.js - pointer events of mouse, finger and pen become strokes of a Drawing.
//
// One pointer draws at a time. A pen takes over from a finger, and for a moment
// after a pen was near, fingers are taken for the palm of its hand.

const PALM_MS = 1000; // after the last sign of a pen
const PALM_WIDTH = 80; // CSS pixels; a fingertip touches less

export class Pad {
  // onChange is called after every change of the drawing.
  constructor(canvas, drawing, onChange) {
    this.canvas = canvas;
    this.drawing = drawing;
    this.onChange = onChange;
    this.active = null; // {id, type, stroke}
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
    this.capture(event.pointerId);
    this.active = {
      id: event.pointerId,
      type: event.pointerType,
      stroke: this.drawing.begin(this.place(event, this.canvas.getBoundingClientRect())),
    };
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
    this.active = null;
    this.onChange();
  }

  accepts(event) {
    if (event.button !== 0) return false;
    if (event.pointerType === 'touch') {
      if (event.timeStamp - this.penSeen < PALM_MS || event.width > PALM_WIDTH) return false;
    }
    return !this.active || (event.pointerType === 'pen' && this.active.type === 'touch');
  }

  notePen(event) {
    if (event.pointerType === 'pen') this.penSeen = event.timeStamp;
  }

  takeOver() {
    this.drawing.discard(this.active.stroke);
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
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.width };
  }

  extend(events) {
    const { stroke } = this.active;
    const box = this.canvas.getBoundingClientRect();
    const before = stroke.length;
    for (const event of events) {
      const point = this.place(event, box), last = stroke[stroke.length - 1];
      if ((point.x !== last.x || point.y !== last.y) && !this.full()) stroke.push(point);
    }
    if (stroke.length > before) this.onChange();
  }
}
