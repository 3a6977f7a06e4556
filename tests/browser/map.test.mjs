// The map in Chromium, Firefox and WebKitGTK over file://: the page's own letters, the pad's drawing among them, keys,
// a file; axe on a phone; and 20,000 points of letters-test, where HWR_DATA is set.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gz, testSet } from '../idx_files.mjs';
import { base64, chooseFiles, enterRoom, isSound, openInEnglish, press, select, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { drawWithMouse, fileUrl, frames, launch, letter, open } from './harness.mjs';

const LONG_MS = 100000; // on a busy machine
const UMAP_MS = 30000, FRAME_MS = 1000 / 60; // on a quiet one

const set = testSet({ times: 3, set: 'letters26', mislabelled: 6 });
const PAIR = [['images.gz', base64(gz(set.images))], ['labels.gz', base64(gz(set.labels))]];

// ---- In the page ----

const room = () => {
  const text = (selector) => document.querySelector(`#room-map ${selector}`)?.textContent ?? '';
  const alert = document.querySelector('#room-map .emnist-alert');
  return { status: text('.emnist-status'), alert: alert && !alert.hidden ? alert.textContent : '', said: text('.map-said'), label: document.querySelector('.map-canvas')?.getAttribute('aria-label'),
    rows: document.querySelectorAll('.map-table tbody tr').length, busy: Boolean(document.querySelector('.map-work:not(.idle)')) };
};
// How many pixels differ from the paper.
const inked = () => {
  const canvas = document.querySelector('.map-canvas');
  const words = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  const paper = words[0];
  return words.reduce((sum, w) => sum + Number(w !== paper), 0);
};
const keys = (...all) => {
  const canvas = document.querySelector('.map-canvas');
  canvas.focus();
  for (const key of all) canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};
const clickRadio = (name, value) => document.querySelector(`input[name=${name}][value=${value}]`).click();
const rings = () => { // pixels of the accent's colour: the drawing's ring
  const probe = document.createElement('span');
  probe.style.color = 'var(--accent)';
  document.body.append(probe);
  const [r, g, b] = getComputedStyle(probe).color.match(/\d+/g).map(Number);
  probe.remove();
  const canvas = document.querySelector('.map-canvas'), { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let n = 0, x = 0, y = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== r || data[i + 1] !== g || data[i + 2] !== b) continue;
    n++;
    x += (i / 4) % canvas.width;
    y += Math.floor(i / 4 / canvas.width);
  }
  return { n, x: Math.round(x / n), y: Math.round(y / n) };
};

for (const { name, there, launch: start } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    before(async () => {
      engine = await start();
      await openInEnglish(engine, fileUrl);
    });
    after(() => engine?.close());
    const see = (condition, what, ms = LONG_MS) => until(() => engine.evaluate(room), condition, what, ms);

    test('the page’s letters are laid out, points are chosen by keys, a file takes their place', async () => {
      await enterRoom(engine, 'map');
      const { label, rows } = await see(({ status }) => /1,068 images, .* read right\. On this map/.test(status), 'UMAP');
      assert.equal(label, 'Map of 1,068 images of 37 classes');
      assert.equal(rows, 37);
      const centres = () => engine.evaluate(() => /mean over EMNIST’s 97,051 training images/.test(document.getElementById('room-map').textContent));
      assert.ok(await centres(), 'names at the centres');
      assert.ok(await engine.evaluate(inked) > 1000);
      await engine.evaluate(keys, 'ArrowRight', 'ArrowRight');
      const first = await see(({ said }) => /^Drawn ., version \d+: ., read/.test(said), 'a point');
      const others = [];
      for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowDown', '+', '+', 'ArrowRight', '-', '0']) {
        await engine.evaluate(keys, key);
        others.push((await engine.evaluate(room)).said);
      }
      assert.ok(others.some((said) => said !== first.said), others.join());
      await engine.evaluate(keys, 'Enter');
      await until(() => engine.evaluate(() => document.getElementById('notice').textContent), (text) => /Drawn/.test(text), 'on the pad');
      await until(() => engine.evaluate(rings), ({ n }) => n > 50, 'the ring of what is on the pad');

      await engine.evaluate(clickRadio, 'map-space', 'pixels');
      await engine.evaluate(clickRadio, 'map-how', 'pca');
      await see(({ status }) => /These two directions hold \d+/.test(status), 'PCA');
      assert.ok(!await centres(), 'no centres among pixels');
      await engine.evaluate(chooseFiles, '#room-map input[type=file]', [['photo.gz', base64('JFIF and so on')]]);
      await see(({ alert }) => /photo\.gz.*not a file of EMNIST’s kind/.test(alert), 'no such file');
      await engine.evaluate(chooseFiles, '#room-map input[type=file]', PAIR);
      const read = await see(({ status, rows: n }) => new RegExp(`^${set.n} images, .*directions`).test(status) && n === 26, 'the file');
      assert.equal(read.alert, '');
    });
  });
}

