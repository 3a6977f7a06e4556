// Models of other classes than the page's own: their labels, groups and answers, in both builds and
// as the native program gives them; and what the page makes of labels.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { languages } from '../../../web/build_strings.mjs';
import { sharedSmall } from '../../../web/src/page/answer.js';
import { chartWords } from '../../../web/src/page/chart.js';
import { readModelFile } from '../../../web/src/recognizer/model_file.js';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { classOf, describeGroups, otherCase, widthOf } from '../../../web/src/shared/labels.js';
import { setTables } from '../../../web/src/strings/strings.js';
import { CLASSES_128, cli, digits, greek, makeModel } from '../../alphabets.mjs';
import { letters, modelBytes, root, scalarBytes, seal, simdBytes } from '../artifacts.mjs';

setTables({ en: languages.en.page });
const LETTERS_37 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'];
const FOLDS_37 = LETTERS_37.map((letter) => letter.toUpperCase().charCodeAt(0) - 65);
const BALANCED = [...'0123456789', ...LETTERS_37];
const MODELS = Object.fromEntries(['greek', 'digits', 'balanced', 'many'].map((name) => [name, makeModel(name)]));
const both = (model) => Promise.all([createRecognizer({ simdBytes, modelBytes: model }), createRecognizer({ scalarBytes, modelBytes: model })]);
const bits = (array) => [...new Uint32Array(array.buffer)];

const WANTED = [
  ['greek', [...'αβγδω'], greek],
  ['digits', [...'0123456789'], digits],
  ['balanced', BALANCED, [...letters, ...digits]],
  ['many', [...CLASSES_128].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))), letters.slice(0, 10)],
];
for (const [name, classes, drawings] of WANTED) {
  test(`${name}: ${classes.length} classes, their groups, and the same bits in both builds`, async () => {
    const [simd, scalar] = await both(MODELS[name]);
    assert.deepEqual(simd.classes, classes);
    const groups = [...new Set(classes.map((text) => (name === 'balanced' ? text.toUpperCase() : text)))];
    assert.deepEqual(simd.groups, groups);
    assert.deepEqual(simd.folds, classes.map((text) => groups.indexOf(name === 'balanced' ? text.toUpperCase() : text)));
    const { labels, groups: fileGroups, folds } = readModelFile(MODELS[name]);
    assert.deepEqual([labels, fileGroups, folds], [simd.classes, simd.groups, simd.folds]);
    for (const { drawing } of drawings) {
      const [a, b] = [simd, scalar].map((r) => r.recognizeStrokes(strokesFromDrawing(drawing)));
      assert.deepEqual([bits(a.probabilities), [...a.logits]], [bits(b.probabilities), [...b.logits]]);
      assert.deepEqual([a.probabilities.length, a.logits.length, a.folded.length], [classes.length, classes.length, groups.length]);
      assert.ok(Math.abs(a.probabilities.reduce((x, y) => x + y) - 1) < 1e-5);
      const sums = groups.map((_, g) => a.probabilities.reduce((sum, p, c) => sum + (simd.folds[c] === g ? p : 0), 0));
      sums.forEach((sum, g) => assert.ok(Math.abs(sum - a.folded[g]) < 1e-6));
      assert.equal(a.letter, classes[a.best]);
      assert.equal(simd.activations().at(-1).length, classes.length);
    }
  });
}

