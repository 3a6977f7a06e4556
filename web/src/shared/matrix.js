// matrix.js - a confusion matrix: painted, walked with the arrow keys, its commonest mistakes
// as buttons. The owner says what a chosen cell shows.
import { make } from './dom.js';
import { mistakes, rowSums } from './confusion.js';
import { widest } from './labels.js';

const FULL_SHARE = 0.2; // of a row: the strongest colour of a mistake
const WORST = 10;
const LEGEND = [0.01, 0.05, 0.2];
const ROOM_FOR_TEXT = 19; // CSS pixels of a cell that hold a number
const LEAST_CELL = 12, MOST_CELL = 26;
const LONGEST = 8; // characters of a class's name at the edge

// The square root keeps rare mistakes visible.
const strength = (share) => 0.08 + 0.92 * Math.sqrt(Math.min(1, share / FULL_SHARE));

export class Matrix {
  // chosen({t, a}, walked) is called for a cell that the reader picked; walked: came by with the arrow keys.
  constructor(api, chosen) {
    Object.assign(this, { api, chosen, classes: [], counts: new Uint32Array(0), cell: null });
    this.canvas = make('canvas.matrix-canvas', { role: 'application', tabindex: '0' });
    this.said = make('p.matrix-said', { role: 'status' });
    this.help = make('p.note');
    this.legend = make('div.matrix-legend', { 'aria-hidden': 'true' });
    this.worstTitle = make('h5');
    this.worst = make('ul.matrix-worst');
    this.scroll = make('div.matrix-scroll', this.canvas);
    this.root = make('div.matrix', this.help, this.scroll, this.legend, this.said, this.worstTitle, this.worst);
    this.canvas.addEventListener('keydown', (event) => this.key(event));
    this.canvas.addEventListener('click', (event) => this.point(event));
    new ResizeObserver(() => this.fit()).observe(this.root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.paint());
    this.translate();
  }

  // classes: texts; counts[true * n + answer]; while they are still filling, the mistakes are not
  // listed anew.
  show(classes, counts, filling = false) {
    if (classes.join('\n') !== this.classes.join('\n')) this.cell = null;
    Object.assign(this, { classes, counts });
    this.sums = rowSums(counts, classes.length);
    this.fit();
    this.tell();
    if (filling) return;
    this.name();
    this.listWorst();
  }

  translate() {
    const { words } = this.api;
    this.help.textContent = words.matrixHelp;
    this.worstTitle.textContent = words.matrixWorst;
    this.canvas.setAttribute('aria-roledescription', words.matrixRole);
    this.name();
    this.listWorst();
    this.tell();
    this.paint();
  }

  name() {
    const { api, classes } = this;
    this.canvas.setAttribute('aria-label', `${api.fill(api.words.matrixName, { n: classes.length })}. ${api.words.matrixHelp}`);
  }

  // Cells of whole pixels, as large as the place allows, and never too small to hit.
  fit() {
    const n = this.classes.length, room = this.root.clientWidth;
    if (!n || !room) return;
    this.names = this.classes.map((text) => ([...text].length > LONGEST ? `${[...text].slice(0, LONGEST - 1).join('')}…` : text));
    this.turned = widest(this.names) > 2; // names that are wider than a cell stand upright above it
    this.margin = this.turned ? 24 + 7 * widest(this.names) : 34;
    this.size = Math.max(LEAST_CELL, Math.min(MOST_CELL, Math.floor((room - this.margin - 4) / n)));
    const side = this.margin + n * this.size + 2;
    const scale = devicePixelRatio || 1;
    this.canvas.width = this.canvas.height = Math.round(side * scale);
    this.canvas.style.width = this.canvas.style.height = `${side}px`;
    this.paint();
  }

