// paper.wasm, which finds letters on photographs: small, closed, and the same letters each time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Finder } from '../../../web/src/paper/finder.js';
import { root, wasmDir } from '../artifacts.mjs';

const bytes = readFileSync(path.join(wasmDir, 'paper.wasm'));
const listed = readFileSync(path.join(root, 'wasm/paper_exports.txt'), 'utf8').trim().split('\n').map((line) => line.slice(1));

// An L of bars at (left, top) and an I beside it, where the light falls from left to right.
function painted(width, height, left, top) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x - left, v = y - top, inside = v >= 0 && v < 80;
      const ink = inside && ((u >= 0 && u < 8) || (u >= 0 && u < 50 && v >= 72) || (u >= 80 && u < 88));
      data.set([...Array(3).fill((ink ? 0.2 : 1) * (240 - (140 * x) / width)), 255], 4 * (y * width + x));
    }
  }
  return { data, width, height };
}

test('is at most 60 kB, asks for nothing and exports what it lists', () => {
  assert.ok(bytes.length <= 60000, `${bytes.length} bytes`);
  const module = new WebAssembly.Module(bytes);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name).filter((name) => name.startsWith('hwr_'));
  assert.deepEqual(names.sort(), [...listed].sort());
});

test('finds letters in its order, as pictures of themselves, time after time', () => {
  const finder = new Finder(bytes);
  const memory = finder.core.memory.buffer.byteLength;
  for (const [width, height, left, top] of [[400, 300, 60, 50], [1280, 1280, 600, 700], [400, 300, 60, 50]]) {
    const { finding, drawn, even, letters } = finder.find(painted(width, height, left, top));
    assert.deepEqual([finding, drawn, even, letters.length], ['found', false, false, 2]);
    const wanted = [[left, top, left + 50, top + 80], [left + 80, top, left + 88, top + 80]];
    letters.forEach(({ box, word, pixels }, i) => {
      assert.ok(box.every((v, k) => Math.abs(v - wanted[i][k]) <= 2), `${box}`);
      assert.equal(word, 0);
      assert.equal(pixels.data.length, 4 * pixels.width * pixels.height);
      assert.equal(pixels.data[0], 255);
      assert.ok(pixels.data.some((v, k) => k % 4 === 0 && v === 0));
    });
  }
  assert.equal(finder.core.memory.buffer.byteLength, memory);
  assert.equal(finder.find(painted(400, 300, -500, 0)).finding, 'even');
});

test('takes no picture that is larger than its room', () => {
  const { core, side } = new Finder(bytes);
  assert.notEqual(core.hwr_wasm_paper_read(side + 1, 1), 0);
  assert.notEqual(core.hwr_wasm_paper_read(1, side + 1), 0);
  assert.notEqual(core.hwr_wasm_paper_read(0, 1), 0);
  assert.equal(core.hwr_wasm_paper_read(side, side), 0);
  assert.equal(core.hwr_wasm_paper_raster(1000), 0);
});
