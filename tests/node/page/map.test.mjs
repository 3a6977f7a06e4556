// The map's mathematics against plain references: principal components, neighbours, UMAP; and its worker's messages.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { galleries } from '../../../web/src/rooms/map/galleries.js';
import { Mapping, centreRows, company, pixelRow, typicality } from '../../../web/src/rooms/map/mapping.js';
import { nearest, nearestTo } from '../../../web/src/rooms/map/neighbours.js';
import { eigen, principal, project } from '../../../web/src/rooms/map/pca.js';
import { layOut, memberships, union } from '../../../web/src/rooms/map/umap.js';
import { variants } from '../../../web/src/rooms/map/variants.js';
import { randomStream } from '../../../web/src/shared/random.js';
import { gz, testSet } from '../../idx_files.mjs';
import { measureCentres } from '../../../tools/report/centres.mjs';
import { CENTRES } from '../../../web/src/rooms/map/centres.js';
import { letters, modelBytes, root, simdBytes, skipCardFigures } from '../artifacts.mjs';

const KEPT = 0.95, AT = 12; // trustworthiness, at so many neighbours
const PCA_MS = 1000;

const ended = (work) => {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
};
const near = (a, b, within, what) => assert.ok(Math.abs(a - b) <= within, `${what}: ${a} and ${b}`);

// Rows around some centres, (n, d).
function blobs(n, d, centres, spread, seed) {
  const random = randomStream(seed), normal = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b) - 6;
  const middle = Array.from({ length: centres }, () => Array.from({ length: d }, () => 10 * random()));
  return { of: Array.from({ length: n }, (_, i) => i % centres), rows: Float32Array.from({ length: n * d }, (_, at) => middle[Math.floor(at / d) % centres][at % d] + spread * normal()) };
}

// J. Venna and S. Kaski, 2001: 1 where all k neighbours on the map are among the k nearest rows.
function trustworthiness(rows, n, d, at, k, sampled = n) {
  const apart = (a, width, i, j) => {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += (a[i * width + c] - a[j * width + c]) ** 2;
    return sum;
  };
  let sum = 0;
  for (let s = 0; s < sampled; s++) {
    const i = Math.floor((s * n) / sampled);
    const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
    const rank = new Int32Array(n), by = (a, width) => {
      const values = Float64Array.from({ length: n }, (_, j) => apart(a, width, i, j));
      return others.slice().sort((p, q) => values[p] - values[q]);
    };
    by(rows, d).forEach((j, place) => { rank[j] = place + 1; });
    for (const j of by(at, 2).slice(0, k)) sum += Math.max(0, rank[j] - k);
  }
  return 1 - (2 / (sampled * k * (2 * n - 3 * k - 1))) * sum;
}

test('eigenvectors of a matrix that is known', () => {
  const { values, vectors } = eigen(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5), 3);
  assert.deepEqual([...values].map((v) => Math.round(v * 1e9) / 1e9).sort(), [1, 3, 5]);
  for (let i = 0; i < 3; i++) {
    const [x, y, z] = vectors.subarray(3 * i, 3 * i + 3);
    for (const [got, wanted] of [[2 * x + y, values[i] * x], [x + 2 * y, values[i] * y], [5 * z, values[i] * z]]) near(got, wanted, 1e-9, 'M v = value v');
  }
});

// A plain reference: power iteration on the data themselves, one component after the other.
function powerComponents(rows, n, d, k) {
  const mean = Array.from({ length: d }, (_, a) => Array.from({ length: n }, (_, i) => rows[i * d + a]).reduce((x, y) => x + y) / n);
  const data = Array.from({ length: n }, (_, i) => mean.map((m, a) => rows[i * d + a] - m));
  const total = data.flat().reduce((sum, v) => sum + v * v, 0);
  return Array.from({ length: k }, () => {
    let vector = Array.from({ length: d }, (_, a) => Math.sin(a + 1));
    let variance = 0;
    for (let round = 0; round < 2000; round++) {
      const next = new Array(d).fill(0);
      for (const row of data) {
        const along = row.reduce((sum, v, a) => sum + v * vector[a], 0);
        row.forEach((v, a) => { next[a] += along * v; });
      }
      variance = Math.hypot(...next);
      vector = next.map((v) => v / variance);
    }
    for (const row of data) {
      const along = row.reduce((sum, v, a) => sum + v * vector[a], 0);
      row.forEach((v, a) => { row[a] = v - along * vector[a]; });
    }
    return { vector, share: variance / total };
  });
}

