// EMNIST's files as the page reads them: every kind of bad file is refused with a reason, no
// header is believed further than the file goes, and a test set counts as the native program counts.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { languages } from '../../../web/build_strings.mjs';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { Evaluation } from '../../../web/src/rooms/emnist/evaluation.js';
import { IdxError, MAX_IMAGES, PIXELS, looksLying, readIdx, uprightImage } from '../../../web/src/rooms/emnist/idx.js';
import { possibleSets, selectImages } from '../../../web/src/rooms/emnist/label_sets.js';
import { digits, makeModel } from '../../alphabets.mjs';
import { drawn, gz, idxImages, idxLabels, testSet, transposed } from '../../idx_files.mjs';
import { letters, modelBytes, randomNumbers, root, simdBytes, weightsFile } from '../artifacts.mjs';

const model = await createRecognizer({ simdBytes, modelBytes });
const named = (bytes, name = 'file') => Object.assign(new Blob([bytes]), { name });
const blank = (n) => Array.from({ length: n }, () => Buffer.alloc(PIXELS));

async function refusal(bytes, name) {
  try {
    await readIdx(bytes instanceof Blob ? bytes : named(bytes, name));
  } catch (error) {
    assert.ok(error instanceof IdxError, `${error.stack}`);
    return error.code;
  }
  return 'accepted';
}

// Runs messages through an Evaluation; resolves to all it posted.
async function converse(messages, modelFile = modelBytes) {
  const posted = [];
  const evaluation = new Evaluation({ post: (m) => posted.push(structuredClone(m)), breathe: turn, sliceMs: 5 });
  await evaluation.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes: modelFile }, probe: new Blob(['?']) });
  for (const message of messages) await evaluation.take(message);
  return posted;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const last = (posted) => posted[posted.length - 1];

for (const [how, pack] of [['plain', (b) => b], ['gzipped', gz]]) {
  test(`${how} images and labels are read, and images turned upright`, async () => {
    const { images, labels, n } = testSet();
    const read = await readIdx(named(pack(images)));
    assert.deepEqual([read.rank, read.count], [3, n]);
    const out = new Uint8Array(PIXELS);
    drawn.forEach(({ image }, i) => assert.deepEqual(uprightImage(out, read, i), image));
    assert.deepEqual([...(await readIdx(named(pack(labels)))).blocks[0]], [...labels.subarray(8)]);
  });
}

test('images in more than one block keep their places', async () => {
  const random = randomNumbers(5);
  const images = Array.from({ length: 9000 }, () => Buffer.alloc(PIXELS, random(256)));
  const read = await readIdx(named(idxImages(images)));
  assert.equal(read.blocks.length, 3);
  const out = new Uint8Array(PIXELS);
  for (const i of [0, 4095, 4096, 8191, 8192, 8999]) assert.equal(uprightImage(out, read, i)[100], images[i][0]);
});

const good = idxImages(blank(3));
const zeroed = (at, ...values) => { const b = Buffer.from(good); b.set(values, at); return b; };
const BAD = [
  ['nothing', Buffer.alloc(0), 'idxNoBytes'],
  ['a header that ends early', good.subarray(0, 9), 'idxNoHeader'],
  ['two bytes', good.subarray(0, 2), 'idxNoHeader'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'idxNotIdx'],
  ['a zip', Buffer.from('PK\x03\x04 and so on'), 'idxZip'],
  ['an error page', Buffer.from('\n<!DOCTYPE html><html>404'), 'idxIsHtml'],
  ['a model', modelBytes, 'idxIsModel'],
  ['floats', zeroed(2, 0x0d), 'idxNotBytes'],
  ['two dimensions', zeroed(3, 2), 'idxNotIdx'],
  ['no images', zeroed(7, 0), 'idxEmpty'],
  ['32 x 32', zeroed(11, 32), 'idxNotSide'],
  ['four billion images', zeroed(4, 255, 255, 255, 255), 'idxTooMany'],
  ['cut short', good.subarray(0, good.length - 1), 'idxCutShort'],
  ['too long', Buffer.concat([good, Buffer.alloc(1)]), 'idxTooLong'],
  ['gzip cut short', gz(good).subarray(0, 40), 'idxDamaged'],
  ['gzip damaged', (() => { const b = gz(testSet().images); b.fill(0xff, 3000, 3060); return b; })(), 'idxDamaged'],
  ['gzip of something else', gz(Buffer.from('hello, this is text')), 'idxNotIdx'],
  ['gzip of a gzip', gz(gz(good)), 'idxNotIdx'],
  ['a bomb', gz(Buffer.concat([good, Buffer.alloc(20e6)])), 'idxTooLong'],
];
for (const [what, bytes, code] of BAD) {
  test(`refused: ${what}`, async () => assert.equal(await refusal(bytes), code));
}

