// classes_table.js - the map's twin for who cannot see it: each class, how it is read, and what lies beside it.
import { make } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

export class ClassesTable {
  constructor(api) {
    this.api = api;
    this.head = make('tr');
    this.rows = make('tbody');
    this.summary = make('summary');
    this.frame = make('div.scroll', { tabindex: '0', role: 'region' }, make('table', make('thead', this.head), this.rows));
    this.root = make('details.map-table', this.summary, this.frame);
  }

  // company: {shares, rivals} as of mapping.js, null: not known.
  show({ n, classes, targets, answers }, company) {
    const { words, percent, strings } = this.api;
    const count = new Uint32Array(classes.length), right = new Uint32Array(classes.length);
    for (let i = 0; i < n; i++) {
      count[targets[i]]++;
      right[targets[i]] += Number(targets[i] === answers[i]);
    }
    const titles = [words.mapClass, words.mapImages, words.mapRight, ...(company ? [words.mapOwn, words.mapRival] : [])];
    this.head.replaceChildren(...titles.map((title) => make('th', { scope: 'col' }, title)));
    this.rows.replaceChildren(...classes.flatMap((text, c) => (count[c] ? [make('tr', make('th', { scope: 'row' }, text),
      make('td', grouped(count[c], strings.thousands)), make('td', percent(right[c] / count[c])),
      ...(company ? [make('td', percent(company.shares[c])), make('td', company.rivals[c] < 0 ? '–' : classes[company.rivals[c]])] : []))] : [])));
  }

  translate() {
    const { words } = this.api;
    this.summary.textContent = words.mapTable;
    this.frame.setAttribute('aria-label', words.mapTable);
  }
}