test('principal components are those of power iteration, and rows lie along them', () => {
  const n = 120, d = 7, { rows } = blobs(n, d, 3, 0.7, 4), found = principal(rows, n, d, 3);
  powerComponents(rows, n, d, 3).forEach(({ vector, share }, c) => {
    const own = found.vectors.subarray(c * d, c * d + d);
    near(Math.abs(own.reduce((sum, v, a) => sum + v * vector[a], 0)), 1, 1e-6, `direction ${c}`);
    near(found.shares[c], share, 1e-6, `share ${c}`);
  });
  const along = project(found, rows, n);
  for (let c = 0; c < 3; c++) near(Array.from({ length: n }, (_, i) => along[3 * i + c]).reduce((a, b) => a + b) / n, 0, 1e-5, 'their middle is 0');
});

test('the nearest rows are those of sorting all distances', () => {
  const n = 90, d = 5, k = 6, { rows } = blobs(n, d, 4, 1, 9);
  const distance = (i, j) => Math.hypot(...Array.from({ length: d }, (_, a) => rows[i * d + a] - rows[j * d + a]));
  const got = ended(nearest(rows, n, d, k));
  for (let i = 0; i < n; i++) {
    const wanted = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i).sort((a, b) => distance(i, a) - distance(i, b)).slice(0, k);
    assert.deepEqual([...got.index.subarray(i * k, i * k + k)], wanted);
    wanted.forEach((j, place) => near(got.distance[i * k + place], distance(i, j), 1e-4, 'distance'));
    assert.equal(nearestTo(rows.subarray(i * d, i * d + d), rows, n, d, 2).index[0], i);
  }
});

test('UMAP: memberships sum to log2 k, and edges of both directions are one', () => {
  const n = 60, k = 8, { rows } = blobs(n, 4, 2, 1, 3), { index, distance } = ended(nearest(rows, n, 4, k));
  const weight = memberships(distance, n, k);
  for (let i = 0; i < n; i++) near(weight.subarray(i * k, i * k + k).reduce((a, b) => a + b), Math.log2(k), 1e-3, `point ${i}`);
  const edges = union(Int32Array.of(1, 0, 0), Float32Array.of(0.5, 0.25, 1), 3, 1);
  assert.deepEqual([[...edges.from], [...edges.to], [...edges.weight]], [[0, 0], [1, 2], [0.625, 1]]);
  assert.ok(union(index, weight, n, k).weight.every((w) => w > 0 && w <= 1));
});

function umap(rows, n, d, options) {
  const pca = principal(rows, n, d, Math.min(30, d)), projected = project(pca, rows, n), k = 15;
  return ended(layOut(ended(nearest(projected, n, pca.k, k)), n, k, projected, pca.k, options));
}

test(`UMAP keeps neighbours, and islands apart; the same points give the same map`, () => {
  const n = 600, d = 20, { rows, of } = blobs(n, d, 6, 0.5, 7);
  const at = umap(rows, n, d, { epochs: 200 });
  assert.deepEqual(umap(rows, n, d, { epochs: 200 }), at);
  assert.ok(at.every(Number.isFinite));
  const trust = trustworthiness(rows, n, d, at, AT);
  assert.ok(trust >= KEPT, `${trust}`);
  const { index } = ended(nearest(at, n, 2, 5));
  assert.ok(index.every((j, i) => of[j] === of[Math.floor(i / 5)]), 'the nearest on the map are of the same blob');
});

test('an image’s pixels are taken two by two', () => {
  const image = new Uint8Array(784);
  [0, 1, 28, 29].forEach((i) => { image[i] = 255; });
  image[30] = 102;
  const row = new Float32Array(196);
  pixelRow(row, image);
  assert.deepEqual([...row.subarray(0, 3)].map((v) => Math.round(v * 1000) / 1000), [1, 0.1, 0]);
});

test('the company of a class', () => {
  const { shares, rivals } = company(Int32Array.of(1, 2, 0, 2, 0, 1), Uint8Array.of(0, 0, 1), 3, 2);
  assert.deepEqual(shares, [0.5, 0, 0]);
  assert.deepEqual(rivals, [1, 0, -1]);
});