test('a giant file is refused before a byte of it is read', async () => {
  const file = named(good);
  Object.defineProperty(file, 'size', { value: 5e9 });
  file.slice = file.stream = () => assert.fail('read');
  assert.equal(await refusal(file), 'idxTooBig');
});

test('no more memory is taken than the file fills', async () => {
  const file = named(zeroed(4, 0, 12, 0, 0)); // 786,432 images: 617 MB
  const before = process.memoryUsage().arrayBuffers;
  assert.equal(await refusal(file), 'idxCutShort');
  assert.ok(process.memoryUsage().arrayBuffers - before < 20e6);
  assert.ok(MAX_IMAGES > 697932, 'the largest official file fits');
});

test('without DecompressionStream, gzip is refused and plain files still open', async () => {
  const { DecompressionStream: kept } = globalThis;
  delete globalThis.DecompressionStream;
  try {
    assert.equal(await refusal(gz(good)), 'idxNoGunzip');
    assert.equal(await refusal(good), 'accepted');
  } finally {
    globalThis.DecompressionStream = kept;
  }
});

test('a file that can no longer be read is refused', async () => {
  const file = named(good);
  file.stream = () => new ReadableStream({ pull: (c) => c.error(new DOMException('gone', 'NotReadableError')) });
  assert.equal(await refusal(file), 'idxUnreadable');
});

test('broken bytes anywhere give a reason or a file, never anything else', async () => {
  const { images } = testSet();
  const random = randomNumbers(11);
  for (const bytes of [images, gz(images)]) {
    for (let i = 0; i < 60; i++) {
      const broken = Buffer.from(bytes.subarray(0, random(2) ? bytes.length : random(bytes.length)));
      for (let k = random(4); k >= 0 && broken.length; k--) broken[random(Math.min(broken.length, random(2) ? 24 : broken.length))] = random(256);
      await refusal(broken);
    }
  }
});

const range = (from, to) => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);
const TEN = { classes: [...'0123456789'], groups: [...'0123456789'], folds: [...range(0, 9)] };
const BALANCED = { classes: [...TEN.classes, ...model.classes], groups: [...TEN.groups, ...model.groups],
  folds: [...TEN.folds, ...model.folds.map((group) => 10 + group)] };

test('the label set is found from the numbers', () => {
  assert.deepEqual(possibleSets(range(0, 46), model), ['letters37', 'byclass62']);
  assert.deepEqual(possibleSets(range(10, 46), model), ['letters37', 'byclass62']);
  assert.deepEqual(possibleSets(range(0, 61), model), ['byclass62']);
  assert.deepEqual(possibleSets(range(0, 62), model), []);
  assert.deepEqual(possibleSets(range(1, 26), model), ['letters26', 'letters37'], 'two sets that read alike are one');
  assert.deepEqual(possibleSets(range(10, 26), model), ['letters37', 'letters26']);
  assert.deepEqual(possibleSets(range(0, 9), model), [], 'digits alone are nothing to a model of letters');
});

test('the label set is one of the model\'s classes', () => {
  assert.deepEqual(possibleSets(range(0, 9), TEN), ['digits10', 'mnist10']);
  assert.deepEqual(possibleSets(range(0, 9), TEN, true), ['mnist10', 'digits10']);
  assert.deepEqual(possibleSets(range(0, 46), TEN), ['balanced47']);
  assert.deepEqual(possibleSets(range(1, 26), TEN), ['balanced47']);
  assert.deepEqual(possibleSets(range(0, 46), BALANCED), ['balanced47', 'byclass62']);
  assert.deepEqual(possibleSets(range(0, 9), BALANCED), ['digits10', 'mnist10']);
  const capitals = { classes: model.classes.slice(0, 26), groups: model.groups, folds: [...range(0, 25)] };
  assert.equal(selectImages(range(1, 26), 'letters26', capitals).folded, false, 'to capitals alone the case does not matter');
  const other = { classes: [...'αβγ'], groups: [...'αβγ'], folds: [0, 1, 2] };
  assert.deepEqual(possibleSets(range(0, 46), other), []);
});

