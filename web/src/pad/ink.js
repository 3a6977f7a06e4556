// ink.js - shows strokes, or a picture, on the pad's canvas. For the eye, and for
// recognition from canvas pixels; recognition from strokes never looks at it.
import { getStroke } from 'perfect-freehand';

export const PEN = 0.048; // usual diameter in widths of the pad
const MAX_SIDE = 1024; // sharp enough, and soon read where the pixels are recognised
const MARGIN = 0.06; // around a picture
const PIXELS_SHOWN = 4; // a picture enlarged so much or more is shown with its pixels

const round = (v) => Math.round(v * 100) / 100;

// The outline of a stroke as an SVG path in a square of the given side. Pressure
// varies the width where a pen reports it.
export function outline(stroke, side, pen) {
  const pressed = stroke[0].p !== undefined;
  const points = getStroke(stroke.map((p) => [p.x * side, p.y * side, p.p ?? 0.5]), {
    size: pen * side, thinning: pressed ? 0.5 : 0, smoothing: 0.5, streamline: 0.15,
    simulatePressure: false, last: true,
  });
  if (!points.length) return '';
  let path = `M${round(points[0][0])} ${round(points[0][1])}Q`;
  points.forEach(([x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length];
    path += `${round(x)} ${round(y)} ${round((x + nx) / 2)} ${round((y + ny) / 2)} `;
  });
  return `${path.trim()}Z`;
}

export class Ink {
  // maxSide: pixels that the canvas has at most, from left to right.
  constructor(canvas, maxSide = MAX_SIDE) {
    Object.assign(this, { canvas, maxSide });
    this.context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    this.pen = PEN;
    this.paths = new WeakMap(); // stroke -> {points, key, path}: finished strokes are not traced again
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

  path(stroke) {
    const key = `${this.canvas.width} ${this.pen}`;
    const kept = this.paths.get(stroke);
    if (kept && kept.points === stroke.length && kept.key === key) return kept.path;
    const path = new Path2D(outline(stroke, this.canvas.width, this.pen));
    this.paths.set(stroke, { points: stroke.length, key, path });
    return path;
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
      this.context.fillStyle = lit.includes(stroke) ? style.accentColor : style.color;
      this.context.fill(this.path(stroke));
    }
  }

  // A picture, whole and in the middle.
  drawPicture(picture) {
    this.clear(getComputedStyle(this.canvas).backgroundColor);
    const room = this.canvas.width * (1 - 2 * MARGIN);
    const scale = room / Math.max(picture.width, picture.height);
    const width = picture.width * scale, height = picture.height * scale;
    const side = this.canvas.width;
    this.context.imageSmoothingEnabled = scale < PIXELS_SHOWN;
    this.context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
  }

  pixels() {
    return this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}
