// web/index.html as a file: fresh, small, closed to the outside.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildPage } from '../../web/build.mjs';
import { readModel } from '../../web/build_model.mjs';
import { modelBytes, root, wasmDir, weightsFile } from './artifacts.mjs';

const MAX_GZIPPED = 600 * 1000;
const file = process.env.LETTERS_PAGE ?? path.join(root, 'web/index.html');
const page = readFileSync(file, 'utf8');

test('the committed page is what its sources give', async () => {
  const built = await buildPage({ wasm: wasmDir, weights: weightsFile });
  assert.ok(built === page, `${file} is stale; run: node web/build.mjs`);
});

test(`the page is at most ${MAX_GZIPPED} bytes gzipped`, () => {
  const size = gzipSync(page, { level: 9 }).length;
  assert.ok(size <= MAX_GZIPPED, `${size} bytes`);
});

test('the policy allows the page its own script and style, and nothing else', () => {
  const policy = page.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)[1];
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const style = page.match(/<style>([^]*?)<\/style>/)[1];
  const scripts = [...page.matchAll(/<script>([^]*?)<\/script>/g)].map((m) => m[1]);
  assert.equal(scripts.length, 1);
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    `script-src ${hash(scripts[0])} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('the page names no other place', () => {
  const visible = page.replace(/<script type="text\/plain"[^]*?<\/script>/g, '');
  const places = visible.match(/(?:src|href)=(?!"data:)|url\(|@import|\bfetch\(|XMLHttpRequest|WebSocket/g);
  assert.equal(places, null);
});

test('the facts come from the model file', () => {
  const model = readModel(modelBytes);
  assert.equal(model.labels.length, 37);
  for (const layer of model.layers) assert.ok(page.includes(`>${layer.name}</text>`), layer.name);
  assert.throws(() => readModel(Buffer.from('PK')), /not a \.hwr model file/);
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(readFileSync(path.join(root, 'web/package-lock.json'), 'utf8'), /"resolved"/);
});