test('labels name the classes they should, and what is no class is left out by name', () => {
  const names = (labels, set, of = model) => {
    const { folded, targets } = selectImages(Uint8Array.from(labels), set, of);
    return [...targets].map((target) => (folded ? of.groups : of.classes)[target]).join('');
  };
  assert.equal(names([1, 3, 26], 'letters26'), 'ACZ');
  assert.equal(names([0, 9, 10, 35, 36, 46], 'letters37'), 'AZat');
  assert.equal(names([0, 9, 10, 35, 36, 38, 42, 61], 'byclass62'), 'AZaCgZ');
  assert.equal(names([0, 9, 10, 35, 36, 46], 'balanced47', BALANCED), '09AZat');
  assert.equal(names([1, 2, 26], 'letters26', BALANCED), 'ABZ');
  assert.equal(names([0, 9, 10, 46], 'balanced47', TEN), '09');
  const { index, left, leftOut } = selectImages(Uint8Array.from([3, 10, 4, 36, 3]), 'letters37', model);
  assert.deepEqual([[...index], left, leftOut], [[1, 3], 3, ['3', '4']]);
});

test('a test set counts as the network answers', async () => {
  const { images, labels, n } = testSet({ digits: 5, mislabelled: 7 });
  const posted = await converse([{ type: 'open', files: [named(gz(labels), 'l.gz'), named(gz(images), 'i.gz')] }, { type: 'evaluate' }, { type: 'page', which: 'wrong', from: 2, length: 100 }]);
  const opened = posted.find((m) => m.type === 'opened');
  assert.deepEqual([opened.n, opened.left, opened.leftOut, opened.count, opened.set], [n, 5, [...'01234'], n + 5, 'letters37']);
  assert.equal(opened.lying, false);
  const { result } = posted.find((m) => m.type === 'done');
  const fold = (letter) => letter.toUpperCase();
  const merged = (letter) => ('abdefghnqrt'.includes(letter) ? letter : fold(letter));
  const right = drawn.filter(({ word, answer }, i) => i >= 7 && answer.letter === merged(word)).length;
  assert.ok(right < n && right > n / 2);
  assert.deepEqual([result.done, result.right], [n, right]);
  assert.equal(result.rightFolded, drawn.filter(({ word, answer }, i) => i >= 7 && answer.foldedBest === fold(word).charCodeAt(0) - 65).length);
  assert.equal(result.counts.reduce((a, b) => a + b), n);
  const { total, items } = last(posted);
  assert.deepEqual([total, items.length], [n - right, n - right - 2]);
  for (const item of items) assert.notEqual(item.answer, item.target);
});

test('swapped, doubled, single and unequal files are told apart', async () => {
  const { images, labels } = testSet();
  const i = named(images, 'i'), l = named(labels, 'l');
  const types = (posted) => posted.slice(1).map((m) => m.code ?? m.type).filter((type) => type !== 'reading');
  assert.deepEqual(types(await converse([{ type: 'open', files: [i] }, { type: 'open', files: [l] }])), ['half', 'opened']);
  assert.deepEqual(types(await converse([{ type: 'open', files: [i, i] }])), ['idxTwoImages']);
  assert.deepEqual(types(await converse([{ type: 'open', files: [l, named(labels, 'm')] }])), ['idxTwoLabels']);
  assert.deepEqual(types(await converse([{ type: 'open', files: [i, named(idxLabels([1, 2]), 'm')] }])), ['idxCounts']);
  assert.deepEqual(types(await converse([{ type: 'open', files: [named(idxImages(blank(2)), 'j'), named(idxLabels([70, 99]), 'm')] }])), ['idxLabels']);
  // A bad file leaves the good one before it in its place.
  assert.deepEqual(types(await converse([{ type: 'open', files: [i] }, { type: 'open', files: [named('x', 'x')] }, { type: 'open', files: [l] }])), ['half', 'idxNoHeader', 'opened']);
});

test('it stops when told, and goes on where it was', async () => {
  const { images, labels, n } = testSet({ times: 5 });
  const posted = [];
  const evaluation = new Evaluation({ post: (m) => posted.push(structuredClone(m)), breathe: turn, sliceMs: 1 });
  await evaluation.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes }, probe: new Blob(['?']) });
  await evaluation.take({ type: 'open', files: [named(images), named(labels)] });
  const running = evaluation.take({ type: 'evaluate' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await evaluation.take({ type: 'stop' });
  await running;
  assert.equal(last(posted).type, 'stopped', 'nothing is read after the stop');
  const { result } = posted.find((m) => m.type === 'stopped');
  assert.ok(result.done > 0 && result.done < n, `${result.done}`);
  await evaluation.take({ type: 'evaluate' });
  assert.equal(last(posted).type, 'done');
  assert.equal(last(posted).result.counts.reduce((a, b) => a + b), n);
});

