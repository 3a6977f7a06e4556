// web/index.html and its companions as files: fresh, small, valid, closed to the outside.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildSite } from '../../../web/build.mjs';
import { readModelFile } from '../../../web/src/recognizer/model_file.js';
import { modelBytes, root, wasmDir, weightsFile } from '../artifacts.mjs';

const MAX_GZIPPED = 550 * 1024; // of which the two networks take 250 KB, reading words 38, photographs 13, the outlier detector 11
const file = process.env.LETTERS_PAGE ?? path.join(root, 'web/index.html');
const page = readFileSync(file, 'utf8');

const site = await buildSite({ wasm: wasmDir, weights: weightsFile });

test('the committed page and its companions are what their sources give', () => {
  for (const [name, content] of site) {
    const committed = name === 'index.html' ? file : path.join(path.dirname(file), name);
    assert.ok(Buffer.from(content).equals(readFileSync(committed)), `${committed} is stale; run: node web/build.mjs`);
  }
});

test('the service worker keeps every file, under a name of their content', async () => {
  const worker = site.get('sw.js');
  for (const name of site.keys()) if (name !== 'sw.js') assert.ok(worker.includes(`"${name}"`), name);
  assert.match(worker, /VERSION = '[0-9a-f]{16}'/);
  assert.doesNotMatch(worker, /%%/);
});

test('the manifest names icons of the size they are', () => {
  const { icons } = JSON.parse(site.get('manifest.webmanifest'));
  assert.deepEqual(icons.map((i) => i.sizes), ['192x192', '512x512']);
  for (const { src, sizes } of icons) {
    const png = site.get(src);
    assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes);
  }
});

