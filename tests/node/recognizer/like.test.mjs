// web/src/rooms/why/like.js: drawings of one letter are the nearest by the networks' features.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { features, similarity } from '../../../web/src/rooms/why/like.js';
import { modelBytes, root, scalarBytes, simdBytes } from '../artifacts.mjs';

const letters = readFileSync(path.join(root, 'tests/letters/letters.ndjson'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

test('a letter is most like itself, and of the others more often like its own than not', async () => {
  const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes });
  const known = letters.map(({ word, drawing }) => {
    recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    return { word, features: features(recognizer) };
  });
  assert.deepEqual(known[0].features.map(({ length }) => length), [72, 64]);
  let own = 0, judged = 0;
  for (const one of known) {
    assert.equal(similarity(one.features, one.features), 1);
    const others = known.filter((other) => other !== one);
    if (!others.some(({ word }) => word === one.word)) continue;
    judged++;
    own += others.reduce((a, b) => (similarity(one.features, b.features) > similarity(one.features, a.features) ? b : a)).word === one.word;
  }
  assert.ok(judged > 30, `${judged} letters drawn twice`);
  assert.ok(own / judged > 0.6, `${own} of ${judged}`);
});

test('an image without strokes is compared by the picture alone', async () => {
  const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes });
  const { image } = recognizer.recognizeStrokes(strokesFromDrawing(letters[0].drawing));
  const both = features(recognizer);
  recognizer.recognizeImage(image);
  assert.equal(features(recognizer).length, 1);
  assert.equal(similarity(features(recognizer), both), 1);
});