test('every refusal has its sentence in every language', () => {
  const source = ['idx.js', 'pair.js', 'evaluation.js'].map((name) => readFileSync(path.join(root, 'web/src/rooms/emnist', name), 'utf8')).join('\n');
  const codes = [...source.matchAll(/new IdxError\((?:packed \? )?'(\w+)'(?: : '(\w+)')?/g)].flatMap(([, a, b]) => [a, b].filter(Boolean));
  assert.ok(codes.length > 15);
  for (const code of codes) for (const { idx } of Object.values(languages)) assert.ok(idx[code], code);
});

// The native program and the page's, on the same file.
async function compare(images, labels, set, { native, weights = weightsFile }) {
  const files = [images, labels].map((file) => named(readFileSync(file), path.basename(file)));
  const posted = await converse([{ type: 'open', files }, { type: 'choose', set }, { type: 'evaluate' }], readFileSync(weights));
  const { result } = last(posted);
  const stated = JSON.parse(execFileSync(native, ['eval', '--weights', weights, '--images', images, '--labels', labels, '--label-set', set, '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  assert.deepEqual([result.done, result.right, result.rightFolded, result.top2],
    [stated.n, ...[stated.accuracy, stated.accuracy_folded, stated.top2].map((share) => Math.round(share * stated.n))]);
}

const native = path.join(root, 'build/native/letters');

test('the same counts as letters eval, sample letters', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-idx-'));
  try {
    for (const set of ['letters37', 'letters26']) {
      const { images, labels } = testSet({ set, digits: set === 'letters37' ? 3 : 0 });
      writeFileSync(path.join(folder, 'i.gz'), gz(images));
      writeFileSync(path.join(folder, 'l.gz'), gz(labels));
      await compare(path.join(folder, 'i.gz'), path.join(folder, 'l.gz'), set, { native });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// Digits as EMNIST stores them, and as MNIST does, with some letters among them.
const ten = makeModel('digits');
async function digitSet(upright) {
  const reader = await createRecognizer({ simdBytes, modelBytes: ten });
  const read = [...digits, ...letters.slice(0, 6)].map(({ drawing }) => Buffer.from(reader.recognizeStrokes(strokesFromDrawing(drawing)).image));
  return { images: idxImages(read.map((image) => (upright ? image : transposed(image)))),
    labels: idxLabels([...digits.map(({ word }) => Number(word)), ...letters.slice(0, 6).map((_, i) => 10 + i)]) };
}

test('digits, transposed or upright: the set says which, and images that lie the other way are noticed', async () => {
  for (const upright of [false, true]) {
    const { images } = await digitSet(upright), labels = idxLabels([...digits.map(({ word }) => Number(word)), 0, 1, 2, 3, 4, 5]);
    const files = [named(images), named(labels)];
    const posted = await converse([{ type: 'open', files }, { type: 'evaluate' }, { type: 'choose', set: upright ? 'digits10' : 'mnist10' }, { type: 'evaluate' }], ten);
    const [first, other] = posted.filter(({ type }) => type === 'opened');
    assert.deepEqual([first.set, first.sets.length, first.lying], [upright ? 'mnist10' : 'digits10', 2, false]);
    assert.equal(other.lying, true);
    const [right, wrong] = posted.filter(({ type }) => type === 'done').map(({ result }) => result.right);
    assert.ok(right > 0.8 * digits.length && wrong < 0.5 * digits.length, `${right}, the other way ${wrong}`);
  }
  assert.deepEqual(looksLying(await readIdx(named(testSet().images))), { emnist: false, upright: true });
});

test('the same counts as letters eval, digits', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-idx-'));
  try {
    const at = (name) => path.join(folder, name);
    writeFileSync(at('ten.hwr'), ten);
    const { images, labels } = await digitSet(false);
    writeFileSync(at('i'), images);
    writeFileSync(at('l'), labels);
    await compare(at('i'), at('l'), 'balanced47', { native, weights: at('ten.hwr') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

for (const [name, set] of [['letters-test', 'letters26'], ['merge37-test', 'letters37']]) {
  test(`the same counts as letters eval, ${name}`, { skip: process.env.HWR_DATA ? false : 'HWR_DATA is not set' }, async () => {
    const file = (what) => path.join(process.env.HWR_DATA, `emnist/${name}-${what}-ubyte.gz`);
    await compare(file('images-idx3'), file('labels-idx1'), set, { native });
  });
}