test('a model that the page offers by name is put beside it, where there is one', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-site-'));
  try {
    const at = (name) => path.join(folder, name);
    mkdirSync(at('weights'));
    writeFileSync(at('weights/letters.hwr'), modelBytes);
    const build = (out) => execFileSync(process.execPath, [path.join(root, 'web/build.mjs'), '--wasm', wasmDir,
      '--weights', at('weights/letters.hwr'), '--out', at(`${out}/index.html`)]);
    build('without');
    assert.ok(!existsSync(at('without/balanced.hwr')));
    writeFileSync(at('weights/balanced.hwr'), 'a model');
    build('with');
    assert.equal(readFileSync(at('with/balanced.hwr'), 'utf8'), 'a model');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('html-validate has nothing to say', async () => {
  const { HtmlValidate } = createRequire(path.join(root, 'web/package.json'))('html-validate');
  const rules = {
    'long-title': 'off',
    'no-inline-style': 'error',
    'script-type': 'off', // data blocks are what the type is for
    'require-sri': 'off', // nothing is loaded
  };
  const { results } = await new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:document'], rules })
    .validateString(page);
  assert.deepEqual(results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`)), []);
});

test(`the page is at most ${MAX_GZIPPED} bytes gzipped`, () => {
  const size = gzipSync(page, { level: 9 }).length;
  assert.ok(size <= MAX_GZIPPED, `${size} bytes`);
});

// The text of what is loaded on opening: kind is code or style.
const rooms = (kind, text = page) =>
  [...text.matchAll(new RegExp(`<script type="text/plain" id="${kind}-\\w+">([^]*?)</script>`, 'g'))].map((m) => m[1]);
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const scriptsOf = (text) => [...text.matchAll(/<script(?: id="script")?>([^]*?)<\/script>/g)].map((m) => m[1]);
const policyOf = (text) => text.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)[1].split('; ');
const workshop = site.get('workshop.html');
const WORKERS = ['training', 'mapping']; // of the workshop: run in workers alone

test('the policy allows the page its own scripts and styles, and nothing else', () => {
  const policy = policyOf(page);
  const style = page.match(/<style>([^]*?)<\/style>/)[1];
  const scripts = scriptsOf(page);
  assert.equal(scripts.length, 2);
  const workers = WORKERS.map((name) => workshop.match(new RegExp(`id="code-${name}">([^]*?)</script>`))[1]);
  const beside = rooms('code', workshop).filter((text) => !workers.includes(text));
  const sorted = (directive) => directive.split(' ').sort();
  const [, script, styles] = policy.splice(0, 3);
  assert.deepEqual(sorted(script), ['script-src', ...[...scripts, ...rooms('code'), ...beside].map(hash), "'wasm-unsafe-eval'"].sort());
  assert.deepEqual(sorted(styles), ['style-src', ...[style, ...rooms('style'), ...rooms('style', workshop)].map(hash)].sort());
  assert.deepEqual(policy, [
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

test('the workshop runs one script and asks for nothing', () => {
  const [script, ...more] = scriptsOf(workshop);
  assert.equal(more.length, 0);
  assert.deepEqual(policyOf(workshop), ["default-src 'none'", `script-src ${hash(script)}`, "base-uri 'none'", "form-action 'none'"]);
});

test('the page names no other place', () => {
  // Data blocks and the licence of a library are no code.
  const visible = page.replace(/<script type="text\/plain"[^]*?<\/script>/g, '') +
    [page, workshop].flatMap((text) => [...rooms('code', text), ...rooms('style', text)]).join('\n').replace(/\/\* idb-keyval[^]*?\*\//, '');
  assert.deepEqual(visible.match(/https?:\/\/[^"'`\s]+/g).filter((u) => !u.startsWith('http://www.w3.org/')), []);
  const places = visible.match(/(?:src|href)=(?!"(?:data:|#))|url\(|@import|\bfetch\([^)]*\)|XMLHttpRequest|WebSocket/g);
  assert.deepEqual(places.splice(places.findIndex((place) => place === 'src='), 1), ['src=']);
  assert.match(visible, /\.src="workshop\.html"/);
  const fetches = places.map((place) => place.match(/^fetch\((\w+)(.*)\)$/));
  const parts = fetches.filter(([, , rest]) => /,integrity:\w+,/.test(rest));
  assert.deepEqual([fetches.length, parts.length], [4, 2], `${places}: the head's and the script's, of the parts that publish.mjs makes`);
  const [model, words] = ['', ',{cache:"no-cache"}'].map((how) => fetches.find(([, , rest]) => rest === how)[1]);
  assert.ok(visible.includes(`${model}="balanced.hwr"`), 'files beside the page, and nothing else, are fetched');
  assert.match(visible, new RegExp(`dataset:\\{file:${words}\\}`));
  const files = [...page.matchAll(/data-file="([^"]*)"/g)].map(([, file]) => file);
  assert.deepEqual(files, ['de.hwl']);
});

test('the facts come from the model file', () => {
  const model = readModelFile(modelBytes);
  assert.equal(model.labels.length, 37);
  for (const layer of model.layers) assert.ok(page.includes(`>${layer.name}</text>`), layer.name);
  assert.throws(() => readModelFile(Buffer.from('PK')), /not a \.hwr model file/);
});

test('the accuracy that is stated was measured', () => {
  const { integer } = JSON.parse(readFileSync(path.join(root, 'weights/evaluation.json')));
  const sentence = page.match(/data-t="aboutAccuracy"[^>]*>([^<]*)</)[1];
  for (const name of ['letters-test', 'unipen-test']) {
    assert.ok(sentence.includes(`${(100 * integer[name].accuracy_folded).toFixed(1)} %`), name);
  }
});

test('the foot tells the version of core/hwr.h', () => {
  const [, version] = readFileSync(path.join(root, 'core/hwr.h'), 'utf8').match(/^#define HWR_VERSION "(.+)"$/m);
  assert.match(page, new RegExp(`<footer>.* ${version.replaceAll('.', '\\.')}\\.</footer>`));
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(readFileSync(path.join(root, 'web/package-lock.json'), 'utf8'), /"resolved"/);
});
