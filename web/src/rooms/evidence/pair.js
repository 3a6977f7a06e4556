// pair.js - how two letters differ: the page's samples of both, what the network gives each
// sample, and the means of their images, one over the other.
import { leadTo, make, paintImage } from '../../shared/dom.js';
import { rowSums } from '../../shared/confusion.js';
import { classOf } from '../../shared/labels.js';
import { sampleTile } from '../../shared/sample_letters.js';

const PIXELS = 28 * 28;
const BLUE = [43, 81, 196], ORANGE = [214, 96, 0], GREY = [128, 128, 128];

// Ink of one alone in its colour, of both in grey.
function overlay(first, second) {
  return (i) => {
    const a = first[i], b = second[i], both = Math.min(a, b), sum = a + b - both;
    if (sum < 1) return [0, 0, 0, 0];
    const mix = (k) => (GREY[k] * both + BLUE[k] * (a - both) + ORANGE[k] * (b - both)) / sum;
    return [mix(0), mix(1), mix(2), Math.min(255, sum)];
  };
}

export class Pair {
  constructor(api) {
    this.api = api;
    this.recognizer = api.secondOwn(); // of the model that was measured, soon
    this.root = make('section.pair');
    this.order = 0;
  }

  // data: {classes, counts} of a matrix; cell: {t, a}, or null for none. picked: the reader is led here.
  async show(data, cell, picked = false) {
    const order = ++this.order;
    if (!cell) {
      this.root.replaceChildren(make('p.pair-empty.note', this.api.words.evidenceChooseCell));
      return;
    }
    const recognizer = await this.recognizer;
    if (order !== this.order) return;
    const { words, fill } = this.api;
    const { classes } = data, { t, a } = cell;
    const [first, second] = [classes[t], classes[a]];
    const read = (letter) => this.api.samples.filter((s) => classes[classOf(s.letter, classes)] === letter)
      .map((s) => ({ ...s, answer: recognizer.recognizeStrokes(s.strokes) }));
    const drawn = t === a ? [read(first)] : [read(first), read(second)];
    const heading = make('h5', fill(t === a ? words.evidenceRightOnly : words.evidenceHow, { t: first, a: second }));
    this.root.replaceChildren(heading,
      ...this.numbers(data, cell),
      ...drawn.map((all, i) => this.group(all, i ? second : first, { first, second, classes, recognizer })),
      ...(t === a ? [] : [make('p.note', words.evidenceBelow), this.both(drawn, first, second)]));
    if (picked) leadTo(heading);
  }

  numbers({ classes, counts }, { t, a }) {
    if (t === a) return [];
    const { words, fill, percent } = this.api;
    const n = classes.length, sums = rowSums(counts, n);
    return [[t, a], [a, t]].map(([from, to]) => {
      const count = counts[from * n + to];
      return make('p.pair-numbers', fill(words.evidenceOneWay, { t: classes[from], a: classes[to], count, total: sums[from], percent: percent(count / sums[from], 1) }));
    });
  }

  // What the network gives a class, or, in a matrix of the groups, a letter of either case.
  given({ answer }, letter, { classes, recognizer }) {
    return classes.length === recognizer.classes.length
      ? answer.probabilities[recognizer.classes.indexOf(letter)] : answer.folded[recognizer.groups.indexOf(letter)];
  }

  group(all, letter, context) {
    const { words, fill, percent } = this.api;
    const { first, second } = context;
    const tiles = all.map((sample) => {
      const values = { letter: sample.letter, t: first, a: second, p: percent(this.given(sample, first, context)), q: percent(this.given(sample, second, context)) };
      const said = first === second ? `${first} ${values.p}` : fill(words.evidenceSampleSays, values);
      return sampleTile(this.api, sample, said);
    });
    return make('div.pair-group', make('h6', fill(words.evidenceDrawnAs, { t: letter })), make('ul', ...tiles));
  }

  both(drawn, first, second) {
    const { words, fill } = this.api;
    const mean = (all) => Float32Array.from({ length: PIXELS }, (_, i) => all.reduce((sum, { answer }) => sum + answer.image[i], 0) / (all.length || 1));
    const canvas = make('canvas', { width: '28', height: '28', class: 'pair-both', role: 'img', 'aria-label': words.evidenceBoth });
    paintImage(canvas, new Uint8Array(PIXELS), overlay(...drawn.map(mean)));
    return make('div.pair-overlay', canvas,
      make('div', make('h6', words.evidenceBoth), make('p.note', fill(words.evidenceBothText, { t: first, a: second }))));
  }
}