describe('Chromium alone', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());

  test('an address leads into it', async () => {
    const page = await open(browser, `${fileUrl}#map`);
    await see(page, ({ status, rows }) => status !== '' && rows > 0, 'the map');
    await page.browserContext().close();
  });

  test('the ring follows what is drawn', async () => {
    const page = await open(browser, fileUrl);
    await openRoom(page);
    await page.evaluate(clickRadio, 'map-how', 'pca');
    await see(page, ({ status }) => /directions/.test(status), 'PCA');
    const places = [];
    for (const text of ['C', 'L', 'W']) {
      await page.evaluate(() => { document.getElementById('clear').click(); });
      await frames(page);
      await drawWithMouse(page, letter(text));
      await until(() => page.evaluate(rings), ({ n, x, y }) => n > 50 && places.every(([px, py]) => Math.hypot(px - x, py - y) > 20), text);
      const { x, y } = await page.evaluate(rings);
      places.push([x, y]);
    }
    await page.evaluate(() => document.getElementById('clear').click());
    await until(() => page.evaluate(rings), ({ n }) => n < 50, 'no ring without a drawing');
    await page.browserContext().close();
  });

  const see = (page, condition, what, ms = LONG_MS) => until(() => page.evaluate(room), condition, what, ms);
  async function openRoom(page) {
    await page.select('#language', 'en');
    await enterRoom(page, 'map');
    await see(page, ({ status }) => /1,068 images/.test(status), 'the map');
  }

  for (const dark of [false, true]) {
    test(`axe has nothing to say, and nothing is cut off on a phone, ${dark ? 'dark' : 'light'}`, async () => {
      const page = await open(browser, fileUrl, { dark, width: 360, height: 640, touch: true });
      await openRoom(page);
      await page.$$eval('#room-map details', (all) => all.forEach((e) => { e.open = true; }));
      await page.evaluate(keys, 'ArrowRight');
      await frames(page, 10);
      await isSound(page, '#room-map', 360);
      await page.browserContext().close();
    });
  }

  const data = process.env.HWR_DATA && path.join(process.env.HWR_DATA, 'emnist');
  test('UMAP of 5,000 images of letters-test in both spaces, and of 20,000 until told to stop, with times (limits: LETTERS_QUIET=1)', { skip: data ? false : 'HWR_DATA is not set' }, async () => {
    const page = await open(browser, fileUrl);
    await openRoom(page);
    const input = await page.$('#room-map input[type=file]');
    await input.uploadFile(...['images-idx3', 'labels-idx1'].map((kind) => path.join(data, `letters-test-${kind}-ubyte.gz`)));
    await see(page, ({ status }) => /^Looking/.test(status), 'read');
    let start = performance.now();
    await see(page, ({ status }) => /^5,000 images/.test(status), 'laid out');
    const ms = performance.now() - start;
    start = performance.now();
    await page.evaluate(clickRadio, 'map-space', 'pixels');
    await see(page, ({ status }) => /^Laying out/.test(status), 'pixels on their way');
    await see(page, ({ status }) => /^5,000 images/.test(status), 'laid out by pixels');
    const pixelsMs = performance.now() - start;
    await select(page, 'map-limit', '20000');
    await see(page, ({ status }) => /^Looking/.test(status), '20,000 read');
    await page.evaluate(press, '.map-stop');
    await see(page, ({ status }) => /^20,000 images, .*Stopped before/.test(status), 'stopped');
    const paint = await page.evaluate(async () => {
      const took = [], canvas = document.querySelector('.map-canvas');
      for (let i = 0; i < 60; i++) {
        canvas.dispatchEvent(new KeyboardEvent('keydown', { key: i % 2 ? '-' : '+' }));
        const from = await new Promise(requestAnimationFrame); // the map paints in this frame, before us
        took.push(performance.now() - from);
      }
      return took.sort((a, b) => a - b)[30];
    });
    console.log(`UMAP of 5,000: ${(ms / 1000).toFixed(1)} s by features, ${(pixelsMs / 1000).toFixed(1)} s by pixels; a frame of 20,000 points: ${paint.toFixed(1)} ms`);
    await page.browserContext().close();
    if (!process.env.LETTERS_QUIET) return;
    assert.ok(ms <= UMAP_MS && pixelsMs <= UMAP_MS, `${ms} ms, ${pixelsMs} ms`);
    assert.ok(paint <= FRAME_MS, `${paint} ms`);
  });
});