test('typical is near the mean of its class, doubted what is surely read as another', () => {
  const typical = typicality(Float32Array.of(1, 0, 1, 0, 0, 1, 0, 2), 4, 2, Uint8Array.of(0, 0, 0, 1), 2);
  assert.ok(typical[0] === typical[1] && typical[0] > typical[2]);
  near(typical[3], 1, 1e-6, 'alone in its class');
  const points = { n: 4, targets: [0, 0, 0, 1], answers: [0, 1, 1, 1], confidences: [0.99, 0.95, 0.5, 1], typical };
  assert.deepEqual(galleries(points, 0), { typical: [0, 1, 2], odd: [2, 0, 1], doubted: [1] });
  assert.deepEqual(galleries(points, 1), { typical: [3], odd: [3], doubted: [] });
});

const samples = letters.map(({ word, drawing }) => ({ letter: word, strokes: drawing.map(([xs, ys]) => xs.map((x, i) => ({ x, y: ys[i] }))) }));

test('variants of the samples: the first unchanged, all letters as often', () => {
  const all = variants(samples, 3);
  assert.equal(all.length, 3 * samples.length);
  assert.deepEqual(all.slice(0, samples.length), samples);
  assert.deepEqual(all.map(({ letter }) => letter), [0, 1, 2].flatMap(() => samples.map(({ letter }) => letter)));
});

async function started(heard = () => {}) {
  const posted = [];
  const mapping = new Mapping({ post: (m) => { posted.push(m); heard(m, mapping); }, breathe: () => new Promise((resolve) => { setImmediate(resolve); }), sliceMs: 20 });
  mapping.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes } });
  await mapping.take({ type: 'drawn', samples });
  return { posted, mapping };
}

test('the sample letters are laid out, and a drawing lies among its own', async () => {
  const { posted, mapping } = await started();
  const points = posted.at(-1);
  assert.equal(points.type, 'points');
  assert.equal(points.n, 12 * samples.length);
  const right = points.targets.filter((t, i) => t === points.answers[i]).length;
  assert.ok(right > 0.95 * points.n, `${right} of ${points.n}`);
  for (const [how, space] of [['pca', 'pixels'], ['umap', 'features']]) {
    await mapping.take({ type: 'layOut', how, space });
    const placed = posted.at(-1);
    assert.ok(placed.type === 'positions' && placed.done && placed.how === how);
    assert.ok(placed.at.length === 2 * points.n && placed.at.every(Number.isFinite));
  }
  const { company: own } = posted.at(-1);
  assert.ok(own.shares.filter((share) => share > 0.5).length > 30, 'classes are islands');
  const image = points.images.subarray(0, 784);
  await mapping.take({ type: 'locate', image });
  const { at, near: neighbours } = posted.at(-1), positions = posted.at(-2).at;
  assert.equal(neighbours[0], 0, 'it is nearest to itself');
  assert.ok(Math.hypot(at[0] - positions[0], at[1] - positions[1]) < 3, 'and lies beside itself');
});

test('the shipped centres are those of the shipped model, and lie amid the drawn letters of their classes', async () => {
  const { posted, mapping } = await started(), { n, classes, targets } = posted.at(-1);
  const rows = centreRows(modelBytes, classes);
  assert.deepEqual(Object.keys(CENTRES.classes), classes);
  assert.ok(rows.every((row) => row.length === mapping.spaces.features.d));
  assert.equal(centreRows(readFileSync(path.join(root, 'weights/balanced.hwr')), classes), null, 'another model has none');
  await mapping.take({ type: 'layOut', how: 'pca', space: 'pixels' });
  assert.equal(posted.at(-1).centres, null, 'among pixels there are none');
  for (const how of ['pca', 'umap']) {
    await mapping.take({ type: 'layOut', how, space: 'features' });
    const { at, centres } = posted.at(-1);
    assert.equal(centres.images, CENTRES.images);
    const amid = centres.at.filter(([x, y], c) => {
      const apart = (i) => Math.hypot(at[2 * i] - x, at[2 * i + 1] - y);
      return [...Array(n).keys()].sort((a, b) => apart(a) - apart(b)).slice(0, 9).filter((i) => targets[i] === c).length > 4;
    }).length;
    console.log(`${how}: ${amid} of ${classes.length} centres amid their class`);
    if (how === 'umap') assert.ok(amid >= 30, `${amid} of ${classes.length}`);
  }
});

