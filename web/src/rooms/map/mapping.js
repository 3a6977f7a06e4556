// mapping.js - the work of the map, in a worker: images read by the network, their features and pixels, where each
// point lies, and where the pad's drawing does.
import { openRecognizer } from '../../recognizer/recognizer.js';
import { classOf } from '../../shared/labels.js';
import { modelKey } from '../../shared/model_key.js';
import { IdxError, PIXELS, SIDE, uprightImage } from '../emnist/idx.js';
import { isUpright, possibleSets, selectImages } from '../emnist/label_sets.js';
import { Pair, REPORT_MS, fileOf } from '../emnist/pair.js';
import { features } from '../why/like.js';
import { CENTRES } from './centres.js';
import { nearest, nearestTo } from './neighbours.js';
import { principal, project } from './pca.js';
import { layOut } from './umap.js';
import { variants } from './variants.js';

const VARIANTS = 12, COLUMNS = 30, NEIGHBOURS = 15, HALF = SIDE / 2;
const EPOCHS = 300, EPOCHS_OF_MANY = 150, MANY = 8000; // points
// Pixels hardly form islands: to keep neighbours there, a pull needs more pushes than UMAP's usual ones. Trustworthiness at
// 12 neighbours of 5,000 images of letters-test, by all their 28 x 28 pixels: 0.92 with 5, 0.95 with 15, 0.96 with 25.
const NEGATIVE = { pixels: 25 };
const NEAR = 7, TOGETHER = 0.06; // points that say where a drawing lies, and the share of the map that they may lie apart

// An image's pixels, two by two, as 0..1: (14, 14).
export function pixelRow(out, image) {
  for (let y = 0; y < HALF; y++) {
    for (let x = 0; x < HALF; x++) {
      const at = 2 * y * SIDE + 2 * x;
      out[y * HALF + x] = (image[at] + image[at + 1] + image[at + SIDE] + image[at + SIDE + 1]) / 1020;
    }
  }
}

// Of each point the share of its neighbours that have its class, and for each class which other one is most among them:
// {shares (classes), rivals (classes), -1 for none}.
export function company(index, targets, classes, k) {
  const counts = new Uint32Array(classes * classes);
  index.forEach((j, at) => {
    if (j >= 0) counts[targets[Math.floor(at / k)] * classes + targets[j]]++;
  });
  const row = (c) => counts.subarray(c * classes, c * classes + classes);
  const sum = (c) => row(c).reduce((a, b) => a + b, 0);
  const all = Array.from({ length: classes }, (_, c) => c);
  return { shares: all.map((c) => (sum(c) ? row(c)[c] / sum(c) : 0)),
    rivals: all.map((c) => row(c).reduce((best, n, other) => (other !== c && n > (best < 0 ? 0 : row(c)[best]) ? other : best), -1)) };
}

// How like its class's mean each row (n, d) is: the cosine of the two.
export function typicality(rows, n, d, targets, classes) {
  const means = new Float64Array(classes * d);
  for (let at = 0; at < n * d; at++) means[targets[Math.floor(at / d)] * d + (at % d)] += rows[at];
  return Float32Array.from({ length: n }, (_, i) => {
    const row = rows.subarray(i * d, i * d + d), mean = means.subarray(targets[i] * d, targets[i] * d + d);
    return row.reduce((sum, v, a) => sum + v * mean[a], 0) / (Math.hypot(...row) * Math.hypot(...mean) || 1);
  });
}

// The shipped centres of a model's classes: a row each, null where there is none; null for another model.
export function centreRows(modelBytes, classes) {
  if (modelKey(modelBytes) !== CENTRES.model) return null;
  return classes.map((text) => (CENTRES.classes[text] ? Float32Array.from(CENTRES.classes[text], (v) => v * CENTRES.scale) : null));
}

export class Mapping {
  // As of Evaluation: post(message), breathe(), sliceMs.
  constructor({ post, breathe, sliceMs }) {
    Object.assign(this, { post, breathe, sliceMs });
    this.pair = new Pair({ post, breathe });
    this.order = 0; // of whatever takes long: the latest wins
    this.points = null;
    this.centres = null; // of the drawn letters' classes, as of centreRows()
  }

  // bytes: what openRecognizer() takes.
  async start({ bytes }) {
    this.modelBytes = bytes.modelBytes;
    this.opening = openRecognizer(bytes);
    this.recognizer = await this.opening;
    this.post({ type: 'started' });
  }

  // ---- Where the points come from ----

