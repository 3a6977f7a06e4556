// chart.js - the probabilities as bars, and the same as a table.
import { strings, percent } from '../strings/strings.js';
import { make } from '../shared/dom.js';

const LETTERS = 26;

function makeBar(letter) {
  const fillElement = make('div.bar-fill');
  const cell = make('div.bar', make('div.bar-track', fillElement), make('div.bar-letter', letter));
  return { cell, fillElement };
}

// Bars of the 37 classes, capitals in the first row and each small letter under its
// capital, or of the 26 letters in one row; in the order of the alphabet, or by size.
export class Chart {
  constructor(root, classes, folds) {
    this.root = root;
    this.classes = classes;
    this.folds = folds;
    this.folded = false;
    this.sorted = false;
    this.build();
    // The exact value of the bar under the pointer.
    root.addEventListener('pointerover', () => this.label());
  }

  build() {
    const names = this.folded ? this.classes.slice(0, LETTERS) : this.classes;
    this.cells = names.map(makeBar);
    this.root.replaceChildren(...this.cells.map(({ cell }) => cell));
    this.values = new Float32Array(names.length);
    this.place();
  }

  arrange(folded, sorted, answer) {
    this.sorted = sorted;
    if (folded !== this.folded) {
      this.folded = folded;
      this.build();
    }
    if (answer) this.update(answer);
    this.place();
  }

  // The column and row of each bar.
  place() {
    const order = this.cells.map((_, c) => c);
    if (this.sorted) order.sort((a, b) => this.values[b] - this.values[a] || a - b);
    order.forEach((c, i) => {
      const { cell } = this.cells[c];
      const column = this.sorted || this.folded ? i % LETTERS : this.folds[c];
      cell.style.gridColumn = String(column + 1);
      cell.style.gridRow = i < LETTERS ? '1' : '2';
    });
  }

  update(answer) {
    this.values = this.folded ? answer.folded : answer.probabilities;
    const best = this.folded ? answer.foldedBest : answer.best;
    if (this.sorted) this.place();
    this.cells.forEach(({ cell, fillElement }, c) => {
      fillElement.style.transform = `scaleY(${this.values[c].toFixed(4)})`;
      cell.classList.toggle('best', c === best);
    });
  }

  label() {
    this.cells.forEach(({ cell }, c) => {
      cell.title = `${this.classes[c]} ${percent(this.values[c], 2)}`;
    });
  }
}

// One row a letter: capital, small, and both together.
export class Table {
  constructor(body, classes, folds) {
    this.body = body;
    this.rows = Array.from({ length: LETTERS }, (_, letter) => {
      const cells = [make('td'), make('td'), make('td')];
      const row = make('tr', make('th', { scope: 'row' }, classes[letter]), ...cells);
      return { row, letter, cells, small: folds.indexOf(letter, LETTERS) };
    });
  }

  update({ probabilities, folded }, sorted) {
    for (const { cells, letter, small } of this.rows) {
      cells[0].textContent = percent(probabilities[letter], 2);
      cells[1].textContent = small < 0 ? strings.tableMerged : percent(probabilities[small], 2);
      cells[2].textContent = percent(folded[letter], 2);
    }
    const order = [...this.rows];
    if (sorted) order.sort((a, b) => folded[b.letter] - folded[a.letter] || a.letter - b.letter);
    const moved = order.some(({ row }, i) => this.body.children[i] !== row);
    if (moved) this.body.replaceChildren(...order.map(({ row }) => row));
  }
}
