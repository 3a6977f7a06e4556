// ink.js - shows strokes, or a picture, on the pad's canvas. For the eye, and for
// recognition from canvas pixels; recognition from strokes never looks at it.

export const PEN = 0.048; // usual diameter in widths of the pad
const MAX_SIDE = 1024; // sharp enough, and soon read where the pixels are recognised
const MARGIN = 0.06; // around a picture
const PIXELS_SHOWN = 4; // a picture enlarged so much or more is shown with its pixels

const round = (v) => Math.round(v * 1000) / 1000;
const rim = ({ x, y, r }, angle) => `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`;
const arc = ({ r }, large, to) => `A${round(r)} ${round(r)} 0 ${large ? 1 : 0} 1 ${to}`;

function disc(c) {
  return `M${rim(c, 0)}${arc(c, false, rim(c, Math.PI))}${arc(c, false, rim(c, 0))}Z`;
}

// The convex hull of two discs: where a round nib goes from one to the other. Always turning the same
// way, so that parts of a path that overlap are filled as one.
function capsule(a, b) {
  const dx = b.x - a.x, dy = b.y - a.y, length = Math.hypot(dx, dy);
  if (length <= Math.abs(a.r - b.r)) return disc(a.r > b.r ? a : b);
  const way = Math.atan2(dy, dx), side = Math.acos((a.r - b.r) / length);
  return `M${rim(a, way + side)}${arc(a, side < Math.PI / 2, rim(a, way - side))}L${rim(b, way - side)}` +
    `${arc(b, side > Math.PI / 2, rim(b, way + side))}Z`;
}

// A stroke in a square of the given side, straight from point to point with a round nib, as the core draws it:
// {d, width}, an SVG path and how wide a line along it is; where the width varies with the pressure that a pen
// reports, or the stroke is a dot, the path is an outline to fill, and width 0.
export function trace(stroke, side, pen) {
  const [first] = stroke;
  const moves = stroke.some(({ x, y }) => x !== first.x || y !== first.y);
  if (moves && first.p === undefined) {
    return { d: `M${stroke.map(({ x, y }) => `${round(x * side)} ${round(y * side)}`).join('L')}`, width: pen * side };
  }
  const nib = stroke.map(({ x, y, p = 0.5 }) => ({ x: x * side, y: y * side, r: pen * side * (0.25 + p / 2) }));
  return { d: disc(nib[0]) + nib.slice(1).map((next, i) => capsule(nib[i], next)).join(''), width: 0 };
}

// Paints what trace() gives, its d as a Path2D.
export function paint(context, path, width, colour) {
  context.fillStyle = context.strokeStyle = colour;
  if (!width) return context.fill(path);
  Object.assign(context, { lineWidth: width, lineCap: 'round', lineJoin: 'round' });
  return context.stroke(path);
}

export class Ink {
  constructor(canvas) {
    this.canvas = canvas;
    this.maxSide = MAX_SIDE; // pixels that the canvas has at most, from left to right
    this.context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    this.pen = PEN;
    this.paths = new WeakMap(); // stroke -> {points, key, path, width}: finished strokes are not traced again
  }

  // Matches the backing store to the screen. True where it changed.
  fit() {
    const { clientWidth: wide, clientHeight: high } = this.canvas;
    const side = Math.min(Math.round(wide * (window.devicePixelRatio || 1)), this.maxSide);
    const height = Math.round(side * (high / wide));
    if (side < 1 || height < 1 || (side === this.canvas.width && height === this.canvas.height)) return false;
    this.canvas.width = side;
    this.canvas.height = height;
    return true;
  }

  traced(stroke) {
    const key = `${this.canvas.width} ${this.canvas.height} ${this.pen}`;
    const kept = this.paths.get(stroke);
    if (kept && kept.points === stroke.length && kept.key === key) return kept;
    const { d, width } = trace(stroke, this.canvas.width, this.pen);
    const traced = { points: stroke.length, key, path: new Path2D(d), width };
    this.paths.set(stroke, traced);
    return traced;
  }

  clear(paper) {
    this.context.fillStyle = paper;
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  // lit: strokes that are shown in the accent's colour.
  draw(strokes, lit = []) {
    const style = getComputedStyle(this.canvas);
    this.clear(style.backgroundColor);
    for (const stroke of strokes) {
      const { path, width } = this.traced(stroke);
      paint(this.context, path, width, lit.includes(stroke) ? style.accentColor : style.color);
    }
  }

  // Where a picture is shown: whole and in the middle, in pixels of the canvas.
  placeOf({ width, height }) {
    const side = this.canvas.width, scale = (side * (1 - 2 * MARGIN)) / Math.max(width, height);
    return { left: (side - width * scale) / 2, top: (side - height * scale) / 2, scale };
  }

  drawPicture(picture) {
    const { left, top, scale } = this.placeOf(picture);
    this.clear(getComputedStyle(this.canvas).backgroundColor);
    this.context.imageSmoothingEnabled = scale < PIXELS_SHOWN;
    if (picture.width) this.context.drawImage(picture, left, top, picture.width * scale, picture.height * scale);
  }

  pixels() {
    return this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}
