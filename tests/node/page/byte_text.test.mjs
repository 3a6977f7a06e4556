// web/src/shared/byte_text.js: every byte comes back, and the text holds nothing that HTML changes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { bytesOfText, textOfBytes } from '../../../web/src/shared/byte_text.js';
import { root, scalarBytes, simdBytes } from '../artifacts.mjs';

const every = Uint8Array.from({ length: 256 }, (_, i) => i);

test('every byte is one character and comes back', () => {
  const text = textOfBytes(every);
  assert.equal(new Set(text).size, 256);
  assert.deepEqual(bytesOfText(text), every);
});

test('no character that a parser or an editor would change', () => {
  assert.doesNotMatch(textOfBytes(every), /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}<]/u);
});

test('the page holds both modules so', () => {
  const page = readFileSync(path.join(root, 'web/index.html'), 'utf8');
  for (const [build, bytes] of [['simd', simdBytes], ['scalar', scalarBytes]]) {
    const pieces = [...page.matchAll(new RegExp(`<script type="text/plain" id="wasm-${build}-\\d">([^<]*)</script>`, 'g'))];
    assert.ok(Buffer.from(bytesOfText(pieces.map(([, text]) => text).join(''))).equals(Buffer.from(bytes)), build);
  }
});
