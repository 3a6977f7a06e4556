// filters.js - the first layer's filters, as they form.
import { make } from '../../shared/dom.js';
import { Shades } from '../../shared/shades.js';
import { FILTERS, FILTER_SIDE } from './module.js';

export class Filters {
  constructor(api) {
    this.api = api;
    this.weights = null;
    this.title = make('h4');
    this.note = make('p.note');
    this.canvases = Array.from({ length: FILTERS }, () =>
      make('canvas', { width: FILTER_SIDE, height: FILTER_SIDE, role: 'img' }));
    this.root = make('section', this.title, make('div.train-filters', ...this.canvases), this.note);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.shades?.refresh();
      this.show(this.weights);
    });
  }

  // weights: (5, 5, 16), null: none yet.
  show(weights) {
    this.weights = weights;
    if (!weights) return;
    this.shades ??= new Shades(this.root);
    for (const [f, canvas] of this.canvases.entries()) {
      const own = Array.from({ length: FILTER_SIDE * FILTER_SIDE }, (_, i) => weights[i * FILTERS + f]);
      const peak = Math.max(...own.map(Math.abs)) || 1;
      const context = canvas.getContext('2d'), pixels = context.createImageData(FILTER_SIDE, FILTER_SIDE);
      new Uint32Array(pixels.data.buffer).set(own.map((value) => this.shades.word(value, peak)));
      context.putImageData(pixels, 0, 0);
    }
  }

  translate() {
    const { words, fill } = this.api;
    this.title.textContent = words.trainFilters;
    this.note.textContent = words.trainFiltersNote;
    for (const [i, canvas] of this.canvases.entries()) canvas.setAttribute('aria-label', fill(words.trainFilter, { i: i + 1 }));
  }
}
