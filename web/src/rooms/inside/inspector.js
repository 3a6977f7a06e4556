// inspector.js - the panel about one value: its receptive field, and its arithmetic.
import { arithmetic, receptiveField, valueAt } from './cell.js';
import { feature, frame, paint, picture, Window } from './figures.js';
import { softmaxSteps } from './softmax.js';
import { showLines, sumLines } from './sum.js';
import { FEATURES, POINTS } from '../../shared/trace.js';
import { make, say } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

const SIDE = 28;
const ROWS = { 1: 5, 3: 3 }; // input channels shown one by one, by the kernel's side
export class Inspector {
  // words: the room's strings; onChoose(cell) where a value is chosen on the enlarged map, onInput(map) where the
  // reader goes to an input map.
  constructor(model, { words, fill, decimal, percent: share }, shades, { onChoose, onInput }) {
    Object.assign(this, { model, words, fill, decimal, share, shades, onInput });
    this.title = make('h4');
    this.number = make('b');
    this.meaning = make('span');
    this.value = make('p.inside-value', this.number, ' ', this.meaning);
    this.ink = picture('inside-ink');
    this.map = picture('inside-map');
    this.pair = make('div.inside-pair', this.ink.figure, this.map.figure);
    this.sees = make('p.note');
    this.head = make('p.inside-head');
    this.terms = make('div.inside-terms');
    this.rest = make('p.note');
    this.sum = make('dl.inside-sum');
    this.element = make('aside.inside-cell', this.title, this.value,
      this.pair, this.sees, this.head, this.terms, this.rest, this.sum);
    this.map.stage.addEventListener('pointermove', (event) => event.buttons && this.pick(event, onChoose));
    this.map.stage.addEventListener('click', (event) => this.pick(event, onChoose));
    this.built = '';
    this.translate();
  }

  translate() {
    this.element.setAttribute('aria-label', this.words.cellLabel);
  }

  pick(event, onChoose) {
    const box = this.map.stage.getBoundingClientRect();
    const { outRows, outSide } = this.model.layers[this.index];
    const at = (v, length, n) => Math.max(0, Math.min(n - 1, Math.floor((v / length) * n)));
    onChoose({ ...this.cell, x: at(event.clientX - box.left, box.width, outSide), y: at(event.clientY - box.top, box.height, outRows) });
  }

  // Rows for the terms, anew where the layer is of another kind.
  build(layer) {
    const wanted = `${layer.name} ${layer.kernel}`;
    if (wanted === this.built) return;
    this.built = wanted;
    const inputs = layer.kind === 'depthwise' ? 1 : layer.inChannels;
    const count = Math.min(inputs, ROWS[layer.kernel] ?? 1);
    this.rows = Array.from({ length: count }, () => {
      const input = new Window(layer, this.shades), weights = new Window(layer, this.shades);
      const name = make('button.inside-from', { type: 'button' }), result = make('b');
      name.addEventListener('click', () => this.onInput(row.from));
      const line = make('div.inside-product', input.element, make('span', '×'), weights.element, make('span', '='), result);
      const row = { element: make('div.inside-term', name, line), name, input, weights, result, from: 0 };
      return row;
    });
    this.terms.replaceChildren(...this.rows.map((row) => row.element));
    this.terms.classList.toggle('lines', layer.kernel === 1);
  }

  name(index, { channel, y, x }) {
    const layer = this.model.layers[index];
    if (layer.last) return this.fill(this.words.cellScore, { letter: this.model.labels[channel] });
    const values = { layer: layer.name, map: channel + 1, row: y + 1, column: x + 1 };
    if (layer.outSide === 1) return this.fill(this.words.cellNumber, values);
    return this.fill(layer.trace ? this.words.cellStrip : this.words.cellPlace, values);
  }

