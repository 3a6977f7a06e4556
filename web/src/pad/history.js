// history.js - the strokes of a drawing, with undo and redo. A stroke is an array of
// {x, y} in widths of the pad, y down, with the pen's pressure p (0..1) where there is
// one. Clearing can be undone like a stroke.

// Squared distance of a point from a segment.
function distance2(point, a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const along = length2 ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / length2 : 0;
  const t = Math.max(0, Math.min(1, along));
  return (a.x + t * dx - point.x) ** 2 + (a.y + t * dy - point.y) ** 2;
}

function touches(stroke, point, reach) {
  return stroke.some((p, i) => distance2(point, stroke[Math.max(i - 1, 0)], p) <= reach * reach);
}

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

  // Takes away every stroke within reach of the point; true where there was one.
  erase(point, reach) {
    const left = this.strokes.filter((stroke) => !touches(stroke, point, reach));
    if (left.length === this.strokes.length) return false;
    this.change(left);
    return true;
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

  // All that was drawn, also what undo and redo bring back, becomes larger by a factor.
  scale(factor) {
    for (const stroke of new Set([...this.past, this.strokes, ...this.future].flat())) {
      for (const point of stroke) {
        point.x *= factor;
        point.y *= factor;
      }
    }
  }

  // How many changes it is away from nothing.
  get steps() {
    return this.past.length;
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }
}
