// web/src/pad/codec.js: strokes in links and samples, there and back, and damaged text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { decodeStrokes, encodeStrokes, GRID, MAX_TEXT } from '../../../web/src/pad/codec.js';
import { unpackSamples } from '../../../web/src/pad/samples.js';
import { letters, randomNumbers, root } from '../artifacts.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const onGrid = (strokes) => strokes.map((s) => s.map(({ x, y }) =>
  ({ x: Math.round(x * GRID) / GRID, y: Math.round(y * GRID) / GRID })));

function randomStrokes(random) {
  return Array.from({ length: 1 + random(6) }, () => Array.from({ length: 1 + random(80) },
    () => ({ x: random(3000) / 1000 - 1, y: random(3000) / 1000 - 1 })));
}

test('a drawing comes back, on the grid, and codes the same again', () => {
  const random = randomNumbers(6);
  for (let i = 0; i < 300; i++) {
    const strokes = randomStrokes(random);
    const text = encodeStrokes(strokes);
    assert.match(text, /^1[\w-]+$/);
    assert.deepEqual(decodeStrokes(text), onGrid(strokes));
    assert.equal(encodeStrokes(decodeStrokes(text)), text);
  }
});

test('an empty drawing, a dot, and the largest coordinates', () => {
  assert.deepEqual(decodeStrokes(encodeStrokes([])), []);
  assert.deepEqual(decodeStrokes(encodeStrokes([[{ x: 0.5, y: 0.25 }]])), [[{ x: 0.5, y: 0.25 }]]);
  assert.deepEqual(decodeStrokes(encodeStrokes([[{ x: -99, y: 99 }]])), [[{ x: -8, y: 8 }]]);
});

test('a letter makes a short link', () => {
  for (const { word, drawing } of letters) {
    const strokes = drawing.map(([xs, ys]) => xs.map((x, i) => ({ x: 0.2 + x / 425, y: 0.2 + ys[i] / 425 })));
    assert.ok(encodeStrokes(strokes).length < 1000, word);
  }
});

test('more than a reader accepts is not written', () => {
  const dots = (n) => Array.from({ length: n }, () => ({ x: 0, y: 0 }));
  assert.equal(encodeStrokes([dots(20001)]), '');
  assert.equal(encodeStrokes(Array(1001).fill(dots(1))), '');
  assert.equal(decodeStrokes(encodeStrokes([dots(20000)]))[0].length, 20000);
});

test('the longest text that is written is read, and a longer one is not', () => {
  const corners = (n) => Array.from({ length: n }, (_, i) => (i % 2 ? { x: -8, y: -8 } : { x: 8, y: 8 }));
  const longest = encodeStrokes(Array.from({ length: 1000 }, () => corners(20)));
  assert.ok(longest.length <= MAX_TEXT && longest.length > 0.9 * MAX_TEXT, `${longest.length} of ${MAX_TEXT}`);
  assert.equal(decodeStrokes(longest).length, 1000);
  // 18,000 points at one place, in numbers of four bytes where one would do.
  const padded = Buffer.concat([Buffer.from([1, 128 | (18000 & 127), 18000 >> 7 & 127 | 128, 18000 >> 14]),
    ...Array(36000).fill(Buffer.from([128, 128, 128, 0]))]);
  assert.equal(decodeStrokes(`1${padded.toString('base64url')}`), null);
});

test('anything else is refused, and never throws', () => {
  const good = encodeStrokes([[{ x: 0.1, y: 0.2 }, { x: 0.3, y: 0.4 }], [{ x: 0.5, y: 0.5 }]]);
  for (const text of ['', '1', '2AQ', 'hello', good.slice(0, -2), `${good}AA`, `${good.slice(0, 4)}!${good.slice(5)}`,
    `0${good.slice(1)}`, '1_____________', '1AQA', null, undefined, 7]) {
    assert.equal(decodeStrokes(text), null, String(text));
  }
});

test('coordinates past the largest are refused', () => {
  const [far, near] = [16, 8].map((x) => encodeStrokes([[{ x: x / 2, y: 0 }, { x: -x / 2, y: 0 }]], 2 * GRID));
  assert.equal(decodeStrokes(far), null);
  assert.deepEqual(decodeStrokes(near), [[{ x: 8, y: 0 }, { x: -8, y: 0 }]]);
});

test('random text is refused or read within bounds', () => {
  const random = randomNumbers(66);
  for (let i = 0; i < 20000; i++) {
    const text = `1${Array.from({ length: random(40) }, () => ALPHABET[random(64)]).join('')}`;
    const strokes = decodeStrokes(text);
    if (!strokes) continue;
    for (const { x, y } of strokes.flat()) assert.ok(Math.abs(x) <= 8 && Math.abs(y) <= 8, text);
  }
});

test('the page holds the sample letters, point for point', () => {
  const page = readFileSync(path.join(root, 'web/index.html'), 'utf8');
  const samples = unpackSamples(page.match(/id="samples">([^<]*)</)[1]);
  assert.equal(samples.length, letters.length);
  samples.forEach(({ letter, strokes }, i) => {
    const drawing = strokes.map((s) => ['x', 'y'].map((axis) => s.map((p) => Math.round(255 * p[axis]))));
    assert.deepEqual({ word: letter, drawing }, letters[i]);
  });
});
