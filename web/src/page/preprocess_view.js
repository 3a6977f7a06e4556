// preprocess_view.js - the preprocessing from the drawing to the network's 28 x 28, as pictures.
import { strings, fill } from '../strings/strings.js';
import { WAYS } from '../pad/keypen.js';

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

const inside = (v) => Math.max(0, Math.min(SIDE - 1, v));

export class PreprocessView {
  // Canvases of the three steps and the thumbnail; frame lies over the blurred one, pixel
  // over the image; probe is where a pixel's value is shown, say() speaks it.
  constructor({ ink, blurred, frame, image, pixel, thumb, probe, say }) {
    Object.assign(this, { ink, blurred, frame, image, pixel, thumb, probe, say });
    this.levels = new Uint8Array(SIDE * SIDE);
    this.at = { row: SIDE >> 1, column: SIDE >> 1 }; // of the pixel that is read
    this.isBlank = true; // as the page begins: nothing to paint
    for (const type of ['pointerdown', 'pointermove']) image.addEventListener(type, (event) => this.point(event));
    image.addEventListener('pointerleave', () => this.rest());
    image.addEventListener('keydown', (event) => this.key(event));
    image.addEventListener('focus', () => { if (image.matches(':focus-visible')) this.speak(); });
    image.addEventListener('blur', () => this.rest());
  }

  // steps: null where the image was given as it is.
  update(answer, steps) {
    this.levels = answer.image;
    if (answer.empty && this.isBlank) return undefined;
    this.isBlank = answer.empty;
    paint(this.thumb, answer.image, SIDE);
    paint(this.image, answer.image, SIDE);
    if (!steps) return this.blank();
    paint(this.ink, steps.ink, steps.side);
    paint(this.blurred, steps.blurred, steps.side);
    const { left, top, right, bottom } = steps.box;
    const style = this.frame.style;
    this.frame.hidden = right <= left;
    style.left = `${(100 * left) / steps.side}%`;
    style.top = `${(100 * top) / steps.side}%`;
    style.width = `${(100 * (right - left)) / steps.side}%`;
    style.height = `${(100 * (bottom - top)) / steps.side}%`;
    return undefined;
  }

  blank() {
    for (const canvas of [this.ink, this.blurred]) canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
    this.frame.hidden = true;
  }

  point(event) {
    const box = this.image.getBoundingClientRect();
    this.at = {
      row: inside(Math.floor((SIDE * (event.clientY - box.top)) / box.height)),
      column: inside(Math.floor((SIDE * (event.clientX - box.left)) / box.width)),
    };
    this.tell();
  }

  key(event) {
    const [dx, dy] = WAYS[event.key] ?? { Home: [-SIDE, 0], End: [SIDE, 0] }[event.key] ?? [];
    if (dx === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.at = { row: inside(this.at.row + dy), column: inside(this.at.column + dx) };
    this.speak();
  }

  // Tells the value of the pixel, and marks the pixel.
  tell() {
    const { row, column } = this.at;
    this.probe.textContent = fill(strings.stepValue,
      { row: row + 1, column: column + 1, value: this.levels[row * SIDE + column] });
    this.pixel.hidden = false;
    this.pixel.style.left = `${(100 * column) / SIDE}%`;
    this.pixel.style.top = `${(100 * row) / SIDE}%`;
  }

  speak() {
    this.tell();
    this.say(this.probe.textContent);
  }

  rest() {
    this.probe.textContent = strings.stepProbe;
    this.pixel.hidden = true;
  }
}
