// controls.js - how the map is laid out, coloured and picked from.
import { make, makeChoice } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

export const HOWS = ['umap', 'pca'], SPACES = ['features', 'pixels'];
const LIMITS = [1000, 5000, 20000], LIMIT = 5000; // points of a file

export class Controls {
  // layOut({how} or {space}), colour('target' | 'answer'), only(class, -1 for all) and limit() are called for each change.
  constructor(api, { layOut, colour, only, limit }) {
    this.api = api;
    this.hows = makeChoice('map-how', HOWS, HOWS[0], (how) => layOut({ how }));
    this.spaces = makeChoice('map-space', SPACES, SPACES[0], (space) => layOut({ space }));
    this.colours = makeChoice('map-colour', ['target', 'answer'], 'target', colour);
    const field = (id) => {
      const select = make('select', { id }), label = make('label', { for: id });
      return { select, label, root: make('p.map-field', label, select) };
    };
    this.only = field('map-only');
    this.limits = field('map-limit');
    this.limits.root.hidden = true;
    this.only.select.addEventListener('change', () => only(Number(this.only.select.value)));
    this.limits.select.addEventListener('change', limit);
    this.root = make('div.map-choices', this.hows.element, this.spaces.element, this.colours.element, this.only.root, this.limits.root);
  }

  // Points at most, of files.
  get limit() {
    return Number(this.limits.select.value) || LIMIT;
  }

  ofFiles(files) {
    this.limits.root.hidden = !files;
  }

  // The classes of the points, of which one is picked out, -1 for none.
  offer({ classes, targets }, chosen) {
    const there = new Set(targets);
    this.only.select.replaceChildren(make('option', { value: '-1' }, this.api.words.mapEvery),
      ...classes.flatMap((text, c) => (there.has(c) ? [make('option', { value: c }, text)] : [])));
    this.only.select.value = chosen;
  }

  translate() {
    const { words, strings } = this.api, { limit } = this;
    const choices = [[this.hows, words.mapHow, [words.mapUmap, words.mapPca]], [this.spaces, words.mapSpace, [words.mapFeatures, words.mapPixels]],
      [this.colours, words.mapColour, [words.mapTarget, words.mapAnswer]]];
    for (const [{ legend, texts }, title, names] of choices) {
      legend.textContent = title;
      names.forEach((text, i) => { texts[i].textContent = text; });
    }
    this.only.label.textContent = words.mapOnly;
    this.limits.label.textContent = words.mapLimit;
    this.limits.select.replaceChildren(...LIMITS.map((value) => make('option', { value }, grouped(value, strings.thousands))));
    this.limits.select.value = limit;
  }
}