  // look: {answer, activations, peaks, scales}, or null where nothing is drawn.
  show(index, cell, look) {
    const { layers } = this.model;
    const layer = layers[index];
    Object.assign(this, { index, cell });
    say(this.title, this.name(index, cell));
    this.build(layer);
    if (look && !look.activations[index]) look = null; // a network that did not run
    this.element.classList.toggle('idle', !look);
    const seen = receptiveField(layers, index, cell);
    const [rows, columns] = layer.trace ? [1, POINTS] : [SIDE, SIDE];
    frame(this.ink.mark, seen, rows, columns);
    this.element.classList.toggle('strips', layer.trace);
    this.showSeen(layer, seen);
    if (!look) {
      say(this.number, '');
      say(this.meaning, this.words.cellIdle);
      paint(this.ink.canvas, rows, columns, this.shades, () => 0, 1);
      paint(this.map.canvas, layer.outRows, layer.outSide, this.shades, () => 0, 1);
      return;
    }
    const { activations, peaks, answer: { image, trace } } = look;
    if (layer.trace) paint(this.ink.canvas, FEATURES, columns, this.shades, (i) => feature(trace, i, columns), 255);
    else paint(this.ink.canvas, rows, columns, this.shades, (i) => image[i], 255);
    say(this.ink.caption, layer.trace ? this.words.cellTrace : this.words.cellInk);
    const values = activations[index];
    paint(this.map.canvas, layer.outRows, layer.outSide, this.shades, (i) => values[i * layer.outChannels + cell.channel], peaks[index]);
    say(this.map.caption, this.fill(this.words.cellMap, { map: cell.channel + 1 }));
    frame(this.map.mark, { top: cell.y, bottom: cell.y, left: cell.x, right: cell.x }, layer.outRows, layer.outSide);
    const result = arithmetic(layers, activations, look.answer, index, cell);
    this.showValue(layer, valueAt(layer, values, cell), look);
    this.showTerms(layer, result, layer.first ? 255 : peaks[index - 1]);
    this.showSum(layer, result, valueAt(layer, values, cell), values);
  }

  showSeen(layer, { top, left, bottom, right }) {
    this.map.figure.hidden = layer.outSide === 1;
    if (layer.trace) say(this.sees, this.fill(this.words.cellSeesTrace, { n: right - left + 1 }));
    else say(this.sees, this.fill(this.words.cellSees, { height: bottom - top + 1, width: right - left + 1 }));
  }

  showValue(layer, value, { answer, scales }) {
    const { words, fill, decimal } = this;
    const real = value * scales[layer.trace ? 1 : 0];
    const rest = layer.last
      ? fill(layer.trace ? words.cellLogitFused : words.cellLogit, { logit: decimal(real, 2).replace('-', '\u2212'),
        percent: this.share(this.probability(layer, answer), 2) })
      : fill(words.cellOf, { high: grouped(layer.high) });
    say(this.number, grouped(value));
    say(this.meaning, rest);
  }

  showTerms(layer, { terms }, peak) {
    const { words, fill } = this;
    const all = terms.length === this.rows.length;
    const single = terms.length === 1;
    say(this.head, single ? words.cellHeadOne : fill(words.cellHead, { n: terms.length }));
    this.rows.forEach((row, i) => {
      const { from, inputs, weights, sum } = terms[i];
      row.from = from;
      row.name.hidden = layer.first && !layer.trace;
      row.name.disabled = layer.first;
      say(row.name, fill(layer.first ? words.cellFromFeature : words.cellFrom, { map: from + 1 }));
      row.input.show(inputs, peak);
      row.weights.show(weights, 127);
      say(row.result, grouped(sum));
    });
    this.rest.hidden = all;
    const others = terms.slice(this.rows.length);
    this.rest.textContent = fill(words.cellRest,
      { n: others.length, sum: grouped(others.reduce((sum, t) => sum + t.sum, 0)) });
  }

  // The picture network's own, where a class of it is looked at; else that of the answer.
  probability({ trace }, { probabilities, logits }) {
    const { channel } = this.cell;
    return trace ? probabilities[channel] : softmaxSteps(this.model, logits, channel).share;
  }

  showSum(layer, result, value, values) {
    const lines = sumLines(this, layer, result, value);
    if (layer.last && !layer.trace) lines.push(...this.softmaxLines(values));
    showLines(this.sum, lines);
  }

  // From a score to its probability, step by step.
  softmaxLines(logits) {
    const { words, fill, decimal, model } = this;
    const { real, cooled, top, less, power, sum, share } = softmaxSteps(model, logits, this.cell.channel);
    const number = (v, digits) => decimal(v, digits).replace('-', '\u2212');
    return [
      [fill(words.sumReal, { factor: decimal(model.logitScale, 6) }), number(real, 2)],
      [fill(words.sumCooled, { temperature: decimal(model.temperature, 2) }), number(cooled, 2)],
      [fill(words.sumTop, { top: number(top, 2) }), number(less, 2)],
      [words.sumPower, power > 0 && power < 0.00005 ? `< ${decimal(0.0001, 4)}` : decimal(power, 4)],
      [fill(words.sumShare, { sum: decimal(sum, 4) }), this.share(share, 2)],
    ];
  }
}
