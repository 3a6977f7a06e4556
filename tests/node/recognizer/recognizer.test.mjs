// web/src/recognizer/recognizer.js over both modules: answers, agreement, limits.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LettersModule } from '../../../web/src/recognizer/module_hand.js';
import { createRecognizer, hashBytes, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, paintPixels, randomNumbers, root, scalarBytes, simdBytes } from '../artifacts.mjs';

const simd = await createRecognizer({ simdBytes, modelBytes });
const scalar = await createRecognizer({ scalarBytes, modelBytes });

// Everything an answer holds, as bits.
function bits(answer) {
  const words = (array) => [...new Uint32Array(array.buffer)];
  return {
    status: answer.status,
    image: hashBytes(answer.image),
    logits: [...answer.logits],
    probabilities: words(answer.probabilities),
    folded: words(answer.folded),
  };
}

function agree(run, what) {
  const a = bits(run(simd)), b = bits(run(scalar));
  assert.deepEqual(a, b, what);
  assert.deepEqual(simd.steps(), scalar.steps(), what);
}

test('each build says what it is', () => {
  assert.equal(simd.build, 'simd');
  assert.equal(simd.isa, 'wasm-simd');
  assert.equal(scalar.build, 'scalar');
  assert.equal(scalar.isa, 'scalar');
  assert.equal(simd.classes.join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt');
  assert.equal(simd.folds[26], 0);
});

test('both builds give the same bits for every drawn letter', () => {
  for (const { word, drawing } of letters) agree((r) => r.recognizeStrokes(strokesFromDrawing(drawing)), word);
});

test('both builds give the same bits for random images', () => {
  const random = randomNumbers(1);
  for (let i = 0; i < 50; i++) {
    const image = Uint8Array.from({ length: 784 }, () => (random(3) ? random(256) : 255 * random(2)));
    agree((r) => r.recognizeImage(image), `image ${i}`);
  }
});

test('both builds give the same bits for pictures of either polarity and any size', () => {
  for (const [i, side] of [29, 64, 150, 301].entries()) {
    const strokes = strokesFromDrawing(letters[7 * i].drawing);
    agree((r) => r.recognizePixels(paintPixels(strokes, side)), `dark ${side}`);
    agree((r) => r.recognizePixels(paintPixels(strokes, side, { ink: 240, paper: 20 })), `light ${side}`);
  }
});

test('an answer is a copy with all its parts', () => {
  const first = simd.recognizeStrokes(strokesFromDrawing(letters[0].drawing));
  const kept = hashBytes(first.image);
  simd.recognizeStrokes(strokesFromDrawing(letters[5].drawing));
  assert.equal(hashBytes(first.image), kept);
  assert.equal(first.status, 'HWR_OK');
  assert.equal(first.letter, simd.classes[first.best]);
  assert.equal(first.confidence, Math.max(...first.probabilities));
  assert.ok(Math.abs(first.probabilities.reduce((a, b) => a + b) - 1) < 1e-5);
  assert.equal(first.folded.length, 26);
  assert.notEqual(first.second, first.best);
});

test('objects and flat arrays are the same strokes', () => {
  const flat = strokesFromDrawing(letters[3].drawing);
  const objects = flat.map((s) => Array.from({ length: s.length / 2 }, (_, i) => ({ x: s[2 * i], y: s[2 * i + 1] })));
  assert.deepEqual(bits(simd.recognizeStrokes(flat)), bits(simd.recognizeStrokes(objects)));
});

test('neither place nor size of a drawing matters', () => {
  const flat = strokesFromDrawing(letters[3].drawing);
  const moved = flat.map((s) => s.map((v) => v * 4 + 512));
  assert.equal(hashBytes(simd.recognizeStrokes(flat).image), hashBytes(simd.recognizeStrokes(moved).image));
});

test('no ink is an answer of its own', () => {
  const blank = { data: new Uint8ClampedArray(4 * 100).fill(255), width: 10, height: 10 };
  for (const answer of [simd.recognizeStrokes([]), simd.recognizeStrokes([[]]), simd.recognizePixels(blank)]) {
    assert.equal(answer.status, 'HWR_EMPTY');
    assert.ok(answer.empty);
    assert.equal(answer.letter, '');
    assert.equal(answer.best, -1);
    assert.ok(answer.probabilities.every((p) => p === 0));
    assert.ok(answer.image.every((v) => v === 0));
  }
});

test('a tap is a dot', () => {
  const answer = simd.recognizeStrokes([[{ x: 0.5, y: 0.5 }]]);
  assert.equal(answer.status, 'HWR_OK');
  assert.ok(answer.image.some((v) => v > 0));
});

test('the largest drawing and picture fit, one more does not', () => {
  const dots = (n) => new Float32Array(2 * n).map((_, i) => i % 97);
  assert.equal(simd.recognizeStrokes([dots(simd.maxPoints)]).status, 'HWR_OK');
  assert.throws(() => simd.recognizeStrokes([dots(simd.maxPoints), dots(1)]),
    { status: 'HWR_ERR_TOO_LARGE', message: /65537 .* 65536 .*clear it/ });
  assert.equal(simd.recognizeStrokes(Array.from({ length: simd.maxStrokes }, (_, i) => [{ x: i, y: 0 }])).status, 'HWR_OK');
  assert.throws(() => simd.recognizeStrokes(Array(simd.maxStrokes + 1).fill([{ x: 0, y: 0 }])),
    { status: 'HWR_ERR_TOO_LARGE' });
  const picture = (width, height) => ({ data: new Uint8Array(4 * width * height), width, height });
  assert.ok(simd.recognizePixels(picture(2048, 2048)).empty);
  assert.throws(() => simd.recognizePixels(picture(2048, 2049)),
    { status: 'HWR_ERR_TOO_LARGE', message: /scale it down/ });
});

test('bad input is refused with cause and remedy', () => {
  assert.throws(() => simd.recognizeStrokes([[{ x: NaN, y: 0 }]]), { status: 'HWR_ERR_NOT_FINITE', message: /NaN or infinite/ });
  assert.throws(() => simd.recognizeStrokes([[{ x: 1, y: Infinity }]]), { status: 'HWR_ERR_NOT_FINITE' });
  assert.throws(() => simd.recognizeStrokes([[{ x: 2e6, y: 0 }]]), { status: 'HWR_ERR_ARGUMENT' });
  assert.throws(() => simd.recognizePixels({ data: new Uint8Array(8), width: 1, height: 1 }), { status: 'HWR_ERR_ARGUMENT' });
  assert.throws(() => simd.recognizePixels({ data: new Uint8Array(0), width: 0, height: 0 }), { status: 'HWR_ERR_ARGUMENT' });
  assert.throws(() => simd.recognizeImage(new Uint8Array(783)), { status: 'HWR_ERR_ARGUMENT' });
  assert.equal(simd.recognizeStrokes([[{ x: 0, y: 0 }, { x: 1, y: 1 }]]).status, 'HWR_OK');
});

test('one class touches the memory: the module stays inside the recogniser', () => {
  for (const value of Object.values(simd)) assert.ok(!(value instanceof LettersModule));
  const source = path.join(root, 'web/src');
  const users = readdirSync(source, { recursive: true }) // but for the modules of the trainer and of photographs
    .filter((file) => file.endsWith('.js') && !/^(rooms.train|paper)/.test(file) && /module(_\w+)?\.js'|hwr_wasm_|exports\.memory|\bx\.memory\b/.test(readFileSync(path.join(source, file), 'utf8')));
  assert.deepEqual(users.sort(), ['module.js', 'module_hand.js', 'module_words.js', 'recognizer.js'].map((file) => `recognizer/${file}`));
  assert.doesNotMatch(readFileSync(path.join(source, 'recognizer/recognizer.js'), 'utf8'), /hwr_wasm_|\.memory\b/);
});
