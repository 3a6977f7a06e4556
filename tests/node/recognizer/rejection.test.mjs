// What is no letter is rejected, what is one is not: the module with the shipped model.
// How many of the test files' letters are rejected stands in weights/evaluation.json.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { scribbles } from '../../scribbles.mjs';
import { letters, modelBytes, root, simdBytes } from '../artifacts.mjs';

const recognizer = await createRecognizer({ simdBytes, modelBytes });
const read = (drawing) => recognizer.recognizeStrokes(strokesFromDrawing(drawing));
const stated = JSON.parse(readFileSync(path.join(root, 'weights/evaluation.json'))).integer;

test('at least 95 % of 1,000 random scribbles are no letters', () => {
  const drawn = scribbles(1000);
  const taken = drawn.filter((s) => read(s.drawing).isLetter);
  const kinds = Object.groupBy?.(taken, (s) => s.family) ?? {};
  assert.ok(taken.length <= 50, `${taken.length} taken for letters, ${Object.entries(kinds).map(([k, l]) => `${k} ${l.length}`)}`);
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