for (const [name, drawings] of [['greek', greek], ['digits', digits]]) {
  test(`${name}: read as the native program reads them, and rightly`, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'letters-alphabets-'));
    try {
      const files = ['model.hwr', 'strokes.ndjson'].map((file) => path.join(folder, file));
      writeFileSync(files[0], MODELS[name]);
      writeFileSync(files[1], drawings.map((one) => `${JSON.stringify(one)}\n`).join(''));
      const { stdout } = spawnSync(cli, ['recognize', '--weights', files[0], '--strokes', files[1], '--json'], { encoding: 'utf8' });
      const native = stdout.trim().split('\n').map((line) => JSON.parse(line));
      const [recognizer] = await both(MODELS[name]);
      const answers = drawings.map(({ drawing }) => recognizer.recognizeStrokes(strokesFromDrawing(drawing)));
      assert.deepEqual(answers.map(({ letter }) => letter), native.map(({ best }) => best));
      assert.ok(answers.filter(({ letter }, i) => letter === drawings[i].word).length > 0.8 * drawings.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test('labels are those of the model in use, and of none after a refusal', async () => {
  const [recognizer] = await both(modelBytes);
  const drawn = () => recognizer.recognizeStrokes(strokesFromDrawing(letters[0].drawing));
  assert.deepEqual([recognizer.classes, recognizer.folds], [LETTERS_37, FOLDS_37]);
  const before = bits(drawn().probabilities);
  recognizer.load(MODELS.greek);
  assert.deepEqual(recognizer.classes, [...'αβγδω']);
  assert.equal(drawn().probabilities.length, 5);
  recognizer.load(modelBytes);
  assert.deepEqual([recognizer.classes, recognizer.groups.length], [LETTERS_37, 26]);
  assert.deepEqual(bits(drawn().probabilities), before);
  assert.throws(() => recognizer.load(Buffer.alloc(200)), { status: 'HWR_ERR_MAGIC' });
  assert.deepEqual([recognizer.classes, recognizer.groups, recognizer.folds], [[], [], []]);
  assert.throws(drawn, { status: 'HWR_ERR_ARGUMENT' });
});

test('labels that are none are refused, with what to do', async () => {
  const at = MODELS.greek.readUInt32LE(36);
  for (const bytes of [[0xce, 0], [0xff, 0], [0, 0], [0xce, 0xb2]]) { // cut short, no UTF-8, empty, β again
    const file = Buffer.from(MODELS.greek);
    file.set(bytes, at);
    await assert.rejects(createRecognizer({ scalarBytes, modelBytes: seal(file) }), { status: 'HWR_ERR_LABELS', message: /different UTF-8 texts.*letters quantize/ });
  }
});

// The shipped model's network of pictures as a file of version 1, which has no other.
function asVersion1() {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-version1-'));
  const out = path.join(folder, 'letters.hwr');
  const { status, stderr } = spawnSync(cli, ['quantize', '--weights', path.join(root, 'weights/letters.safetensors'),
    '--strokes', path.join(root, 'tests/letters/letters.ndjson'), '--out', out], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const file = readFileSync(out);
  rmSync(folder, { recursive: true, force: true });
  const labels = file.readUInt32LE(36), last = file.readUInt32LE(24) + 64 * (file.readUInt32LE(16) - 1);
  file.writeFloatLE(file.readFloatLE(76), last + 44);
  file.fill(0, 64, 128).fill(0, labels, labels + 16 * LETTERS_37.length).write(LETTERS_37.join(''), labels, 'latin1');
  file.writeUInt32LE(1, 4);
  return seal(file);
}

test('a file of version 1 gives the labels, groups and threshold of the shipped model', async () => {
  const [recognizer] = await both(asVersion1());
  assert.deepEqual([recognizer.classes, recognizer.folds], [LETTERS_37, FOLDS_37]);
  const { labels, groups, folds, threshold, pictureLayers, layers } = readModelFile(asVersion1());
  assert.equal(pictureLayers, layers.length);
  assert.deepEqual([labels, groups, folds], [recognizer.classes, recognizer.groups, recognizer.folds]);
  assert.equal(threshold, readModelFile(modelBytes).threshold);
  assert.ok(threshold > 0 && threshold < 1);
});

test('a model file of another version, or cut short, is not read', () => {
  const other = Buffer.from(MODELS.greek);
  other.writeUInt32LE(4, 4);
  assert.throws(() => readModelFile(other), /another version/);
  assert.throws(() => readModelFile(MODELS.greek.subarray(0, 100)), /another version or length/);
});

test('a letter has another case where it is one letter there and back', () => {
  assert.deepEqual([...'aZωΣжԱ'].map(otherCase), [...'AzΩσЖա']);
  for (const text of ['5', 'ß', 'ς', 'İ', 'ab', '', '一', 'µ']) assert.equal(otherCase(text), '', text);
  assert.deepEqual(['c', 'C', 'a', 'ä', '5'].map((text) => classOf(text, LETTERS_37)), [2, 2, 26, -1, -1]);
  assert.deepEqual([widthOf('ab'), widthOf('一')], [2, 2]);
});

test('c is said beside C where a capital stands for both, and nowhere else', () => {
  const said = (classes, letter, groups = classes, folds = classes.map((_, c) => c)) =>
    sharedSmall({ best: classes.indexOf(letter), letter }, { classes, groups, folds });
  const { groups, folds } = readModelFile(MODELS.balanced);
  assert.deepEqual(['C', 'A', 'a', '5'].map((letter) => said(BALANCED, letter, groups, folds)), ['c', '', '', '']);
  assert.deepEqual(['α', 'ω'].map((letter) => said([...'αβγδω'], letter)), ['', '']);
  assert.equal(said(['Circle', 'C'], 'Circle'), '');
  assert.equal(said(['C', 'D'], 'C', ['C', 'c']), '', 'its small letter is the name of another group');
});

test('a model file says which of its layers read pictures and which the trace', () => {
  const { layers, pictureLayers, traceScale, parameters } = readModelFile(modelBytes);
  const first = layers[pictureLayers];
  assert.ok(layers.every((layer, i) => layer.trace === i >= pictureLayers && layer.first === (i === 0 || i === pictureLayers)));
  assert.deepEqual([first.inRows, first.inSide, first.inChannels, first.kernelRows], [1, 64, 8, 1]);
  assert.ok(traceScale > 0);
  assert.equal(parameters, layers.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0));
  const digits = readModelFile(MODELS.digits);
  assert.deepEqual([digits.pictureLayers, digits.traceScale], [digits.layers.length, 0]);
});

test('the chart says what the classes of a model are', () => {
  const words = (name, folded) => {
    const { labels: classes, ...model } = readModelFile(name ? MODELS[name] : modelBytes);
    return chartWords({ classes, ...model }, folded);
  };
  const { note, ...own } = words('', false);
  assert.deepEqual(own, { folding: true, classes: '37 classes', groups: '26 letters', order: 'A to Z' });
  assert.match(note, /Capitals above/);
  assert.deepEqual(words('digits', false), { folding: false, classes: '10 classes', groups: '10 groups', order: '0 to 9', note: '' });
  assert.deepEqual([words('balanced', true).groups, words('balanced', true).order], ['36 groups', '0 to Z']);
  assert.equal(words('greek', false).order, 'α to ω');
  const grouped = { classes: ['cat', 'dog', 'fir'], groups: ['animal', 'tree'], folds: [0, 0, 1] };
  assert.deepEqual(describeGroups(grouped), { folding: true, cases: false });
  assert.match(chartWords(grouped, true).note, /Classes of one group added/);
  for (const model of [grouped, readModelFile(modelBytes)]) {
    assert.doesNotMatch(chartWords({ classes: model.labels, ...model }, false, true).note, /above|below/, 'in the order of size');
  }
});
