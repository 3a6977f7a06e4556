// history.js - the strokes of a drawing, with undo and redo. A stroke is an array of
// {x, y} in widths of the pad, y down. Clearing can be undone like a stroke.
export class Drawing {
  constructor() {
    this.strokes = [];
    this.past = [];
    this.future = [];
  }

  // Starts a stroke and returns it, for the pen to append to.
  begin(point) {
    const stroke = [point];
    this.change([...this.strokes, stroke]);
    return stroke;
  }

  // Takes back a stroke that should never have begun.
  discard(stroke) {
    if (this.strokes[this.strokes.length - 1] === stroke) this.strokes = this.past.pop();
  }

  clear() {
    if (this.strokes.length) this.change([]);
  }

  undo() {
    if (!this.canUndo) return;
    this.future.push(this.strokes);
    this.strokes = this.past.pop();
  }

  redo() {
    if (!this.canRedo) return;
    this.past.push(this.strokes);
    this.strokes = this.future.pop();
  }

  change(strokes) {
    this.past.push(this.strokes);
    this.future = [];
    this.strokes = strokes;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }
}