  // The sample letters, [{letter, strokes}], and changed ones: the points tell how many each version has.
  async drawn({ samples }) {
    const { recognizer } = this, order = ++this.order;
    const known = samples.filter(({ letter }) => classOf(letter, recognizer.classes) >= 0);
    const all = variants(known, VARIANTS);
    this.pair = new Pair(this);
    await this.read(order, all.length, recognizer.classes, (k, image) => {
      const answer = recognizer.recognizeStrokes(all[k].strokes);
      image.set(answer.image);
      return classOf(all[k].letter, recognizer.classes);
    }, { drawn: known.length });
  }

  // files: [{name, bytes}]; limit: points at most.
  async open({ files, limit }) {
    const order = ++this.order;
    try {
      if (!await this.pair.open(files.map(fileOf), () => order !== this.order)) return;
      await this.choose({ limit });
    } catch (error) {
      if (order !== this.order) return;
      const { code, values } = error instanceof IdxError ? error : { code: 'idxUnreadable', values: { name: '', detail: String(error) } };
      this.post({ type: 'error', code, values, have: this.pair.names });
    }
  }

  // A meaning of the labels, the likeliest where none is given, and so many points, spread over the file.
  async choose({ set, limit }) {
    const { pair: { images, labels, names }, recognizer } = this, order = ++this.order;
    if (!images || !labels) return this.post({ type: 'half', have: names });
    const sets = possibleSets(labels.blocks[0], recognizer);
    if (!sets.length) throw new IdxError('idxNoClasses', { name: labels.name });
    const chosen = set ?? sets[0];
    const { folded, index, targets } = selectImages(labels.blocks[0], chosen, recognizer);
    const n = Math.min(limit, index.length), upright = isUpright(chosen);
    const at = (k) => Math.floor((k * index.length) / n);
    return this.read(order, n, folded ? recognizer.groups : recognizer.classes, (k, image) => {
      uprightImage(image, images, index[at(k)], upright);
      return targets[at(k)];
    }, { have: names, sets, set: chosen, numbers: Uint32Array.from({ length: n }, (_, k) => index[at(k)] + 1) });
  }

  // n points: example(k, image) writes the image and returns its class, or group where the classes are the groups.
  async read(order, n, classes, example, more) {
    const { recognizer } = this, folded = classes.length < recognizer.classes.length;
    const points = { n, classes, images: new Uint8Array(n * PIXELS), targets: new Uint8Array(n), answers: new Uint8Array(n), confidences: new Float32Array(n) };
    let rows = null, d = 0;
    for (let k = 0, last = 0; k < n; k++) {
      const image = points.images.subarray(k * PIXELS, k * PIXELS + PIXELS);
      points.targets[k] = example(k, image);
      const answer = recognizer.recognizeImage(image), own = features(recognizer)[0];
      d = own.length;
      rows ??= new Float32Array(n * d);
      rows.set(own, k * d);
      points.answers[k] = folded ? answer.foldedBest : answer.best;
      points.confidences[k] = folded ? answer.folded[answer.foldedBest] : answer.confidence;
      if (performance.now() - last < this.sliceMs) continue;
      this.post({ type: 'progress', what: 'mapReading', share: k / n });
      await this.breathe();
      if (order !== this.order) return;
      last = performance.now();
    }
    this.points = points;
    this.spaces = { features: { rows, d } };
    this.centres = more.drawn ? centreRows(this.modelBytes, classes) : null;
    const { images, targets, answers, confidences } = points;
    this.post({ type: 'points', n, classes, images: images.slice(), targets: targets.slice(), answers: answers.slice(), confidences: confidences.slice(),
      typical: typicality(rows, n, d, targets, classes.length), ...more });
  }

  // ---- Where they lie ----

  // 'features' or 'pixels': {rows (n, d), d, pca, projected (n, k)}.
  space(name) {
    const { n, images } = this.points;
    if (name === 'pixels' && !this.spaces.pixels) {
      const d = HALF * HALF, rows = new Float32Array(n * d);
      for (let i = 0; i < n; i++) pixelRow(rows.subarray(i * d, i * d + d), images.subarray(i * PIXELS, i * PIXELS + PIXELS));
      this.spaces.pixels = { rows, d };
    }
    const space = this.spaces[name];
    if (!space.pca) {
      space.pca = principal(space.rows, n, space.d, Math.min(COLUMNS, space.d));
      space.projected = project(space.pca, space.rows, n);
    }
    return space;
  }

  // Has a generator run in slices; null where something later began.
  async run(order, work, tell) {
    for (let last = performance.now(), step = work.next(); ; step = work.next()) {
      if (step.done) return step.value;
      if (performance.now() - last < this.sliceMs) continue;
      tell(step.value);
      await this.breathe();
      if (order !== this.order) return null;
      last = performance.now();
    }
  }

