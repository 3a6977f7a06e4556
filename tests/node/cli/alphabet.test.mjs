// alphabet.test.mjs - any alphabet from the command line: classes that follow from the data,
// mapping files, every split and layout of EMNIST, upright images, and labels that mean
// something else than they are said to.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters as drawings, modelBytes, root, scalarBytes } from '../artifacts.mjs';
import { CLASSES, drawn, folder, idx, letters, put, refused, weights } from './cli.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const greek = path.join(root, 'tests/letters/greek.ndjson');
const at = (...parts) => path.join(folder, ...parts);
const recognizer = await createRecognizer({ scalarBytes, modelBytes });

// What the network sees of the drawn letters: (28, 28) upright.
const pictures = drawings.map(({ drawing }) => Buffer.from(recognizer.recognizeStrokes(strokesFromDrawing(drawing)).image));
const transposed = (image) => Buffer.from(image, 0).map((_, i) => image[(i % 28) * 28 + Math.floor(i / 28)]);
const imagesFile = (name, list) => put(name, idx([list.length, 28, 28], Buffer.concat(list)));
const labelsFile = (name, values) => put(name, idx([values.length], Buffer.from(values)));
const lying = imagesFile('lying', pictures.map(transposed));
const upright = imagesFile('upright', pictures);
const letterNumbers = drawings.map(({ word }) => word.toUpperCase().charCodeAt(0) - 64); // as letters26's
const letters26 = labelsFile('letters26', letterNumbers);

function run(...args) {
  const result = letters(...args);
  assert.equal(result.status, 0, result.stderr);
  return result;
}

const evaluate = (...args) => JSON.parse(run('eval', '--weights', weights, ...args, '--json').stdout);
const train = (out, ...args) => run('train', ...args, '--epochs', '1', '--batch', '32', '--validation', '0', '--out', at(out));
const labelsOf = (out) => JSON.parse(run('show', '--weights', at(out, 'model.safetensors'), '--json').stdout);

test('images are read the way they lie, and a wrong way is told', () => {
  const right = evaluate('--images', lying, '--labels', letters26, '--label-set', 'letters26');
  assert.ok(right.accuracy > 0.9, `${right.accuracy}`);
  const same = evaluate('--images', upright, '--labels', letters26, '--label-set', 'letters26', '--upright');
  assert.deepEqual({ ...same, img_per_s: 0 }, { ...right, img_per_s: 0 });
  const samples = (images, ...more) => run('samples', '--images', images, '--labels', letters26, '--label-set', 'letters26', ...more, '--out', 'sheet.png').stderr;
  assert.doesNotMatch(samples(lying) + samples(upright, '--upright'), /on their side/);
  assert.match(samples(upright), /upright: these look as if they lay on their side; .* read with --upright/);
  assert.match(samples(lying, '--upright'), /lying: these look as if .* read without --upright/);
});

