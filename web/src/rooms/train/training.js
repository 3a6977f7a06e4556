// training.js - reads two IDX files, chooses images among them and trains on these, in a worker.
import { looksLying, uprightImage, IdxError } from '../emnist/idx.js';
import { isUpright, outside, setsOf, textsOf } from '../emnist/label_sets.js';
import { Pair, REPORT_MS, fileOf } from '../emnist/pair.js';
import { BATCH, TrainingModule } from './module.js';

const FEW = 200; // images, for a training of any use

// How many images there are of each text: a Map in the labels' order. Of a label whose case is not told the
// text is the capital.
export function countTexts(labels, set) {
  const counts = new Uint32Array(256), texts = new Map();
  for (const label of labels) counts[label]++;
  counts.forEach((n, label) => {
    if (!n) return;
    const [text] = textsOf(set, label);
    texts.set(text, (texts.get(text) ?? 0) + n);
  });
  return texts;
}

// At most n images, as many of each class where there are, spread over the file: {index, targets}, the classes
// in turn.
export function chooseImages(labels, set, classes, n) {
  const of = classes.map(() => []), cache = new Map();
  labels.forEach((label, i) => {
    if (!cache.has(label)) cache.set(label, classes.indexOf(textsOf(set, label)[0]));
    const c = cache.get(label);
    if (c >= 0) of[c].push(i);
  });
  const each = Math.ceil(n / classes.length), index = [], targets = [];
  for (let round = 0; round < each; round++) {
    of.forEach((all, c) => {
      const taken = Math.min(each, all.length);
      if (round >= taken || index.length >= n) return;
      index.push(all[Math.floor((round * all.length) / taken)]);
      targets.push(c);
    });
  }
  return { index, targets };
}

export class Training {
  // post(message) sends to the page, breathe() resolves once messages have had their turn, sliceMs is how long
  // it may not listen.
  constructor({ post, breathe, sliceMs }) {
    Object.assign(this, { post, breathe, sliceMs });
    this.order = 0; // of the loads: the latest wins
    this.run = 0; // number of the training in progress, 0 for none
    this.runs = 0;
    this.pair = new Pair({ post, breathe });
  }

  // wasm: the bytes of train.wasm.
  start({ wasm }) {
    this.wasm = wasm;
    this.post({ type: 'started' });
  }

  // files: [{name, bytes}], the contents of files, gzipped or not.
  async open({ files }) {
    const order = ++this.order;
    this.run = 0;
    try {
      if (!await this.pair.open(files.map(fileOf), () => order !== this.order)) return;
      this.describe();
    } catch (error) {
      if (order === this.order) this.fail(error);
    }
  }

  fail(error) {
    const { code, values } = error instanceof IdxError ? error : { code: 'idxUnreadable', values: { name: '', detail: String(error) } };
    this.post({ type: 'error', code, values, have: this.pair.names });
  }

  describe() {
    const { images, labels } = this.pair;
    if (!images || !labels) return this.post({ type: 'half', have: this.pair.names });
    const lying = looksLying(images), sets = setsOf(labels.blocks[0], lying.emnist);
    if (sets.length) return this.choose({ set: sets[0], sets });
    const { index, label } = outside(labels.blocks[0]) ?? {};
    this.pair.labels = undefined;
    throw new IdxError('idxLabels', { name: labels.name, index, label });
  }

  choose({ set, sets = this.sets }) {
    Object.assign(this, { set, sets });
    const texts = countTexts(this.pair.labels.blocks[0], set);
    this.post({ type: 'opened', set, sets, have: this.pair.names, texts: [...texts] });
  }

  // classes: texts; images: how many at most.
  async train({ classes, images, epochs, seed }) {
    const run = ++this.runs;
    this.run = run;
    const { index, targets } = chooseImages(this.pair.labels.blocks[0], this.set, classes, images);
    if (index.length < FEW) {
      this.run = 0;
      this.post({ type: 'few', n: index.length, least: FEW });
      return;
    }
    const module = await TrainingModule.open(this.wasm), upright = isUpright(this.set);
    module.start({ n: index.length, classes, epochs, seed, example: (k, image) => {
      uprightImage(image, this.pair.images, index[k], upright);
      return targets[k];
    } });
    this.module = module;
    this.post({ type: 'training', n: index.length, steps: module.steps, stepsPerEpoch: module.stepsPerEpoch, heldOut: module.heldOut });
    await this.steps(run, module);
  }

  async steps(run, module) {
    const start = performance.now();
    let done = 0, reported = 0, before = { loss: 0, right: 0, n: 0 };
    const report = () => {
      const sums = module.sums(), n = sums.n - before.n;
      this.post({ type: 'progress', done, right: (sums.right - before.right) / n, loss: (sums.loss - before.loss) / n,
        filters: module.filters(), perSecond: (1000 * done * BATCH) / (performance.now() - start), seconds: (performance.now() - start) / 1000 });
      before = sums;
      reported = performance.now();
    };
    while (done < module.steps) {
      const slice = performance.now();
      while (done < module.steps && performance.now() - slice < this.sliceMs) {
        done = module.step();
        if (done % module.stepsPerEpoch) continue;
        report();
        before = { loss: 0, right: 0, n: 0 };
        const { right, n } = module.validate();
        this.post({ type: 'epoch', done, right: n ? right / n : 0 });
      }
      if (done % module.stepsPerEpoch && performance.now() - reported > REPORT_MS) report();
      await this.breathe();
      if (this.run !== run) return; // stopped, or other files came
    }
    this.run = 0;
    this.post({ type: 'trained', done });
  }

  stop() {
    if (!this.run) return;
    this.run = 0;
    this.post({ type: 'trained', stopped: true });
  }

  // What is trained so far, as a .hwr file.
  model({ purpose }) {
    this.post({ type: 'model', purpose, bytes: this.module.model() });
  }

  // One message from the page: {type: 'start' | 'open' | ..., ...what the method takes}.
  async take({ type, ...message }) {
    try {
      await this[type](message);
    } catch (error) {
      this.run = 0;
      this.post({ type: 'failed', detail: String(error?.message ?? error) });
    }
  }
}
