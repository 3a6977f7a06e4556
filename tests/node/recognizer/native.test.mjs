// The native program and the modules give the same probabilities, to the last digit it
// prints: the drawn letters through `letters recognize` and through both builds.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, root, scalarBytes, simdBytes, weightsFile } from '../artifacts.mjs';

const DIGITS = 6;
const rounded = (p) => Number(p.toPrecision(DIGITS));
const program = path.join(root, 'build/native/letters');

test('native and wasm agree on every drawn letter', async () => {
  const file = path.join(root, 'tests/letters/letters.ndjson');
  const lines = execFileSync(program, ['recognize', '--weights', weightsFile, '--strokes', file],
    { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, letters.length);
  for (const bytes of [{ simdBytes }, { scalarBytes }]) {
    const recognizer = await createRecognizer({ ...bytes, modelBytes });
    letters.forEach(({ word, drawing }, i) => {
      const here = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
      const native = recognizer.classes.map((c) => rounded(lines[i].probabilities[c]));
      assert.equal(here.letter, lines[i].best, word);
      assert.deepEqual(Array.from(here.probabilities, rounded), native, `${word}, ${recognizer.build}`);
    });
  }
});