test('labels that mean something else are told, with what they would mean', () => {
  const read = (...mapping) => letters('eval', '--weights', weights, '--images', lying, '--labels', letters26, ...mapping);
  refused({ ...read('--label-set', 'merge47', '--json') }, 'letters26: read as merge47', 'read as letters26', 'is --label-set right?');
  const shifted = labelsFile('shifted', letterNumbers.map((n) => n + 100));
  const mapping = put('shifted.mapping', [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((c, i) => `${100 + i}\t${c}`).concat('126\tz').join('\n'));
  refused(letters('eval', '--weights', weights, '--images', lying, '--labels', shifted, '--mapping', mapping, '--json'),
    'shifted: read as the mapping file says', 'with every label -1', '--mapping');
  refused(letters('eval', '--weights', weights, '--images', lying, '--labels', labelsFile('digits', letterNumbers.map((n) => n % 10)),
    '--label-set', 'digits10'), "none of its labels is one of the network's 37 classes");
});

test('what the classes leave out is counted', () => {
  const labels = labelsFile('mixed', letterNumbers.map((n, i) => (i % 10 === 0 ? 3 : 9 + n)));
  const { n, left_out: left } = evaluate('--images', lying, '--labels', labels, '--label-set', 'byclass62');
  const digits = letterNumbers.filter((_, i) => i % 10 === 0).length;
  assert.deepEqual([n, left], [letterNumbers.length - digits, { n: digits, labels: { 3: digits } }]);
  const said = train('left', '--images', lying, '--labels', labels, '--label-set', 'byclass62', '--classes', 'letters26').stderr;
  assert.match(said, new RegExp(`left out ${digits} images that are none of the classes: 3`));
  assert.match(said, /26 classes/);
  // Several data sets are one measurement.
  const both = evaluate('--images', lying, '--labels', labels, '--label-set', 'byclass62', '--images', lying, '--labels', labels, '--label-set', 'byclass62');
  assert.deepEqual([both.n, both.left_out.n], [2 * n, 2 * digits]);
  // All answers but some are masked.
  const masked = evaluate('--images', lying, '--labels', letters26, '--label-set', 'letters26', '--classes', put('ab.mapping', '0 65 97\n1 66 98'));
  assert.ok(masked.accuracy < 0.3 && masked.accuracy > 0);
});

test('every split, in every place that the archive is unpacked to', () => {
  const layouts = ['', 'gzip', 'raw', 'EMNIST/raw'];
  const splits = { letters: 26, balanced: 37, bymerge: 37, byclass: 37, digits: 0, mnist: 0 };
  let place = 0;
  for (const [split, classes] of Object.entries(splits)) {
    const layout = layouts[place++ % layouts.length], packed = place % 2;
    mkdirSync(at('archive', layout), { recursive: true });
    const numbers = split === 'letters' ? letterNumbers
      : split === 'byclass' ? drawings.map(({ word }) => 10 + ALPHABET.indexOf(word))
      : classes ? drawings.map(({ word }) => 10 + Math.max(CLASSES.indexOf(word), CLASSES.indexOf(word.toUpperCase()) * !CLASSES.includes(word)))
        : letterNumbers.map((n) => n % 10);
    for (const part of ['train', 'test']) {
      const list = part === 'train' ? pictures : pictures.map((image, i) => Buffer.from(image).fill(255, i % 784, (i % 784) + 1));
      const file = (kind, bytes) => put(path.join('archive', layout, `emnist-${split}-${part}-${kind}-ubyte${packed ? '.gz' : ''}`), packed ? gzipSync(bytes) : bytes);
      file('images-idx3', idx([list.length, 28, 28], Buffer.concat(list.map(transposed))));
      file('labels-idx1', idx([numbers.length], Buffer.from(numbers)));
    }
    const named = ['--emnist', at('archive'), '--split', split];
    run('samples', ...named, '--out', 'sheet.png');
    if (classes) {
      const result = evaluate(...named);
      assert.equal(result.classes, split === 'letters' ? 26 : 37);
      assert.ok(result.accuracy_folded > 0.85, `${split}: ${result.accuracy_folded}`);
    } else {
      refused(letters('eval', '--weights', weights, ...named), 'none of its labels');
    }
    const trained = { letters: 26, balanced: 47, bymerge: 47, byclass: 62, digits: 10, mnist: 10 }[split];
    const { stderr, status } = letters('train', ...named, '--epochs', '1', '--batch', '32', '--validation', '0', '--out', at(`run-${split}`));
    if (trained === 47 || trained === 62) { // no digits among these
      assert.equal(status, 1);
      assert.match(stderr, /no example of class "0" .* --classes/);
    } else {
      assert.equal(status, 0, stderr);
      assert.equal(labelsOf(`run-${split}`).labels.length, trained);
    }
  }
  assert.equal(place, 6);
});

test('classes follow from the data: strokes of any alphabet', () => {
  assert.match(train('greek', '--strokes', greek).stderr, /5 classes, 120 examples/);
  assert.deepEqual(labelsOf('greek').labels, [...'αβγδω']);
  const model = at('greek.hwr');
  run('quantize', '--weights', at('greek', 'model.safetensors'), '--strokes', greek, '--out', model);
  const summary = JSON.parse(run('recognize', '--weights', model, '--strokes', greek, '--summary').stdout);
  assert.deepEqual([summary.n, summary.left_out], [120, 0]);
  const [first] = run('recognize', '--weights', model, '--strokes', greek).stdout.split('\n');
  assert.deepEqual(Object.keys(JSON.parse(first).probabilities), [...'αβγδω']);
  assert.equal(JSON.parse(first).word, 'α');
  // Letters that the network does not know are read all the same, and not counted.
  const others = JSON.parse(run('recognize', '--weights', weights, '--strokes', greek, '--summary').stdout);
  assert.deepEqual([others.n, others.left_out], [0, 120]);
  assert.match(run('recognize', '--weights', model, '--strokes', greek, '--art', '--limit', '1').stdout, /α -> /);
  // Small letters that ByMerge folds are its capitals' where these are there, and classes else.
  assert.equal(labelsOf('greek').groups.join(''), 'αβγδω');
  train('both', '--strokes', drawn, '--strokes', greek, '--classes', 'letters37');
  assert.deepEqual(labelsOf('both').labels.join(''), CLASSES);
  train('all', '--strokes', drawn, '--strokes', greek);
  assert.ok(labelsOf('all').labels.includes('c') && labelsOf('all').labels.includes('ω'));
});

test('weights for another alphabet are a start, and no teacher', () => {
  train('base', '--strokes', drawn, '--classes', 'letters37');
  const base = at('base', 'model.safetensors');
  const { stderr } = train('tuned', '--strokes', drawn, '--strokes', greek, '--start', base);
  assert.match(stderr, /has other classes; its layers but the last, and 37 of \d+ classes/);
  refused(oneLine(letters('train', '--strokes', greek, '--epochs', '1', '--batch', '32', '--stroke-teacher', base, '--out', at('taught'))),
    'a teacher of 37 classes (A ...) for a network of 5 (α ...)');
});

function oneLine(answer) {
  return { ...answer, stderr: `${answer.stderr.trim().split('\n').filter((line) => line.startsWith('letters: ')).at(-1)}\n` };
}
