// feature_maps.js - the feature maps of a layer side by side on one canvas, a pixel a value; and the
// last layer's logits as bars. Both choose a value by pointer and keys.
import { make } from '../../shared/dom.js';
import { widest } from '../../shared/labels.js';

const WIDE = 900; // from this width of the window on, small maps are shown larger

// CSS pixels of a value, by the side of its map.
function unit(side, zoom) {
  const wide = innerWidth >= WIDE;
  const usual = side > 20 ? 2 : side > 9 ? (wide ? 3 : 2) : side > 1 ? 4 : 8;
  return Math.round(usual * zoom);
}

// CSS pixels between maps: a whole number of values, so that a canvas pixel is one value.
const gapFor = (u) => (u === 2 ? 4 : u);

const STRIP = 128, STRIP_ROWS = 3, STRIP_UNIT = 3; // CSS pixels of a strip, a map of one row; its rows on the canvas

// How maps are laid out: CSS pixels of a canvas pixel (wide, high), canvas pixels of a map and from one to the next.
function layout({ rows, side }, zoom) {
  if (rows === 1 && side > 1) {
    const wide = (STRIP * zoom) / side;
    return { wide, high: STRIP_UNIT, rows: STRIP_ROWS, pitchX: side + Math.ceil(8 / wide), pitchY: STRIP_ROWS + 1 };
  }
  const u = unit(side, zoom), pitch = side + gapFor(u) / u;
  return { wide: u, high: u, rows: side, pitchX: pitch, pitchY: pitch };
}

// The cell that a key moves to from the one chosen; null for other keys.
export function moved(key, shift, { channel, y, x }, { rows, side, channels }) {
  const clip = (v, n) => Math.max(0, Math.min(n - 1, v));
  const map = (by) => ({ channel: clip(channel + by, channels), y, x });
  if (key === 'PageDown' || (side === 1 && /^Arrow(Right|Down)$/.test(key))) return map(1);
  if (key === 'PageUp' || (side === 1 && /^Arrow(Left|Up)$/.test(key))) return map(-1);
  if (shift && key === 'ArrowRight') return map(1);
  if (shift && key === 'ArrowLeft') return map(-1);
  if (key === 'Home') return { channel: 0, y, x };
  if (key === 'End') return { channel: channels - 1, y, x };
  const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  return by ? { channel, y: clip(y + by[0], rows), x: clip(x + by[1], side) } : null;
}

// element: a focusable box. on.point(cell or null) follows the pointer, on.choose(cell)
// comes of clicks and keys.
function listen(element, place, on, view) {
  element.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'touch') on.point(place(event));
  });
  element.addEventListener('pointerleave', () => on.point(null));
  element.addEventListener('click', (event) => on.choose(place(event), false));
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moved(event.key, event.shiftKey, view.cell, view);
    if (!to) return;
    event.preventDefault();
    on.choose(to, true);
  });
}

export class FeatureMaps {
  constructor(box, { rows, side, channels }, shades, on) {
    Object.assign(this, { box, rows, side, channels, shades });
    this.cell = { channel: 0, y: 0, x: 0 }; // where the keys go on from
    this.canvas = make('canvas');
    this.mark = make('div.inside-mark', { hidden: '' });
    box.append(this.canvas, this.mark);
    this.context = this.canvas.getContext('2d');
    this.columns = 0;
    this.at = layout(this, 1);
    listen(box, (event) => this.place(event), on, this);
  }

  // Lays the maps out for the width there is. True where that changed.
  fit(width, zoom) {
    const place = layout(this, zoom);
    const tile = place.pitchX * place.wide, gap = tile - this.side * place.wide;
    const columns = Math.max(1, Math.min(this.channels, Math.floor((width + gap) / tile)));
    if (columns === this.columns && place.wide === this.at.wide) return false;
    Object.assign(this, { columns, at: place });
    const lines = Math.ceil(this.channels / columns);
    this.canvas.width = columns * place.pitchX - (place.pitchX - this.side);
    this.canvas.height = lines * place.pitchY - (place.pitchY - place.rows);
    this.canvas.style.width = `${this.canvas.width * place.wide}px`;
    this.canvas.style.height = `${this.canvas.height * place.high}px`;
    this.image = this.context.createImageData(this.canvas.width, this.canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    return true;
  }

  // values: (rows, side, channels), or null for nothing; none is further from 0 than peak,
  // which has the full colour.
  paint(values, peak) {
    const { side, channels, columns, pixels, at, shades: { up, down } } = this;
    const width = this.canvas.width, scale = 255 / (peak || 1);
    for (let c = 0; c < channels; c++) {
      let to = Math.floor(c / columns) * at.pitchY * width + (c % columns) * at.pitchX;
      for (let y = 0, from = c; y < at.rows; y++, to += width - side) {
        if (this.rows === 1) from = c; // a strip shows its one row several times
        for (let x = 0; x < side; x++, from += channels, to++) {
          const v = values ? values[from] * scale : 0;
          pixels[to] = v < 0 ? down[-v | 0] : up[v | 0];
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    const { wide, high, pitchX, pitchY } = this.at;
    const column = Math.max(0, Math.min(this.columns - 1, Math.floor(x / (pitchX * wide))));
    const channel = Math.min(Math.max(0, Math.floor(y / (pitchY * high))) * this.columns + column, this.channels - 1);
    const inside = (v, from, last) => Math.max(0, Math.min(last, Math.floor(v - from)));
    return { channel, x: inside(x / wide, (channel % this.columns) * pitchX, this.side - 1),
      y: inside(y / high, Math.floor(channel / this.columns) * pitchY, this.rows - 1) };
  }

  // Frames the chosen map; null: none.
  select(cell) {
    this.mark.hidden = !cell;
    if (!cell) return;
    this.cell = cell;
    const { wide, high, rows, pitchX, pitchY } = this.at;
    this.mark.style.transform = `translate(${(cell.channel % this.columns) * pitchX * wide}px, ` +
      `${Math.floor(cell.channel / this.columns) * pitchY * high}px)`;
    this.mark.style.width = `${this.side * wide}px`;
    this.mark.style.height = `${rows * high}px`;
  }
}

// A bar a class, up from a line for what is above 0, down for what is below.
export class LogitBars {
  constructor(box, classes, on) {
    this.rows = this.side = 1;
    this.channels = classes.length;
    this.cell = { channel: 0, y: 0, x: 0 };
    this.bars = classes.map((letter) => {
      const fill = make('div');
      return { bar: make('div.inside-score', { title: letter }, make('div', fill), make('span', letter)), fill };
    });
    box.classList.add('inside-scores');
    box.style.setProperty('--characters', String(widest(classes)));
    box.append(...this.bars.map(({ bar }) => bar));
    const index = (event) => Math.max(0, this.bars.findIndex(({ bar }) => bar.contains(event.target)));
    listen(box, (event) => ({ channel: index(event), y: 0, x: 0 }), on, this);
  }

  fit() {
    return false;
  }

  paint(values, peak) {
    const best = values ? values.indexOf(Math.max(...values)) : -1;
    this.bars.forEach(({ bar, fill }, c) => {
      const share = values ? values[c] / (peak || 1) : 0;
      fill.style.transform = `scaleY(${share.toFixed(3)})`;
      bar.classList.toggle('below', share < 0);
      bar.classList.toggle('best', c === best);
    });
  }

  select(cell) {
    if (cell) this.cell = cell;
    this.bars.forEach(({ bar }, c) => bar.classList.toggle('chosen', c === cell?.channel));
  }
}
