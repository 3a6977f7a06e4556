// seen.js - the road from the drawing to the network's 28 x 28, as pictures.
import { strings, fill } from './strings.js';

const SIDE = 28;

// Grey levels as ink of the theme's colour on nothing.
function paint(canvas, levels, side) {
  const context = canvas.getContext('2d');
  const [r, g, b] = getComputedStyle(canvas).color.match(/[\d.]+/g).map(Number);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const image = context.createImageData(side, side);
  const words = new Uint32Array(image.data.buffer);
  const ink = r | (g << 8) | (b << 16); // the bytes r g b a, lowest first
  for (let i = 0; i < levels.length; i++) words[i] = ink | (levels[i] << 24);
  context.putImageData(image, 0, 0);
}

export class Seen {
  // Canvases of the three steps and the thumbnail; the frame lies over the blurred
  // one; probe is where a pixel's value is told.
  constructor({ ink, blurred, frame, image, thumb, probe }) {
    Object.assign(this, { ink, blurred, frame, image, thumb, probe });
    this.levels = new Uint8Array(SIDE * SIDE);
    image.addEventListener('pointermove', (event) => this.tell(event));
    image.addEventListener('pointerleave', () => { probe.textContent = strings.stepProbe; });
  }

  update(answer, steps) {
    this.levels = answer.image;
    paint(this.thumb, answer.image, SIDE);
    paint(this.image, answer.image, SIDE);
    if (!steps) return;
    paint(this.ink, steps.ink, steps.side);
    paint(this.blurred, steps.blurred, steps.side);
    const { left, top, right, bottom } = steps.box;
    const style = this.frame.style;
    this.frame.hidden = right <= left;
    style.left = `${(100 * left) / steps.side}%`;
    style.top = `${(100 * top) / steps.side}%`;
    style.width = `${(100 * (right - left)) / steps.side}%`;
    style.height = `${(100 * (bottom - top)) / steps.side}%`;
  }

  tell(event) {
    const box = this.image.getBoundingClientRect();
    const index = (offset, length) => Math.max(0, Math.min(SIDE - 1, Math.floor((SIDE * offset) / length)));
    const column = index(event.clientX - box.left, box.width);
    const row = index(event.clientY - box.top, box.height);
    this.probe.textContent = fill(strings.stepValue,
      { row: row + 1, column: column + 1, value: this.levels[row * SIDE + column] });
  }
}
