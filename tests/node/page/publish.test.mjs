// web/publish.mjs: the page laid out for a web server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { root } from '../artifacts.mjs';

const MAX_GZIPPED = 72 * 1024; // of what the first painting waits for
const whole = readFileSync(path.join(root, 'web/index.html'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'letters-publish-'));
after(() => rmSync(folder, { recursive: true }));

function publish(name, ...more) {
  const out = path.join(folder, name);
  assert.equal(spawnSync(process.execPath, [path.join(root, 'web/publish.mjs'), '--out', out, ...more]).status, 0);
  return (file) => readFileSync(path.join(out, file), 'utf8');
}

const file = publish('site');
const page = file('index.html');
const hash = (content) => `sha256-${createHash('sha256').update(content).digest('base64')}`;
const blocks = (text) => [...text.matchAll(/<script type="text\/plain" id="([\w-]+)"[^>]*>([^]*?)<\/script>/g)].map(([block, id]) => [id, block]);
const partOf = (name) => page.match(new RegExp(`<script [^>]*data-${name}="([^ "]+) ([^"]+)"`)).slice(1);

test('the data blocks of the page and of its parts are those of the page in one file', () => {
  const [first, later] = ['first', 'later'].map((name) => blocks(file(partOf(name)[0])));
  const sorted = (all) => all.sort(([a], [b]) => (a < b ? -1 : 1));
  assert.deepEqual(sorted([...blocks(page), ...first, ...later]), sorted(blocks(whole)));
  assert.deepEqual(blocks(page).map(([id]) => id), ['samples']);
  assert.deepEqual(first.map(([id]) => id), ['wasm-simd-0', 'wasm-simd-1', 'wasm-simd-2', 'wasm-simd-3', 'model']);
});

test('without them the page is the page in one file, but for what names them', () => {
  const without = (text) => text.replace(/<script type="text\/plain" id="(?!samples)[^]*?<\/script>\n/g, '').replace(/ data-(first|later)="[^"]*"/g, '');
  assert.equal(without(page), without(whole), 'the policy included');
});

test('a part is named by its content, and the page knows its hash', () => {
  for (const part of ['first', 'later']) {
    const [name, integrity] = partOf(part), content = file(name);
    assert.equal(name, `${part}.${createHash('sha256').update(content).digest('hex').slice(0, 16)}.txt`);
    assert.equal(integrity, hash(content));
  }
});

test(`the first painting waits for at most ${MAX_GZIPPED} bytes`, () => {
  const size = gzipSync(page, { level: 9 }).length;
  assert.ok(size <= MAX_GZIPPED, `${size} bytes`);
});

test('the service worker keeps the page, its parts and its companions as they are', () => {
  const worker = file('sw.js');
  const kept = JSON.parse(worker.match(/FILES = (\{[^]*?\});/)[1]);
  const names = ['./', 'index.html', partOf('first')[0], partOf('later')[0], 'workshop.html', 'manifest.webmanifest', 'icon-192.png', 'icon-512.png'];
  assert.deepEqual(Object.keys(kept), names);
  for (const [name, integrity] of Object.entries(kept)) {
    assert.equal(integrity, hash(readFileSync(path.join(folder, 'site', name === './' ? 'index.html' : name))), name);
  }
  assert.match(worker, /VERSION = '[0-9a-f]{16}'/);
});

test('the page in one file is there to keep, and what both fetch', () => {
  assert.equal(file('letters.html'), whole);
  const names = readdirSync(path.join(folder, 'site'));
  for (const name of ['balanced.hwr', 'de.hwl', 'slides.html', 'social.png']) assert.ok(names.includes(name), name);
});

test('with an address, a link is shown with a picture that others can fetch, and the service worker is another', () => {
  const sent = publish('addressed', '--url', 'https://your.host/letters/');
  for (const name of ['index.html', 'letters.html']) {
    assert.ok(sent(name).includes('property="og:image" content="https://your.host/letters/social.png"'), name);
  }
  assert.ok(readFileSync(path.join(folder, 'addressed/social.png')).length < 100000);
  const version = (text) => text.match(/VERSION = '(\w+)'/)[1];
  assert.notEqual(version(sent('sw.js')), version(file('sw.js')));
  const refused = (...options) => spawnSync(process.execPath, [path.join(root, 'web/publish.mjs'), ...options], { encoding: 'utf8' }).stderr;
  assert.match(refused('--out', path.join(folder, 'no'), '--url', 'letters'), /not an address/);
  assert.match(refused(), /--out DIR/);
});
