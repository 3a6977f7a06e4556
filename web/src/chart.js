// chart.js - the 37 probabilities as bars, and the same as a table.
import { strings, percent } from './strings.js';

const LETTERS = 26;

function element(tag, className, text = '') {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.textContent = text;
  return e;
}

// Bars: capitals in the first row, each small letter under its capital; or all by size.
export class Chart {
  constructor(root, classes, folds) {
    this.folds = folds;
    this.sorted = false;
    this.cells = classes.map((letter) => {
      const cell = element('div', 'bar');
      const track = element('div', 'bar-track');
      const fillElement = element('div', 'bar-fill');
      track.append(fillElement);
      cell.append(track, element('div', 'bar-letter', letter));
      return { cell, fillElement };
    });
    root.replaceChildren(...this.cells.map(({ cell }) => cell));
    this.place(null);
  }

  setSorted(sorted, probabilities) {
    this.sorted = sorted;
    this.place(probabilities);
  }

  // The column and row of each class.
  place(probabilities) {
    const order = this.cells.map((_, c) => c);
    if (this.sorted && probabilities) order.sort((a, b) => probabilities[b] - probabilities[a] || a - b);
    order.forEach((c, i) => {
      const { cell } = this.cells[c];
      const column = this.sorted ? i % LETTERS : this.folds[c];
      cell.style.gridColumn = String(column + 1);
      cell.style.gridRow = i < LETTERS ? '1' : '2';
    });
  }

  update({ probabilities, best }) {
    if (this.sorted) this.place(probabilities);
    this.cells.forEach(({ cell, fillElement }, c) => {
      fillElement.style.transform = `scaleY(${probabilities[c].toFixed(4)})`;
      cell.classList.toggle('best', c === best);
    });
  }
}

// One row a letter: capital, small, and both together.
export class Table {
  constructor(body, classes, folds) {
    this.rows = Array.from({ length: LETTERS }, (_, letter) => {
      const row = element('tr');
      const head = element('th', '', classes[letter]);
      head.scope = 'row';
      const cells = [element('td'), element('td'), element('td')];
      row.append(head, ...cells);
      return { row, cells, small: folds.indexOf(letter, LETTERS) };
    });
    body.replaceChildren(...this.rows.map(({ row }) => row));
  }

  update({ probabilities, folded }) {
    this.rows.forEach(({ cells, small }, letter) => {
      cells[0].textContent = percent(probabilities[letter], 2);
      cells[1].textContent = small < 0 ? strings.tableMerged : percent(probabilities[small], 2);
      cells[2].textContent = percent(folded[letter], 2);
    });
  }
}