test('the shipped centres are those of EMNIST’s training images: of a tenth of them', { skip: skipCardFigures }, async () => {
  const some = await measureCentres(process.env.HWR_DATA, Math.floor(CENTRES.images / 10));
  assert.equal(some.model, CENTRES.model);
  const cosine = (a, b) => a.reduce((sum, v, i) => sum + v * b[i], 0) / (Math.hypot(...a) * Math.hypot(...b));
  for (const [text, row] of Object.entries(some.classes)) {
    const own = cosine(row, CENTRES.classes[text]);
    assert.ok(own >= 0.99, `${text}: ${own}`);
    near(Math.hypot(...row) * some.scale, Math.hypot(...CENTRES.classes[text]) * CENTRES.scale, 0.03, `${text}: length`);
  }
});

test('files are read, a stop is heard, what is wrong with a file is said', async () => {
  const set = testSet({ times: 2, set: 'letters26' });
  const files = [{ name: 'i.gz', bytes: gz(set.images) }, { name: 'l.gz', bytes: gz(set.labels) }];
  const { posted, mapping } = await started(({ type }, own) => { if (type === 'progress') own.stop(); });
  assert.ok(posted.at(-1).type === 'stopped' && posted.every(({ type }) => type !== 'points'), 'a stop');
  await mapping.take({ type: 'open', files: files.slice(0, 1), limit: 100 });
  assert.equal(posted.at(-1).type, 'half');
  await mapping.take({ type: 'open', files: [{ name: 'photo', bytes: Buffer.from('JFIF and so on') }], limit: 100 });
  assert.equal(posted.at(-1).code, 'idxNotIdx');
  const own = new Mapping({ post: (m) => posted.push(m), breathe: async () => {}, sliceMs: 1e9 });
  own.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes } });
  await own.take({ type: 'open', files, limit: 100 });
  const points = posted.at(-1);
  assert.equal(points.n, 100);
  assert.equal(points.classes.length, 26, 'labels that do not tell the case are groups');
  assert.deepEqual([...points.numbers.subarray(0, 2)], [1, 1 + Math.floor(set.n / 100)]);
  await own.take({ type: 'layOut', how: 'pca', space: 'features' });
  assert.equal(posted.at(-1).centres, null, 'centres stand in for files');
});

const data = process.env.HWR_DATA && path.join(process.env.HWR_DATA, 'emnist');
test('of letters-test: UMAP of 5,000 keeps neighbours in features and in pixels, PCA of 20,000 takes no second', { skip: data && existsSync(data) ? false : 'HWR_DATA is not set' }, async () => {
  const posted = [], n = 20000, some = 5000;
  const mapping = new Mapping({ post: (m) => posted.push(m), breathe: async () => {}, sliceMs: 1e9 });
  mapping.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes } });
  const files = ['images-idx3', 'labels-idx1'].map((kind) => ({ name: kind, bytes: readFileSync(path.join(data, `letters-test-${kind}-ubyte.gz`)) }));
  await mapping.take({ type: 'open', files, limit: n });
  const { rows: all, d } = mapping.spaces.features, start = performance.now();
  principal(all, n, d, 30);
  const ms = performance.now() - start;
  console.log(`PCA of ${n} x ${d}: ${Math.round(ms)} ms`);
  await mapping.take({ type: 'choose', limit: some });
  const images = Float32Array.from(mapping.points.images), { rows } = mapping.spaces.features; // images: all pixels, not the map's two by two
  for (const [space, values, width] of [['features', rows, d], ['pixels', images, images.length / some]]) {
    await mapping.take({ type: 'layOut', how: 'umap', space });
    const trust = trustworthiness(values, some, width, posted.at(-1).at, AT, 500);
    console.log(`${space}: trustworthiness at ${AT} of ${some}: ${trust.toFixed(4)}, ${(posted.at(-1).ms / 1000).toFixed(1)} s`);
    assert.ok(trust >= KEPT, `${space}: ${trust}`);
  }
  if (process.env.LETTERS_QUIET) assert.ok(ms <= PCA_MS, `${ms} ms`);
});
