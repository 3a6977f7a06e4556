// evaluation.js - reads two IDX files and runs the network over them, in a worker or, in
// small portions, on the page's own thread. core/train/metrics.c counts the same way.
import { openRecognizer } from '../../recognizer/recognizer.js';
import { IdxError, PIXELS, looksLying, uprightImage } from './idx.js';
import { isUpright, outside, possibleSets, selectImages } from './label_sets.js';
import { Pair, REPORT_MS } from './pair.js';

const NONE = 255; // an answer that is not there yet

// Lets everything that waits have its turn; timers would be held back to 4 ms each.
export function breathing() {
  const { port1, port2 } = new MessageChannel();
  const waiting = [];
  port1.onmessage = () => waiting.shift()();
  return () => new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(0);
  });
}

// Fewer than two values come before that of the target: larger ones, or equal and earlier.
function inBestTwo(values, target) {
  let ahead = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] > values[target] || (values[i] === values[target] && i < target)) ahead++;
  }
  return ahead < 2;
}

// What the counting gives: done, right, rightFolded, top2 and counts[true * classes + answer].
function zeros(classes) {
  return { done: 0, right: 0, rightFolded: 0, top2: 0, classes, counts: new Uint32Array(classes * classes) };
}

// post(message) sends to the page, breathe() resolves once messages and painting have had
// their turn, sliceMs is how long the network may hold its thread.
export class Evaluation {
  constructor({ post, breathe, sliceMs }) {
    Object.assign(this, { post, breathe, sliceMs });
    this.image = new Uint8Array(PIXELS);
    this.order = 0; // of the loads: the latest wins
    this.run = 0; // number of the run in progress, 0 for none
    this.runs = 0;
    this.pair = new Pair({ post, breathe });
  }

  // bytes: what openRecognizer() takes. probe: a Blob, which a worker of WebKit's cannot read where
  // the page comes from a file; "started" says whether files will be any use here.
  async start({ bytes, probe }) {
    const reads = await probe.arrayBuffer().then(() => true, () => false);
    this.recognizer = await openRecognizer(bytes);
    this.post({ type: 'started', reads });
  }

  // A file by its content, not by its name: images or labels. The other one is kept.
  async open({ files }) {
    const order = ++this.order;
    this.run = 0;
    this.letters = null;
    try {
      if (!await this.pair.open(files, () => order !== this.order)) return;
    } catch (error) {
      if (order === this.order) this.fail(error);
      return;
    }
    this.describe();
  }

  fail(error) {
    const named = error instanceof IdxError ? error : new IdxError('idxUnreadable', { name: '', detail: String(error) });
    this.post({ type: 'error', code: named.code, values: named.values, have: this.pair.names });
  }

  describe() {
    const { images, labels } = this.pair;
    if (!images || !labels) return this.post({ type: 'half', have: this.pair.names });
    this.lying = looksLying(images);
    this.sets = possibleSets(labels.blocks[0], this.recognizer, this.lying.emnist);
    if (this.sets.length) return this.choose({ set: this.sets[0] });
    const { index, label } = outside(labels.blocks[0]) ?? {};
    this.fail(label === undefined ? new IdxError('idxNoClasses', { name: labels.name })
      : new IdxError('idxLabels', { name: labels.name, index, label }));
    this.pair.labels = undefined;
    return undefined;
  }

  choose({ set }) {
    const { images, labels } = this.pair, { classes, groups } = this.recognizer;
    const letters = selectImages(labels.blocks[0], set, this.recognizer);
    this.run = 0;
    this.letters = { ...letters, upright: isUpright(set) };
    this.answers = new Uint8Array(letters.targets.length).fill(NONE);
    this.result = zeros(letters.folded ? groups.length : classes.length);
    this.post({ type: 'opened', images: images.name, labels: labels.name, count: images.count, n: letters.targets.length,
      folded: letters.folded, left: letters.left, leftOut: letters.leftOut, set, sets: this.sets,
      lying: this.letters.upright ? this.lying.upright : this.lying.emnist, result: this.result });
  }

  // The answer for the k-th letter: {answer, folded, confidence, values}.
  read(k) {
    uprightImage(this.image, this.pair.images, this.letters.index[k], this.letters.upright);
    const { best, foldedBest, probabilities, folded } = this.recognizer.recognizeImage(this.image);
    const answer = this.letters.folded ? foldedBest : best;
    this.answers[k] = answer;
    return { answer, folded: foldedBest, values: this.letters.folded ? folded : probabilities };
  }

  count(k) {
    const { result, letters } = this, target = letters.targets[k];
    const { answer, folded, values } = this.read(k);
    result.done++;
    result.right += Number(answer === target);
    result.rightFolded += Number(folded === (letters.folded ? target : this.recognizer.folds[target]));
    result.top2 += Number(inBestTwo(values, target));
    result.counts[target * result.classes + answer]++;
  }

  // From the start, or from where it was stopped.
  async evaluate() {
    const { letters, result } = this;
    if (!letters || this.run) return;
    const run = ++this.runs;
    this.run = run;
    const { length } = letters.targets;
    if (result.done === length) Object.assign(result, zeros(result.classes));
    const from = result.done, start = performance.now();
    let reported = start;
    const report = (type) => this.post({ type, result, perSecond: (1000 * (result.done - from)) / (performance.now() - start + 0.001) });
    while (result.done < length) {
      const slice = performance.now();
      while (result.done < length && performance.now() - slice < this.sliceMs) this.count(result.done);
      if (performance.now() - reported > REPORT_MS) {
        reported = performance.now();
        report('progress');
      }
      await this.breathe();
      if (this.run !== run) return; // stopped, or other files came
    }
    this.run = 0;
    report('done');
  }

  stop() {
    if (!this.run) return;
    this.run = 0;
    this.post({ type: 'stopped', result: this.result });
  }

  // Up to `length` letters from the `from`-th on among those wanted: 'all', the 'wrong' ones
  // so far, or those of one cell {t, a} of the matrix.
  page({ which, from, length }) {
    if (!this.letters) return;
    const { index, targets } = this.letters;
    const { total, found } = this.find(which, from, length);
    const items = found.map((k) => {
      const { answer, values } = this.read(k);
      return { number: index[k] + 1, target: targets[k], answer, confidence: values[answer], image: this.image.slice() };
    });
    this.post({ type: 'page', which, from, total, items });
  }

  // Up to `most` letters, at even distances over all, unread.
  sample({ most }) {
    if (!this.letters) return;
    const { index, targets, upright } = this.letters, count = Math.min(most, targets.length);
    const items = Array.from({ length: count }, (_, i) => {
      const k = Math.floor((i * targets.length) / count);
      uprightImage(this.image, this.pair.images, index[k], upright);
      return { number: index[k] + 1, target: targets[k], image: this.image.slice() };
    });
    this.post({ type: 'sampled', items });
  }

  find(which, from, length) {
    const { targets } = this.letters, { answers } = this, { done } = this.result;
    const wanted = {
      all: () => true,
      wrong: (k) => answers[k] !== targets[k],
    }[which] ?? ((k) => targets[k] === which.t && answers[k] === which.a);
    const found = [];
    let total = 0;
    for (let k = 0; k < (which === 'all' ? targets.length : done); k++) {
      if (!wanted(k)) continue;
      if (total >= from && found.length < length) found.push(k);
      total++;
    }
    return { total, found };
  }

  // One message from the page: {type: 'start' | 'open' | ..., ...what the method takes}.
  async take({ type, ...message }) {
    try {
      await this[type](message);
    } catch (error) {
      this.post({ type: 'failed', detail: String(error?.message ?? error) });
    }
  }
}
