// arriving.js - strokes of the letter's pad, laid on the line.

const LEFT = 0.06, ROOM = 0.88; // of the line's width: where they begin, and how far they may go
const TALL = 0.45; // of its height

// strokes and what comes back in widths of their pads; aspect: the line's height by its width.
export function onLine(strokes, aspect) {
  const all = strokes.flat();
  const range = (axis) => [Math.min(...all.map((p) => p[axis])), Math.max(...all.map((p) => p[axis]))];
  const [left, right] = range('x'), [top, bottom] = range('y');
  const scale = Math.min((TALL * aspect) / Math.max(bottom - top, 0.01), ROOM / Math.max(right - left, 0.01));
  return strokes.map((stroke) => stroke.map((point) => ({ ...point, x: LEFT + (point.x - left) * scale, y: aspect / 2 + (point.y - (top + bottom) / 2) * scale })));
}
