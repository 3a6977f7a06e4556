// curves.js - lines over epochs as SVG, with a slider that reads them out.
import { draw, make } from '../../shared/dom.js';

const WIDTH = 520, HEIGHT = 230, LEFT = 44, RIGHT = 14, TOP = 12, BOTTOM = 34;
const DASHES = ['', '7 4', '2 4']; // no line differs by its colour alone

// About four round steps from low to high.
export function ticks(low, high) {
  const raw = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const out = [];
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) out.push(Number(v.toPrecision(12)));
  return out;
}

// series: [{name, values}], values by epoch, the first epoch's first; read(v) words a value.
export class Curves {
  constructor({ title, series, read, chosen }) {
    Object.assign(this, { title, read, chosen });
    this.series = series.filter(({ values }) => values.every(Number.isFinite));
    this.n = Math.max(...this.series.map(({ values }) => values.length));
    const all = this.series.flatMap(({ values }) => values).sort((a, b) => a - b);
    // The first epochs may lie far off; the picture is for the rest.
    this.low = all[Math.floor(all.length * 0.02)];
    this.high = all[Math.ceil(all.length * 0.98) - 1];
    this.marker = draw('line', { class: 'curve-marker', y1: TOP, y2: HEIGHT - BOTTOM });
    this.dots = this.series.map((_, i) => draw('circle', { class: `curve-dot curve-${i}`, r: 4 }));
    this.svg = draw('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'curve', role: 'img', 'aria-label': title });
    this.legend = make('ul.curve-legend');
    this.root = make('figure.curve-figure', make('figcaption', title), this.svg, this.legend);
    this.paint();
  }

  x(epoch) {
    return LEFT + ((epoch - 1) / Math.max(1, this.n - 1)) * (WIDTH - LEFT - RIGHT);
  }

  y(value) {
    const share = (value - this.low) / (this.high - this.low || 1);
    return HEIGHT - BOTTOM - Math.max(-0.02, Math.min(1.02, share)) * (HEIGHT - TOP - BOTTOM);
  }

  paint() {
    const text = (x, y, anchor, content) => draw('text', { x, y, 'text-anchor': anchor }, content);
    const rows = ticks(this.low, this.high).flatMap((v) => [
      draw('line', { class: 'curve-grid', x1: LEFT, x2: WIDTH - RIGHT, y1: this.y(v), y2: this.y(v) }),
      text(LEFT - 6, this.y(v) + 4, 'end', this.read(v, true))]);
    const columns = ticks(1, this.n).filter(Number.isInteger).map((e) => text(this.x(e), HEIGHT - BOTTOM + 18, 'middle', String(e)));
    const lines = this.series.map(({ values }, i) => draw('polyline', { class: `curve-line curve-${i}`, 'stroke-dasharray': DASHES[i],
      points: values.map((v, k) => `${this.x(k + 1).toFixed(1)},${this.y(v).toFixed(1)}`).join(' ') }));
    this.svg.replaceChildren(...rows, ...columns, this.marker, ...lines, ...this.dots);
  }

  // Marks an epoch and says its values.
  mark(epoch) {
    for (const end of ['x1', 'x2']) this.marker.setAttribute(end, this.x(epoch));
    this.series.forEach(({ values }, i) => {
      this.dots[i].setAttribute('cx', this.x(epoch));
      this.dots[i].setAttribute('cy', this.y(values[epoch - 1]));
    });
    this.legend.replaceChildren(...this.series.map(({ name, values }, i) => make('li',
      draw('svg', { viewBox: '0 0 30 8', class: 'curve-key', 'aria-hidden': 'true' },
        draw('line', { class: `curve-line curve-${i}`, x1: 0, x2: 30, y1: 4, y2: 4, 'stroke-dasharray': DASHES[i] })),
      make('span', `${name}: `), make('b', this.read(values[epoch - 1])))));
  }
}
