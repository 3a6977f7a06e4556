// chart.js - the probabilities as bars, and the same as a table, of any model's classes.
import { strings, fill, percent } from '../strings/strings.js';
import { make } from '../shared/dom.js';
import { areLetters, describeGroups, isCapital, membersOf, otherCase, widest } from '../shared/labels.js';

const COLUMNS = 26; // of bars, where their letters are single
const NARROWEST = 8; // columns, where the texts are long
const ROOM = 30; // Latin letters side by side, on a phone
const MANY_ROWS = 4; // from here the bars are short
const MERGED = -1; // in the table: the capital's class stands for the small letter

const kindOf = (text) => (/\d/.test(text) ? 'number' : 'other');

// Groups in rows of at most `columns`; where they do not fit into one, numbers keep to themselves.
function bandsOf(groups, columns) {
  const bands = [];
  groups.forEach((text, g) => {
    const band = bands[bands.length - 1], kind = kindOf(text);
    const fits = band && band.length < columns && (groups.length <= columns || kindOf(groups[band[0]]) === kind);
    if (fits) band.push(g);
    else bands.push([g]);
  });
  return bands;
}

function makeBar(text) {
  const fillElement = make('div.bar-fill');
  const cell = make('div.bar', make('div.bar-track', fillElement), make('div.bar-letter', text));
  return { cell, fillElement };
}

// Bars of the classes, a group's below each other (a small letter under its capital), or of the
// groups; in their own order, or by size.
export class Chart {
  constructor(root) {
    this.root = root;
    this.folded = false;
    this.sorted = false;
    // The exact value of the bar under the pointer.
    root.addEventListener('pointerover', () => this.label());
  }

  // model: {classes, groups, folds}.
  show(model) {
    this.model = model;
    this.members = membersOf(model);
    this.root.classList.toggle('long', widest(model.classes) > 2);
    this.columns = Math.max(NARROWEST, Math.min(COLUMNS, Math.floor(ROOM / widest(model.classes))));
    this.bands = bandsOf(model.groups, this.columns);
    this.build();
  }

  build() {
    this.names = this.folded ? this.model.groups : this.model.classes;
    this.cells = this.names.map(makeBar);
    this.root.replaceChildren(...this.cells.map(({ cell }) => cell));
    this.values = new Float32Array(this.names.length);
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

  // The column and row of each bar, from 0.
  places() {
    if (this.sorted) {
      const order = [...this.names.keys()].sort((a, b) => this.values[b] - this.values[a] || a - b);
      return order.map((c, i) => ({ c, column: i % this.columns, row: Math.floor(i / this.columns) }));
    }
    const places = [];
    let top = 0;
    for (const band of this.bands) {
      band.forEach((g, column) => {
        const stack = this.folded ? [g] : this.members[g];
        stack.forEach((c, k) => places.push({ c, column, row: top + k }));
      });
      top = 1 + Math.max(...places.map(({ row }) => row));
    }
    return places;
  }

  place() {
    const places = this.places();
    for (const { c, column, row } of places) {
      const { style } = this.cells[c].cell;
      style.gridColumn = String(column + 1);
      style.gridRow = String(row + 1);
    }
    const most = (key) => 1 + places.reduce((largest, place) => Math.max(largest, place[key]), 0);
    this.root.style.setProperty('--columns', String(most('column')));
    this.root.classList.toggle('short', most('row') >= MANY_ROWS);
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
      cell.title = `${this.names[c]} ${percent(this.values[c], 2)}`;
    });
  }
}

// What the choices of the chart and the note under it say about a model.
export function chartWords(model, folded, sorted = false) {
  const { classes, groups } = model;
  const { folding, cases } = describeGroups(model);
  const [apart, likeliest, together] = cases
    ? [strings.chartNote, strings.chartNoteSorted, strings.chartNoteFolded]
    : [strings.chartNoteGroups, '', strings.chartNoteGroupsFolded];
  const note = folded ? together : sorted ? likeliest : apart;
  return {
    folding,
    classes: fill(strings.viewClasses, { n: classes.length }),
    groups: fill(areLetters(groups) ? strings.viewLetters : strings.viewGroups, { n: groups.length }),
    order: fill(strings.orderAlphabet, { first: groups[0], last: groups[groups.length - 1] }),
    note: folding ? note : '',
  };
}

// Where the groups are capitals and their small letters, one row a group: capital, small, and both
// together. Else one row a class, with its group's sum where groups have several.
export class Table {
  constructor(head, body, model) {
    Object.assign(this, { body, model });
    const { folding, cases } = describeGroups(model);
    const keys = cases ? ['tableLetter', 'tableCapital', 'tableSmall', 'tableTogether']
      : ['tableClass', 'tableProbability', ...(folding ? ['tableTogether'] : [])];
    head.replaceChildren(make('tr', ...keys.map((key) => make('th', { scope: 'col', 'data-t': key }, strings[key]))));
    this.rows = cases ? membersOf(model).map((members, g) => this.pairRow(members, g))
      : model.classes.map((text, c) => this.makeRow(text, model.folds[c], [c], folding));
  }

  makeRow(name, group, members, together) {
    const cells = [...members, ...(together ? [group] : [])].map(() => make('td'));
    return { row: make('tr', make('th', { scope: 'row' }, name), ...cells), group, members, cells, together };
  }

  // members: [capital or another character, small letter], each a class, MERGED, or null for none.
  pairRow(members, group) {
    const { classes, groups } = this.model;
    const small = members.find((c) => otherCase(classes[c]) && !isCapital(classes[c])) ?? null;
    const other = members.find((c) => c !== small) ?? null;
    const merged = small === null && isCapital(classes[other]);
    return this.makeRow(groups[group], group, [other, merged ? MERGED : small], true);
  }

  text(member, probabilities) {
    if (member === MERGED) return strings.tableMerged;
    return member === null ? '\u2013' : percent(probabilities[member], 2);
  }

  update({ probabilities, folded }, sorted) {
    for (const { cells, members, group, together } of this.rows) {
      members.forEach((member, i) => { cells[i].textContent = this.text(member, probabilities); });
      if (together) cells[members.length].textContent = percent(folded[group], 2);
    }
    const order = [...this.rows];
    const weight = ({ members }) => members.reduce((sum, c) => sum + (probabilities[c] ?? 0), 0);
    if (sorted) order.sort((a, b) => weight(b) - weight(a));
    const moved = order.some(({ row }, i) => this.body.children[i] !== row);
    if (moved) this.body.replaceChildren(...order.map(({ row }) => row));
  }
}
