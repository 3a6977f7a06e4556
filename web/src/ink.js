// ink.js - shows strokes on the pad's canvas. For the eye, and for recognition from
// canvas pixels; recognition from strokes never looks at it.

const PEN = 0.048; // diameter in widths of the pad
const MAX_SIDE = 1024; // sharp enough, and soon read where the pixels are recognised

function dot(context, { x, y }, side) {
  context.beginPath();
  context.arc(x * side, y * side, context.lineWidth / 2, 0, 2 * Math.PI);
  context.fill();
}

function trace(context, stroke, side) {
  if (stroke.length === 1) return dot(context, stroke[0], side); // a canvas leaves out lines of length 0
  const at = (p) => [p.x * side, p.y * side];
  context.beginPath();
  context.moveTo(...at(stroke[0]));
  // Quadratic curves from middle to middle, with the points as controls.
  for (let i = 1; i + 1 < stroke.length; i++) {
    const [x, y] = at(stroke[i]), [nx, ny] = at(stroke[i + 1]);
    context.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
  }
  context.lineTo(...at(stroke[stroke.length - 1]));
  context.stroke();
}

export class Ink {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  }

  // Matches the backing store to the screen. True where it changed.
  fit() {
    const css = this.canvas.clientWidth;
    const side = Math.min(Math.round(css * (window.devicePixelRatio || 1)), MAX_SIDE);
    if (side < 1 || side === this.canvas.width) return false;
    this.canvas.width = side;
    this.canvas.height = side;
    return true;
  }

  draw(strokes) {
    const { context, canvas } = this;
    const style = getComputedStyle(canvas);
    context.fillStyle = style.backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = context.strokeStyle = style.color;
    context.lineWidth = PEN * canvas.width;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    for (const stroke of strokes) trace(context, stroke, canvas.width);
  }

  pixels() {
    return this.context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}
