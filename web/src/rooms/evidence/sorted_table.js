// sorted_table.js - a table whose headings sort it.
import { make } from '../../shared/dom.js';

export class SortedTable {
  constructor(api, caption) {
    this.api = api;
    this.head = make('tr');
    this.body = make('tbody');
    this.root = make('table.evidence-table.sorted', make('caption.unseen', caption), make('thead', this.head), this.body);
    this.column = 0;
    this.down = false;
  }

  // rows: arrays of {value, text}, the first a row's name.
  show(columns, rows) {
    this.rows = rows;
    this.buttons = columns.map((name, i) => {
      const button = make('button', { type: 'button' }, name);
      button.addEventListener('click', () => this.sort(i));
      return button;
    });
    this.head.replaceChildren(...this.buttons.map((button) => make('th', { scope: 'col' }, button)));
    this.fill();
  }

  // A heading once more turns the order round; numbers begin with the smallest, where the
  // weak classes are.
  sort(column) {
    this.down = column === this.column && !this.down;
    this.column = column;
    this.fill();
  }

  fill() {
    const sign = this.down ? -1 : 1, { column } = this;
    const order = [...this.rows].sort((x, y) => sign * (x[column].value - y[column].value) || x[0].value - y[0].value);
    [...this.head.children].forEach((th, i) => {
      if (i === column) th.setAttribute('aria-sort', this.down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    });
    this.body.replaceChildren(...order.map(([name, ...cells]) =>
      make('tr', make('th', { scope: 'row' }, name.text), ...cells.map(({ text }) => make('td', text)))));
  }
}
