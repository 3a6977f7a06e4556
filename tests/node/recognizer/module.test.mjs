// The two modules as files: what they import, export and weigh.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root, scalarBytes, simdBytes } from '../artifacts.mjs';
import { codeSection } from './wasm_faults.mjs';

const MAX_BYTES = 90 * 1024; // of which reading words takes 26, 9 of them its weights, and what a writer teaches 12
const SIMD_PREFIX = 0xfd;
const listed = readFileSync(path.join(root, 'wasm/exports.txt'), 'utf8').trim().split('\n')
  .map((line) => line.replace(/^_/, ''));

for (const [name, bytes] of [['simd', simdBytes], ['scalar', scalarBytes]]) {
  test(`${name}: imports nothing`, () => {
    assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(bytes)), []);
  });

  test(`${name}: exports every function of the list, and no other hwr function`, () => {
    const names = WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map((e) => e.name);
    assert.deepEqual(names.filter((n) => n.startsWith('hwr_')).sort(), [...listed].sort());
    assert.ok(names.includes('memory'));
  });

  test(`${name}: weighs at most ${MAX_BYTES} bytes`, () => {
    assert.ok(bytes.length <= MAX_BYTES, `${bytes.length} bytes`);
  });

  test(`${name}: memory grows where words are first read, and no further`, () => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const size = () => exports.memory.buffer.byteLength;
    const before = size();
    assert.equal(exports.hwr_wasm_open_words(), 0);
    const after = size();
    assert.ok(before <= 23 << 20 && after > before, `${before} to ${after} bytes`);
    assert.equal(exports.hwr_wasm_open_words(), 0);
    assert.equal(size(), after);
    assert.throws(() => exports.memory.grow(64), RangeError);
  });
}

test('only the SIMD module holds vector code', () => {
  const share = (bytes) => {
    const code = codeSection(bytes);
    return code.filter((byte) => byte === SIMD_PREFIX).length / code.length;
  };
  assert.ok(share(simdBytes) > 5 * share(scalarBytes), `${share(simdBytes)} against ${share(scalarBytes)}`);
});
