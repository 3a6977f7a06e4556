// What is no letter is rejected, what is one is not: the module with the shipped model.
// How many of the test files' letters are rejected stands in weights/evaluation.json.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { outliers, readLetters } from '../../outliers.mjs';
import { scribbles } from '../../scribbles.mjs';
import { letters, modelBytes, root, scalarBytes, simdBytes, weightsFile } from '../artifacts.mjs';

const recognizer = await createRecognizer({ simdBytes, modelBytes });
const read = (drawing) => recognizer.recognizeStrokes(strokesFromDrawing(drawing));
const stated = JSON.parse(readFileSync(path.join(root, 'weights/evaluation.json'))).integer;

test('at least 95 % of 1,000 random scribbles are no letters', () => {
  const drawn = scribbles(1000);
  const taken = drawn.filter((s) => read(s.drawing).isLetter);
  const kinds = Object.groupBy?.(taken, (s) => s.family) ?? {};
  assert.ok(taken.length <= 50, `${taken.length} taken for letters, ${Object.entries(kinds).map(([k, l]) => `${k} ${l.length}`)}`);
});

// Of the project's own letters, and of unipen-test where the data are there.
const data = process.env.HWR_DATA;
const real = data ? readLetters(path.join(data, 'pen/unipen-test.ndjson.gz')) : letters;
for (const kind of ['shapes', 'pairs', 'diacritics']) {
  test(`of 1,000 ${kind} at least 90 % are no letters, or are read as the letter that is in them`, () => {
    const drawn = outliers(kind, 1000, real);
    const taken = drawn.filter(({ drawing, word }) => {
      const { isLetter, letter } = read(drawing);
      return isLetter && letter.toUpperCase() !== word?.toUpperCase();
    });
    assert.ok(taken.length <= 100, `${taken.length} taken for letters: ${taken.slice(0, 20).map((s) => s.word ?? s.family)}`);
    assert.ok(drawn.filter((s) => read(s.drawing).isLetter).length >= 5, 'a detector that turns everything away');
  });
}

test('both modules and the command line turn the same drawings away', async () => {
  const drawn = ['shapes', 'pairs', 'diacritics'].flatMap((kind) => outliers(kind, 60, letters, 9));
  const simd = drawn.map(({ drawing }) => read(drawing).isLetter);
  const scalar = await createRecognizer({ scalarBytes, modelBytes });
  assert.deepEqual(drawn.map(({ drawing }) => scalar.recognizeStrokes(strokesFromDrawing(drawing)).isLetter), simd);
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-outliers-'));
  try {
    const file = path.join(folder, 'drawn.ndjson');
    writeFileSync(file, drawn.map((d) => `${JSON.stringify(d)}\n`).join(''));
    const said = execFileSync(path.join(root, 'build/native/letters'), ['recognize', '--weights', weightsFile, '--strokes', file], { encoding: 'utf8' });
    assert.deepEqual(said.trim().split('\n').map((line) => JSON.parse(line).is_letter), simd);
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.ok(simd.includes(true) && simd.includes(false));
});

test('what the writer taught is a letter, also where it looks like none', async () => {
  const taught = await createRecognizer({ simdBytes, modelBytes });
  const see = (drawing) => taught.recognizeStrokes(strokesFromDrawing(drawing));
  const [face] = outliers('shapes', 1, letters);
  assert.equal(see(face.drawing).isLetter, false);
  taught.hand.start();
  taught.hand.addSign('☺');
  see(face.drawing);
  taught.hand.teach(taught.classes.indexOf('☺'), 1);
  const { letter, isLetter } = see(face.drawing);
  assert.deepEqual([letter, isLetter], ['☺', true]);
});

test('nor is a dot, or a pad with nothing on it', () => {
  assert.equal(read([[[5], [5]]]).isLetter, false);
  const blank = read([]);
  assert.ok(blank.empty && !blank.isLetter);
});

test('the letters drawn for this project are letters', () => {
  const refused = letters.filter((l) => !read(l.drawing).isLetter);
  assert.ok(refused.length <= 1, `rejected: ${refused.map((l) => l.word).join(' ')}`);
});

test('at most 1 % of the letters of each test are rejected', () => {
  for (const [name, result] of Object.entries(stated)) assert.ok(result.reject_rate <= 0.01, `${name}: ${result.reject_rate}`);
});
