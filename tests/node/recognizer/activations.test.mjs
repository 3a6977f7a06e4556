// What the modules show of the inside of the network is what the native program has there,
// bit for bit: every layer's output and the logits, for every drawn letter.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { readModelFile } from '../../../web/src/recognizer/model_file.js';
import { LettersModule } from '../../../web/src/recognizer/module_hand.js';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, root, scalarBytes, simdBytes, weightsFile } from '../artifacts.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'letters-activations-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const model = readModelFile(modelBytes);
const strokes = letters.map(({ drawing }) => strokesFromDrawing(drawing));

test('as many layers as the model file has, of its shapes', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  recognizer.recognizeStrokes(strokes[0]);
  assert.deepEqual(recognizer.activations().map((values) => values.length),
    model.layers.map((l) => l.outRows * l.outSide * l.outChannels));
  recognizer.recognizeImage(new Uint8Array(784));
  assert.equal(recognizer.activations().length, model.pictureLayers, 'of a picture there is no trace');
});

test('looking changes no answer', async () => {
  const module = new LettersModule((await WebAssembly.instantiate(simdBytes, {})).instance);
  module.load(modelBytes);
  const answer = () => ({ logits: module.logits(), image: module.image(), probabilities: module.probabilities() });
  module.recognizeStrokes(strokes[3]);
  const before = answer();
  const looked = module.activations();
  assert.deepEqual(looked[model.pictureLayers - 1], before.logits);
  assert.deepEqual(looked.at(-1), module.traceLogits());
  assert.deepEqual(module.recognizeTrace(module.trace()), module.traceLogits(), 'the same trace again');
  assert.notDeepEqual(module.recognizeTrace(new Uint8Array(512)), module.traceLogits());
  assert.deepEqual(module.activations(), looked);
  assert.deepEqual(answer(), before);
  module.recognizeStrokes(strokes[3]);
  assert.deepEqual(answer(), before);
});

test(`the activations of ${letters.length} drawings equal the native ones`, async () => {
  const file = path.join(folder, 'activations');
  execFileSync(path.join(root, 'build/native/letters'), ['recognize', '--weights', weightsFile,
    '--strokes', path.join(root, 'tests/letters/letters.ndjson'), '--summary', '--activations', file]);
  const native = readFileSync(file);
  const size = model.layers.reduce((sum, l) => sum + l.outRows * l.outSide * l.outChannels * (l.last ? 4 : 2), 0);
  assert.equal(native.length, size * letters.length);
  for (const bytes of [{ simdBytes }, { scalarBytes }]) {
    const recognizer = await createRecognizer({ ...bytes, modelBytes });
    letters.forEach(({ word }, i) => {
      recognizer.recognizeStrokes(strokes[i]);
      let at = i * size;
      recognizer.activations().forEach((values, layer) => {
        const expected = native.subarray(at, at + values.byteLength);
        at += values.byteLength;
        assert.ok(Buffer.from(values.buffer).equals(expected), `${word}, ${i}, layer ${layer}, ${recognizer.build}`);
      });
      assert.equal(at, (i + 1) * size);
    });
  }
});

test('a pen of another width draws another image, and 0 is the usual one', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  const usual = recognizer.recognizeStrokes(strokes[0]).image;
  recognizer.setPen(11);
  const wide = recognizer.recognizeStrokes(strokes[0]).image;
  const ink = (image) => image.reduce((sum, v) => sum + v, 0);
  assert.ok(ink(wide) > 1.3 * ink(usual), `${ink(wide)} and ${ink(usual)}`);
  recognizer.setPen(0);
  assert.deepEqual(recognizer.recognizeStrokes(strokes[0]).image, usual);
});
