// bits.test.mjs - on real data, the native program, the SIMD module and the scalar module give
// the same logits, compared as bits: 1,000 EMNIST images and all pen letters of the test set, whose
// logits are those they had when the weights were shipped. Needs HWR_DATA; skipped without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { modelBytes, root, scalarBytes, simdBytes, skipCardFigures, weightsFile } from '../artifacts.mjs';

const N = 1000;
const CLASSES = 37;
// The checksum in the shipped model's header, and SHA-256 of its logits for the pen letters.
const SHIPPED = { model: '402bcb53', logits: '58c78f00c2a249b6559624329dec6ba73e3ce647afbd56bd509f62a5e96f190a' };
const data = process.env.HWR_DATA;
const skip = data ? false : 'HWR_DATA is not set';
const folder = mkdtempSync(path.join(tmpdir(), 'letters-bits-'));
after(() => rmSync(folder, { recursive: true, force: true }));

// The native program's logits: integers times a power of two, which float32 holds exactly.
function native(...args) {
  const file = path.join(folder, 'logits');
  execFileSync(path.join(root, 'build/native/letters'), [...args, '--weights', weightsFile, '--logits', file], { stdio: ['ignore', 'ignore', 'inherit'], maxBuffer: 1 << 28 });
  return new Float32Array(readFileSync(file).buffer.slice(0));
}

async function compare(expected, count, recognise) {
  const step = Math.floor(count / N);
  for (const bytes of [{ simdBytes }, { scalarBytes }]) {
    const recognizer = await createRecognizer({ ...bytes, modelBytes });
    const scale = new DataView(modelBytes.buffer, modelBytes.byteOffset).getFloat32(44, true);
    for (let i = 0; i < N; i++) {
      const { logits, empty } = recognise(recognizer, i * step);
      if (empty) continue; // the program runs the network on the empty image all the same
      const wanted = expected.subarray(i * step * CLASSES, (i * step + 1) * CLASSES);
      for (let c = 0; c < CLASSES; c++) assert.equal(logits[c] * scale, wanted[c], `letter ${i * step}, class ${c}, ${recognizer.build}`);
    }
  }
}

test('1,000 EMNIST images', { skip }, async () => {
  const stem = path.join(data, 'emnist/merge37-test');
  const stored = gunzipSync(readFileSync(`${stem}-images-idx3-ubyte.gz`)).subarray(16);
  const upright = (i) => Uint8Array.from({ length: 784 }, (_, k) => stored[i * 784 + (k % 28) * 28 + Math.floor(k / 28)]);
  const expected = native('eval', '--images', `${stem}-images-idx3-ubyte.gz`, '--labels', `${stem}-labels-idx1-ubyte.gz`, '--label-set', 'merge47', '--json');
  await compare(expected, expected.length / CLASSES, (recognizer, i) => recognizer.recognizeImage(upright(i)));
});

// Of both builds, the letters whose logits are not the native ones; an empty letter has none here.
// The scalar build, which is slow, takes one in eight.
async function differentLetters(drawings, expected) {
  const different = [];
  for (const bytes of [{ simdBytes }, { scalarBytes }]) {
    const recognizer = await createRecognizer({ ...bytes, modelBytes });
    const scale = modelBytes.readFloatLE(44);
    drawings.forEach((drawing, i) => {
      if (recognizer.build === 'scalar' && i % 8) return;
      const { logits, empty } = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
      const wanted = expected.subarray(i * CLASSES, (i + 1) * CLASSES);
      if (!empty && logits.some((value, c) => value * scale !== wanted[c])) different.push(`${i}, ${recognizer.build}`);
    });
  }
  return different;
}

test('every pen letter of the test set', { skip: skipCardFigures }, async () => {
  const file = path.join(data, 'pen/unipen-test.ndjson.gz');
  const drawings = gunzipSync(readFileSync(file)).toString().trim().split('\n').map((line) => JSON.parse(line).drawing);
  const expected = native('recognize', '--strokes', file, '--summary');
  assert.equal(expected.length, drawings.length * CLASSES);
  assert.deepEqual(await differentLetters(drawings, expected), []);
  if (process.env.LETTERS_WEIGHTS) return;
  const logits = createHash('sha256').update(new Uint8Array(expected.buffer)).digest('hex');
  assert.deepEqual({ model: modelBytes.toString('hex', 12, 16), logits }, SHIPPED,
    'the logits of the pen letters changed; where new weights are shipped on purpose, SHIPPED has to as well');
});
