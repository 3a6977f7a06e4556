// figures.js - numbers as small pictures, with a frame over a part of them.
import { FEATURES } from '../../shared/trace.js';
import { make, say } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

const NUMBERED = 3; // kernels up to this side are written in figures

const percent = (v, of) => `${(100 * v) / of}%`;

// A frame over a picture of so many rows and columns; low and high inclusive.
export function frame(e, { top, left, bottom, right }, rows, side) {
  e.style.top = percent(top, rows);
  e.style.left = percent(left, side);
  e.style.width = percent(right - left + 1, side);
  e.style.height = percent(bottom - top + 1, rows);
}

// The trace on its side: a row a feature, a column a point.
export const feature = (trace, i, points) => trace[(i % points) * FEATURES + Math.floor(i / points)];

export function picture(className) {
  const canvas = make('canvas'), mark = make('div.inside-frame'), caption = make('figcaption');
  const stage = make('div.inside-stage', canvas, mark);
  return { figure: make(`figure.${className}`, stage, caption), stage, canvas, mark, caption };
}

// Numbers (rows, side) as pixels of a canvas.
export function paint(canvas, rows, side, shades, valueOf, peak) {
  if (canvas.width !== side || canvas.height !== rows) Object.assign(canvas, { width: side, height: rows });
  const context = canvas.getContext('2d');
  const image = context.createImageData(side, rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = shades.word(valueOf(i), peak || 1);
  context.putImageData(image, 0, 0);
}

// A window of numbers: in figures where it is small, else in colours alone.
export class Window {
  constructor({ kernelRows, kernel }, shades) {
    Object.assign(this, { shades, rows: kernelRows, kernel });
    if (kernel <= NUMBERED) {
      this.colours = [];
      this.cells = Array.from({ length: kernelRows * kernel }, () => make('span'));
      this.element = make(`div.inside-window.k${kernel}`, ...this.cells);
    } else {
      this.element = make('canvas.inside-window');
    }
  }

  show(values, peak) {
    if (!this.cells) return paint(this.element, this.rows, this.kernel, this.shades, (i) => values[i], peak);
    return this.cells.forEach((cell, i) => {
      say(cell, grouped(values[i]));
      const colour = this.shades.soft(values[i], peak);
      if (colour !== this.colours[i]) cell.style.background = this.colours[i] = colour;
    });
  }
}