  key(event) {
    const n = this.classes.length;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!n || (!step && event.key !== 'Enter')) return;
    event.preventDefault();
    const { t, a } = this.cell ?? { t: 0, a: 0 };
    const clamp = (v) => Math.max(0, Math.min(n - 1, v));
    this.choose(step && this.cell ? { t: clamp(t + step[0]), a: clamp(a + step[1]) } : { t, a }, Boolean(step));
  }

  point(event) {
    const { left, top } = this.canvas.getBoundingClientRect();
    const at = (v) => Math.floor((v - this.margin) / this.size);
    const cell = { t: at(event.clientY - top), a: at(event.clientX - left) };
    const inside = (v) => v >= 0 && v < this.classes.length;
    if (inside(cell.t) && inside(cell.a)) this.choose(cell);
  }

  choose(cell, walked = false) {
    this.cell = cell;
    this.tell();
    this.paint();
    this.chosen(cell, walked);
  }

  // "I read as L: 74 of 200 (37.0 %)"
  sentence({ t, a }) {
    const { words, fill, percent } = this.api;
    const count = this.counts[t * this.classes.length + a], total = this.sums[t];
    return fill(t === a ? words.matrixRight : words.matrixCell,
      { t: this.classes[t], a: this.classes[a], count, total, percent: percent(total ? count / total : 0, 1) });
  }

  tell() {
    const text = this.cell ? this.sentence(this.cell) : '';
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  listWorst() {
    const { api, classes } = this;
    const worst = mistakes(this.counts, classes.length, WORST);
    this.worstTitle.hidden = worst.length === 0;
    const held = this.worst.contains(document.activeElement) ? [...this.worst.querySelectorAll('button')].indexOf(document.activeElement) : -1;
    this.worst.replaceChildren(...worst.map(({ t, a, count }) => {
      const button = make('button', { type: 'button' }, make('b', classes[t]), make('span', { 'aria-hidden': 'true' }, '→'),
        make('span.unseen', ` ${api.words.matrixAs} `), make('b', classes[a]), make('span.count', ` ${count}`));
      button.addEventListener('click', () => this.choose({ t, a }));
      return make('li', button);
    }));
    if (held >= 0) this.worst.querySelectorAll('button')[held]?.focus();
  }

  colours() {
    const style = getComputedStyle(this.root);
    const of = (name) => style.getPropertyValue(name).trim();
    return { right: of('--right'), wrong: of('--wrong'), text: of('--text'), quiet: of('--quiet'), line: of('--line'), paper: of('--paper'), accent: of('--accent') };
  }

  paint() {
    const n = this.classes.length;
    if (!n || !this.size || !this.root.isConnected) return;
    const c = this.canvas.getContext('2d'), colours = this.colours();
    const scale = this.canvas.width / (this.margin + n * this.size + 2);
    c.setTransform(scale, 0, 0, scale, 0, 0);
    c.fillStyle = colours.paper;
    c.fillRect(0, 0, this.canvas.width, this.canvas.height);
    for (let t = 0; t < n; t++) for (let a = 0; a < n; a++) this.paintCell(c, colours, t, a);
    this.paintLines(c, colours);
    this.paintNames(c, colours);
    this.paintLegend(colours);
  }

  paintCell(c, colours, t, a) {
    const { margin, size, sums } = this;
    const count = this.counts[t * this.classes.length + a];
    if (!count) return;
    const share = count / sums[t], x = margin + a * size, y = margin + t * size;
    c.globalAlpha = t === a ? 0.3 * share : strength(share);
    c.fillStyle = t === a ? colours.right : colours.wrong;
    c.fillRect(x, y, size, size);
    c.globalAlpha = 1;
    if (size < ROOM_FOR_TEXT) return;
    c.fillStyle = colours.text;
    c.font = `${t === a ? 600 : 400} 10.5px system-ui, sans-serif`;
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    const number = share >= 0.005 ? String(Math.round(100 * share)) : '·';
    // On the strongest orange the paper's colour reads better than the text's.
    if (t !== a && strength(share) > 0.6) c.fillStyle = colours.paper;
    c.fillText(number, x + size / 2, y + size / 2 + 0.5);
  }

  paintLines(c, colours) {
    const { margin, size, cell } = this, n = this.classes.length;
    c.strokeStyle = colours.line;
    c.lineWidth = 1;
    c.beginPath();
    for (let i = 0; i <= n; i++) {
      const at = margin + i * size + 0.5;
      c.moveTo(at, margin);
      c.lineTo(at, margin + n * size);
      c.moveTo(margin, at);
      c.lineTo(margin + n * size, at);
    }
    c.stroke();
    if (!cell) return;
    c.strokeStyle = colours.text;
    c.lineWidth = 2.5;
    c.strokeRect(margin + cell.a * size, margin + cell.t * size, size + 1, size + 1);
  }

  paintNames(c, colours) {
    const { margin, size, cell, names, turned } = this;
    const font = (chosen) => `${chosen ? 700 : 500} ${Math.min(14, size - 1)}px system-ui, sans-serif`;
    c.textBaseline = 'middle';
    names.forEach((name, i) => {
      const at = margin + (i + 0.5) * size;
      for (const [x, y, chosen, above] of [[at, margin - 9, cell?.a === i, true], [margin - 9, at, cell?.t === i, false]]) {
        c.save();
        c.font = font(chosen);
        c.fillStyle = chosen ? colours.accent : colours.text;
        c.translate(x + (turned && !above ? 5 : 0), y + (turned && above ? 5 : 0));
        if (turned && above) c.rotate(-Math.PI / 2);
        c.textAlign = !turned ? 'center' : above ? 'left' : 'right';
        c.fillText(name, 0, 0);
        c.restore();
      }
    });
    c.textAlign = 'center';
    const { words } = this.api, middle = margin + (names.length * size) / 2;
    c.font = '12px system-ui, sans-serif';
    c.fillStyle = colours.quiet;
    c.fillText(`${words.matrixAnswer} →`, middle, 8);
    c.save();
    c.translate(8, middle);
    c.rotate(-Math.PI / 2);
    c.fillText(`← ${words.matrixTrue}`, 0, 0);
    c.restore();
  }

  paintLegend(colours) {
    const { words, percent } = this.api;
    const swatch = (colour, alpha) => {
      const canvas = make('canvas', { width: '1', height: '1' });
      const c = canvas.getContext('2d');
      c.globalAlpha = alpha;
      c.fillStyle = colour;
      c.fillRect(0, 0, 1, 1);
      return canvas;
    };
    this.legend.replaceChildren(swatch(colours.right, 0.3), make('span', words.matrixLegendRight),
      make('span', `· ${words.matrixLegendWrong}`),
      ...LEGEND.flatMap((share) => [swatch(colours.wrong, strength(share)), make('span', `${share === FULL_SHARE ? '≥ ' : ''}${percent(share)}`)]));
  }
}
