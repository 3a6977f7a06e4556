// samples.js - the images of the opened files, a page at a time: all, those read wrong, or those of
// one cell of the confusion matrix.
import { make, paintImage } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

const PAGE = 40; // images at once

export class Samples {
  // ask({type: 'page', ...}) has the evaluation send a page, which show() takes.
  constructor(api, ask) {
    Object.assign(this, { api, ask, classes: [], cell: null, page: null, which: 'all', from: 0 });
    this.label = make('label', { for: 'emnist-show' });
    this.select = make('select', { id: 'emnist-show' });
    this.back = make('button', { type: 'button' });
    this.next = make('button', { type: 'button' });
    this.place = make('span.emnist-place', { role: 'status' });
    this.legend = make('p.note.emnist-legend');
    this.grid = make('ol.emnist-grid');
    this.root = make('div', make('div.emnist-pager', this.label, this.select, this.back, this.next, this.place), this.legend, this.grid);
    this.select.addEventListener('change', () => this.turn(this.select.value === 'cell' ? this.cell : this.select.value, 0));
    this.back.addEventListener('click', () => this.step(-PAGE));
    this.next.addEventListener('click', () => this.step(PAGE));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
  }

  // Files were opened whose letters have these classes.
  open(classes) {
    this.classes = classes;
    this.cell = null;
    this.fill();
    this.turn('all', 0);
  }

  // Other files, or another model: what was shown is no longer so.
  forget() {
    this.page = null;
  }

  // The images of one cell {t, a} of the matrix.
  pick(cell) {
    this.cell = cell;
    this.fill();
    this.turn(cell, 0);
  }

  // The answers changed.
  refresh() {
    this.turn(this.which, this.from);
  }

  turn(which, from) {
    Object.assign(this, { which, from });
    this.choose();
    this.ask({ type: 'page', which, from, length: PAGE });
  }

  step(by) {
    const to = this.from + by;
    if (to >= 0 && to < (this.page?.total ?? 0)) this.turn(this.which, to);
  }

  choose() {
    this.select.value = typeof this.which === 'string' ? this.which : 'cell';
  }

  fill() {
    const { words, fill } = this.api;
    const option = (value, text) => make('option', { value }, text);
    this.select.replaceChildren(option('all', words.emnistAll), option('wrong', words.emnistWrong),
      ...(this.cell ? [option('cell', fill(words.emnistCell, { t: this.classes[this.cell.t], a: this.classes[this.cell.a] }))] : []));
    this.choose();
  }

  show(page) {
    this.page = page;
    this.paint();
  }

  paint() {
    const { words, fill } = this.api;
    if (!this.page) return;
    const { from, total, items } = this.page;
    this.place.textContent = total ? fill(words.emnistPlace, { from: this.number(from + 1), to: this.number(from + items.length), total: this.number(total) }) : words.emnistNone;
    this.back.setAttribute('aria-disabled', String(from === 0));
    this.next.setAttribute('aria-disabled', String(from + PAGE >= total));
    this.grid.replaceChildren(...items.map((item) => this.tile(item)));
    for (const [i, canvas] of [...this.grid.querySelectorAll('canvas')].entries()) paintImage(canvas, items[i].image);
  }

  // A button that puts the image on the pad.
  tile({ number, image, target, answer, confidence }) {
    const { words, fill, percent } = this.api;
    const right = target === answer;
    const values = { number: this.number(number), target: this.classes[target], answer: this.classes[answer], percent: percent(confidence) };
    const text = fill(right ? words.emnistSampleRight : words.emnistSampleWrong, values);
    const name = fill(words.emnistSampleName, values);
    const caption = right ? `✓ ${values.target}` : `✗ ${values.target} → ${values.answer}`;
    const button = make('button', { type: 'button', title: text, 'aria-label': `${caption}. ${text}. ${this.api.strings.putHint}` },
      make('canvas', { width: '28', height: '28' }), make('span', caption));
    button.addEventListener('click', () => this.api.put({ image, name }));
    return make('li', { class: right ? 'right' : 'wrong' }, button);
  }

  number(n) {
    return grouped(n, this.api.strings.thousands);
  }

  translate() {
    const { words } = this.api;
    this.label.textContent = words.emnistShow;
    this.back.textContent = words.emnistBack;
    this.next.textContent = words.emnistNext;
    this.legend.replaceChildren(make('span.right', '✓'), ` ${words.emnistLegendRight} · `,
      make('span.wrong', '✗'), ` ${words.emnistLegendWrong}`);
    if (this.classes.length) this.fill();
    this.paint();
  }
}
