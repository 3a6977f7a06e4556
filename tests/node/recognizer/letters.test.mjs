// The drawn letters: complete, reproducible, and read right.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { makeLetters } from '../../letters/make_letters.mjs';
import { letters, modelBytes, scalarBytes, simdBytes } from '../artifacts.mjs';

const MIN_FOLDED = 0.9;

test('letters.ndjson is what make_letters.mjs draws', () => {
  const text = readFileSync(new URL('../../letters/letters.ndjson', import.meta.url), 'utf8');
  assert.equal(makeLetters().map((l) => JSON.stringify(l) + '\n').join(''), text);
});

test('every class is there at least twice', async () => {
  const { classes } = await createRecognizer({ scalarBytes, modelBytes });
  for (const c of classes) assert.ok(letters.filter((l) => l.word === c).length >= 2, c);
});

test(`at least ${100 * MIN_FOLDED} % of the letters are read right, case aside`, async () => {
  const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes });
  const wrong = letters.filter(({ word, drawing }) => {
    const { foldedBest } = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    return recognizer.classes[foldedBest] !== word.toUpperCase();
  });
  assert.ok(wrong.length <= (1 - MIN_FOLDED) * letters.length,
    `${wrong.length} of ${letters.length} wrong: ${wrong.map((l) => l.word).join(' ')}`);
});
