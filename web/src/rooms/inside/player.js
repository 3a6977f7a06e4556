// player.js - the window of a layer at work, played or step by step: it moves over the input, the products add
// up term by term to the exact sum, and the output map fills.
import { arithmetic } from './cell.js';
import { feature, frame, paint, picture, Window } from './figures.js';
import { showLines, sumLines } from './sum.js';
import { FEATURES } from '../../shared/trace.js';
import { make, say } from '../../shared/dom.js';
import { grouped } from '../../shared/numbers.js';

// What a tick adds, a term or all of a place, and its milliseconds.
const RATES = [[false, 800], [false, 250], [true, 400], [true, 100], [true, 25]];
const USUAL = 1;
const reduced = matchMedia('(prefers-reduced-motion: reduce)');

export class WindowPlayer {
  // on.opened(): the reader wants to see it; on.choose(cell): the window has moved to another place.
  constructor(model, index, { words, fill, decimal }, shades, on) {
    Object.assign(this, { model, index, words, fill, decimal, shades, on, rate: USUAL, look: null, timer: 0 });
    this.layer = model.layers[index];
    this.channel = this.place = 0;
    this.added = 0; // terms of the place, one more when its value is there
    this.summary = make('summary');
    this.element = make('details.inside-player', this.summary);
    this.element.addEventListener('toggle', () => this.toggled());
    reduced.addEventListener('change', () => this.arrange());
  }

  build() {
    const button = (act) => {
      const e = make('button', { type: 'button' });
      e.addEventListener('click', act);
      return e;
    };
    this.about = make('p.note');
    this.input = picture('inside-ink');
    this.output = picture('inside-map');
    this.inputs = new Window(this.layer, this.shades);
    this.weights = new Window(this.layer, this.shades);
    this.product = make('b');
    this.sum = make('dl.inside-sum');
    this.playing = button(() => (this.timer ? this.pause() : this.play()));
    this.slower = button(() => this.change(-1));
    this.faster = button(() => this.change(1));
    this.buttons = [this.playing, button(() => this.byHand(false)), button(() => this.byHand(true)), this.slower, this.faster,
      button(() => this.restart())];
    this.said = make('p.unseen', { role: 'status' });
    this.element.append(this.about,
      make(`div.inside-stages${this.layer.trace ? '.strips' : ''}`, this.input.figure, this.output.figure,
        make('div.inside-work', make('div.inside-product', this.inputs.element, make('span', '×'), this.weights.element, make('span', '='), this.product), this.sum)),
      make('div.inside-buttons', ...this.buttons), this.said);
    this.compute();
    this.translate();
  }

  translate() {
    const { words, fill, layer } = this;
    say(this.summary, fill(words.player, { layer: layer.name }));
    if (!this.about) return;
    say(this.about, words.playerText);
    [, words.playerStep, words.playerPlace, words.playerSlower, words.playerFaster, words.playerStart].forEach((text, i) => text && say(this.buttons[i], text));
    this.arrange();
    this.paint();
  }

  toggled() {
    if (!this.element.open) return this.pause();
    if (!this.about) this.build();
    this.on.opened();
    return this.play();
  }

  // Opened, or where it is open, played on; it has its height at once.
  watch() {
    if (this.element.open) {
      this.play();
      return;
    }
    this.element.open = true; // which is told later
    if (!this.about) this.build();
  }

  // Buttons as they are now; where motion is to be reduced, steps alone.
  arrange() {
    if (!this.about) return;
    if (reduced.matches) this.pause();
    say(this.playing, this.timer ? this.words.playerPause : this.words.playerPlay);
    for (const e of [this.playing, this.slower, this.faster]) e.hidden = reduced.matches;
    this.slower.setAttribute('aria-disabled', String(this.rate === 0));
    this.faster.setAttribute('aria-disabled', String(this.rate === RATES.length - 1));
  }

  change(by) {
    this.rate = Math.max(0, Math.min(RATES.length - 1, this.rate + by));
    if (this.timer) this.play();
    else this.arrange();
  }

  play() {
    if (reduced.matches || !this.look) return;
    clearInterval(this.timer);
    this.to(this.finished ? 0 : this.place, this.finished ? 0 : this.added);
    const [whole, pause] = RATES[this.rate];
    this.timer = setInterval(() => this.step(whole), pause);
    this.arrange();
  }

