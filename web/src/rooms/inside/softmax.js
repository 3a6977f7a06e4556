// softmax.js - the last step: the scores of all classes become probabilities (core/softmax.c).
import { make } from '../../shared/dom.js';
import { LogitBars } from './feature_maps.js';

// Of all classes: {cooled, top, powers, sum}. cooled is divided by the temperature, top the highest of these; powers are
// e^(cooled - top).
function softmax({ logitScale, temperature }, logits) {
  const cooled = Float64Array.from(logits, (logit) => (logit * logitScale) / temperature);
  const top = Math.max(...cooled);
  const powers = cooled.map((v) => Math.exp(v - top));
  return { cooled, top, powers, sum: powers.reduce((all, power) => all + power, 0) };
}

// From the score of a class to its probability: {real, cooled, top, less, power, sum, share}, power being e^less.
export function softmaxSteps(model, logits, channel) {
  const { cooled, top, powers, sum } = softmax(model, logits), { logitScale } = model;
  return { real: logits[channel] * logitScale, cooled: cooled[channel], top, less: cooled[channel] - top,
    power: powers[channel], sum, share: powers[channel] / sum };
}

// The probabilities as bars, after the layers.
export class SoftmaxView {
  // on: as feature_maps.js calls it; a class is chosen with its score.
  constructor(model, { words, fill }, on) {
    Object.assign(this, { model, words, fill });
    this.kind = make('span');
    this.head = make('header', make('h4', 'softmax'), this.kind, make('b', String(model.labels.length)));
    this.text = make('p.note');
    this.box = make('div.inside-maps.inside-shares', { role: 'application', tabindex: '0' });
    this.bars = new LogitBars(this.box, model.labels, on);
    this.fused = make('p.note', { hidden: '' });
    this.element = make('section.inside-layer', this.head, this.text, this.box, this.fused);
  }

  translate() {
    const { words, fill, model } = this;
    this.kind.textContent = words.softmaxKind;
    this.text.textContent = words.softmaxText;
    this.fused.textContent = words.softmaxFused;
    this.box.setAttribute('aria-label', fill(words.softmaxLabel, { n: model.labels.length }));
    this.box.setAttribute('aria-roledescription', words.mapsRole);
  }

  // An answer, or null. Its probabilities are others where a second network, which reads the pen, has its say.
  paint(answer) {
    const { powers, sum } = answer ? softmax(this.model, answer.logits) : {};
    this.bars.paint(powers ? powers.map((power) => power / sum) : null, 1);
    this.fused.hidden = !answer?.trace;
  }
}
