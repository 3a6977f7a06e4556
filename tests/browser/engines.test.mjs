// The page in Chromium, Firefox and WebKitGTK: from file:// and http, drawn on with real
// input; the same strokes give the same bits in all three and in Node.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer.js';
import { modelBytes, scalarBytes } from '../node/artifacts.mjs';
import { engines } from './engines.mjs';
import { fileUrl, letter, letters, serve } from './harness.mjs';

const WAIT_MS = 120000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(engine, condition, what) {
  for (const end = Date.now() + WAIT_MS; Date.now() < end; await sleep(200)) {
    if (await engine.evaluate(condition)) return;
  }
  assert.fail(`${what}: not within ${WAIT_MS / 1000} s`);
}

const ready = (engine) => until(engine, () => Boolean(document.body.dataset.ready), 'ready');

// Places a sample on the pad, in whole pixels, which every driver can point at.
async function onPad(engine, drawing) {
  const box = await engine.evaluate(() => {
    const { left, top, width } = document.getElementById('pad').getBoundingClientRect();
    return { left, top, width };
  });
  return drawing.map(([xs, ys]) => xs.map((x, i) => ({
    x: Math.round(box.left + box.width * (0.2 + (0.6 * x) / 255)),
    y: Math.round(box.top + box.width * (0.2 + (0.6 * ys[i]) / 255)),
  })));
}

// Probabilities of every letter, in hexadecimal bits.
const bitsInPage = (drawings) => window.letters.then((recognizer) => drawings.map((drawing) => {
  const strokes = drawing.map(([xs, ys]) => xs.map((x, i) => ({ x, y: ys[i] })));
  const { probabilities } = recognizer.recognizeStrokes(strokes);
  return [...new Uint32Array(probabilities.buffer)].map((word) => word.toString(16)).join(' ');
}));

const drawings = letters.map((l) => l.drawing);
const node = await createRecognizer({ scalarBytes, modelBytes });
const expected = drawings.map((drawing) => {
  const { probabilities } = node.recognizeStrokes(strokesFromDrawing(drawing));
  return [...new Uint32Array(probabilities.buffer)].map((word) => word.toString(16)).join(' ');
});

let server;
before(async () => { server = await serve(); });
after(() => server.close());

for (const { name, there, launch } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    before(async () => { engine = await launch(); });
    after(() => engine?.close());

    for (const where of ['file', 'http']) {
      test(`over ${where}: starts, and reads what the mouse draws`, async () => {
        await engine.open(where === 'file' ? fileUrl : server.url);
        await ready(engine);
        assert.equal(await engine.evaluate(() => document.body.dataset.ready), 'simd');
        await engine.mouse(await onPad(engine, letter('B')));
        await until(engine, () => /^[A-Za-z]$/.test(document.getElementById('letter').textContent), 'an answer');
        await until(engine, () => document.getElementById('spoken').textContent.length > 0, 'the spoken answer');
      });

      test(`over ${where}: the same bits as in Node`, async () => {
        const got = await engine.evaluate(bitsInPage, drawings);
        assert.equal(got.length, expected.length);
        const differing = letters.filter((_, i) => got[i] !== expected[i]).map((l) => l.word);
        assert.deepEqual(differing, [], 'letters whose probabilities differ (is web/index.html stale?)');
      });
    }

    test('a file of strokes is opened', async () => {
      await engine.evaluate((content) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], 'k.ndjson'));
        const input = document.getElementById('picture-file');
        input.files = transfer.files;
        input.dispatchEvent(new Event('change'));
      }, JSON.stringify({ word: 'K', drawing: letter('K') }));
      await until(engine, () => document.getElementById('notice-text').textContent.includes('k.ndjson'), 'the notice');
      await until(engine, () => document.getElementById('letter').textContent === 'K', 'the letter');
    });

    test('undo, eraser and clear work', async () => {
      const empty = () => document.getElementById('clear').getAttribute('aria-disabled') === 'true';
      await engine.evaluate(() => document.getElementById('clear').click());
      await until(engine, empty, 'cleared');
      const strokes = await onPad(engine, letter('L'));
      await engine.mouse(strokes);
      await until(engine, () => document.getElementById('clear').getAttribute('aria-disabled') === 'false', 'drawn');
      await engine.evaluate(() => document.getElementById('eraser').click());
      await engine.mouse([[strokes[0][2]]]);
      await until(engine, empty, 'erased');
      await engine.evaluate(() => document.getElementById('undo').click());
      await until(engine, () => document.getElementById('clear').getAttribute('aria-disabled') === 'false', 'undone');
    });
  });
}