  pause() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.arrange();
  }

  restart() {
    if (!this.look) return;
    this.to(0);
    this.paint();
  }

  // look: as the inspector's, or null where nothing is drawn, or this network did not run.
  show(look) {
    this.look = look?.activations[this.index] ? look : null;
    if (!this.about || !this.element.open) return;
    if (!this.look) this.pause();
    this.compute();
    this.paint();
  }

  get cell() {
    const { outSide } = this.layer;
    return { channel: this.channel, y: Math.floor(this.place / outSide), x: this.place % outSide };
  }

  get places() {
    return this.layer.outRows * this.layer.outSide;
  }

  get finished() {
    return this.place === this.places - 1 && this.added > this.count;
  }

  // To a value that was chosen elsewhere.
  go({ channel, y, x }) {
    const place = y * this.layer.outSide + x;
    if (!this.about || (place === this.place && channel === this.channel)) return;
    Object.assign(this, { channel, place, added: 0 });
    this.compute();
    this.paint();
  }

  to(place, added = 0) {
    Object.assign(this, { place, added });
    this.compute();
    this.on.choose(this.cell);
  }

  // The terms of the place: products where there is one input map, else the sums of the maps, in their order.
  compute() {
    if (!this.look) return;
    this.result = arithmetic(this.model.layers, this.look.activations, this.look.answer, this.index, this.cell);
    const { terms } = this.result;
    terms.sort((a, b) => a.from - b.from);
    this.single = terms.length === 1;
    this.terms = this.single ? Array.from(terms[0].inputs, (v, k) => v * terms[0].weights[k]) : terms.map(({ sum }) => sum);
    this.count = this.terms.length;
  }

  // A term more, or all of the place; after its value the next place, until the last.
  step(whole) {
    if (!this.look) return;
    if (this.finished) {
      this.pause();
      return;
    }
    if (this.added > this.count) this.to(this.place + 1);
    this.added = whole ? this.count + 1 : this.added + 1;
    this.paint();
  }

  byHand(whole) {
    this.pause();
    this.step(whole);
    if (!this.look) return;
    say(this.said, this.added > this.count ? `${this.output.caption.textContent}: ${grouped(this.result.value)}`
      : [...this.sum.firstChild.children].map((e) => e.textContent).join(': '));
  }

  paint() {
    if (!this.about || !this.element.open) return;
    const { layer, look, words, fill } = this;
    const full = Boolean(look);
    this.element.classList.toggle('idle', !full);
    say(this.output.caption, fill(words.playerOut, { map: this.channel + 1, n: this.place + 1, all: this.places }));
    if (!full) {
      paint(this.input.canvas, layer.inRows, layer.inSide, this.shades, () => 0, 1);
      paint(this.output.canvas, layer.outRows, layer.outSide, this.shades, () => 0, 1);
      return;
    }
    const now = Math.min(this.added, this.count);
    this.paintInput(this.result.terms[this.single ? 0 : Math.max(0, now - 1)], now);
    this.paintOutput(look.activations[this.index]);
    const lines = sumLines(this, layer, this.result, this.result.value);
    const sum = this.terms.slice(0, now).reduce((all, v) => all + v, 0);
    showLines(this.sum, [[fill(words.playerSum, { n: now, all: this.count }), grouped(sum)],
      ...lines.slice(1).map(([what, number]) => [what, this.added > this.count ? number : ''])]);
  }

  paintInput({ from, inputs, weights }, now) {
    const { layer, look: { activations, answer, peaks }, shades, words, fill } = this;
    const { y, x } = this.cell, { stride, padTop, padLow, kernel, kernelRows, inRows, inSide, inChannels } = layer;
    const peak = layer.first ? 255 : peaks[this.index - 1];
    const traced = layer.first && layer.trace;
    const top = traced ? from : y * stride - padTop, left = x * stride - padLow;
    if (traced) paint(this.input.canvas, FEATURES, inSide, shades, (i) => feature(answer.trace, i, inSide), peak);
    else {
      const values = layer.first ? answer.image : activations[this.index - 1];
      paint(this.input.canvas, inRows, inSide, shades, (i) => values[i * inChannels + from], peak);
    }
    frame(this.input.mark, { top, left, bottom: top + kernelRows - 1, right: left + kernel - 1 }, traced ? FEATURES : inRows, inSide);
    say(this.input.caption, inChannels === 1 ? words.imageName : fill(words.playerIn, { map: from + 1, n: inChannels }));
    this.inputs.show(inputs, peak);
    this.weights.show(weights, 127);
    const term = now - 1;
    for (const { cells } of [this.inputs, this.weights]) cells?.forEach((e, k) => e.classList.toggle('now', this.single && k === term));
    say(this.product, term < 0 ? '' : grouped(this.terms[term]));
  }

  paintOutput(values) {
    const { layer: { outRows, outSide, outChannels }, shades, channel } = this;
    const filled = this.place + (this.added > this.count ? 1 : 0), { y, x } = this.cell;
    paint(this.output.canvas, outRows, outSide, shades, (i) => (i < filled ? values[i * outChannels + channel] : 0), this.look.peaks[this.index]);
    frame(this.output.mark, { top: y, bottom: y, left: x, right: x }, outRows, outSide);
  }
}