  // how: 'pca' at once, or 'umap' as it goes.
  async layOut({ space: name, how }) {
    const order = ++this.order, start = performance.now(), { n } = this.points;
    const space = this.space(name), { k } = space.pca;
    const first = Float32Array.from({ length: 2 * n }, (_, i) => space.projected[(i >> 1) * k + (i & 1)]);
    this.name = name;
    this.put(first, how, start, how === 'pca', space.pca.shares[0] + space.pca.shares[1]);
    if (how === 'pca') return;
    const of = Math.min(NEIGHBOURS, n - 1);
    space.near ??= await this.run(order, nearest(space.projected, n, k, of),
      (share) => this.post({ type: 'progress', what: 'mapNeighbours', share }));
    if (!space.near || order !== this.order) return;
    let shown = 0;
    const at = await this.run(order, layOut(space.near, n, of, space.projected, k, { epochs: n > MANY ? EPOCHS_OF_MANY : EPOCHS, negative: NEGATIVE[name] }), (step) => {
      this.post({ type: 'progress', what: 'mapLayingOut', share: step.share });
      if (performance.now() - shown < REPORT_MS) return;
      shown = performance.now();
      this.put(step.at, how, start, false, 0);
    });
    if (at) this.put(at, how, start, true, 0);
  }

  put(at, how, start, done, explained) {
    const { classes, targets } = this.points, space = this.spaces[this.name];
    this.at = at;
    this.how = how;
    const near = done && space.near ? company(space.near.index, targets, classes.length, space.near.index.length / targets.length) : null;
    this.post({ type: 'positions', at: at.slice(), how, done, explained, company: near, centres: this.placeCentres(), ms: performance.now() - start });
  }

  stop() {
    this.order++;
    this.post({ type: 'stopped' });
  }

  // Where the centres of classes lie, {images: of how many they are the means, at: [x, y] a class, null for none}; null for
  // points of files, and among pixels.
  placeCentres() {
    if (!this.centres || this.name !== 'features') return null;
    const space = this.spaces.features;
    space.centres ??= this.centres.map((row) => row && this.among(row));
    return { images: CENTRES.images, at: space.centres.map((found) => found && this.placeOf(found)) };
  }

  // ---- The pad's drawing ----

  // Where an image that is not empty lies.
  locate({ image }) {
    if (!this.at) return this.post({ type: 'located', at: null });
    const row = new Float32Array(this.space(this.name).d);
    if (this.name === 'pixels') pixelRow(row, image);
    else {
      this.recognizer.recognizeImage(image);
      row.set(features(this.recognizer)[0]);
    }
    const found = this.among(row);
    return this.post({ type: 'located', at: this.placeOf(found), near: [...found.index] });
  }

  // A row of the space in use along its principal components, and the points that are nearest to it: {own, index, distance}.
  among(row) {
    const space = this.space(this.name), { pca } = space, own = project(pca, row, 1);
    return { own, ...nearestTo(own, space.projected, this.points.n, pca.k, Math.min(NEAR, this.points.n)) };
  }

  // On the map: by its principal components, or amid those points.
  placeOf({ own, index, distance }) {
    return this.how === 'pca' ? [own[0], own[1]] : this.amid(index, distance);
  }

  // The middle of those of the nearest points that lie together: where they lie apart, of the larger part.
  amid(index, distance) {
    const { at } = this, span = this.span();
    const place = (i) => [at[2 * i], at[2 * i + 1]];
    const weights = Array.from(distance, (v) => 1 / (v * v + 1e-6));
    const apart = (a, b) => Math.hypot(place(index[a])[0] - place(index[b])[0], place(index[a])[1] - place(index[b])[1]);
    const numbers = [...index.keys()], together = (a) => numbers.filter((b) => apart(a, b) < TOGETHER * span);
    const sum = (list, value = () => 1) => list.reduce((all, b) => all + weights[b] * value(b), 0);
    const best = numbers.map(together).reduce((most, list) => (sum(list) > sum(most) ? list : most));
    return [0, 1].map((axis) => sum(best, (b) => place(index[b])[axis]) / sum(best));
  }

  // From the map's left to its right.
  span() {
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < this.at.length; i += 2) {
      low = Math.min(low, this.at[i]);
      high = Math.max(high, this.at[i]);
    }
    return high - low;
  }

  // One message from the page: {type: 'start' | 'open' | ..., ...what the method takes}.
  async take({ type, ...message }) {
    try {
      if (type !== 'start') await this.opening;
      await this[type](message);
    } catch (error) {
      if (error instanceof IdxError) this.post({ type: 'error', code: error.code, values: error.values, have: this.pair.names });
      else this.post({ type: 'failed', detail: String(error?.message ?? error) });
    }
  }
}
