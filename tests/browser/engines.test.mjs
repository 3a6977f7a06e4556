// The page in Chromium, Firefox and WebKitGTK: from file:// and http, drawn on with real
// input; the same strokes give the same bits in all three and in Node.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRecognizer, hashBytes, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
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

// Every layer's output for a drawing, as one hash a layer; the same in Node and in the page.
const LOOKED_AT = drawings.slice(0, 50);
const hashesInPage = (all) => window.letters.then((recognizer) => all.map((drawing) => {
  recognizer.recognizeStrokes(drawing.map(([xs, ys]) => xs.map((x, i) => ({ x, y: ys[i] }))));
  return recognizer.activations().map((values) => {
    let hash = 0x811c9dc5;
    for (const byte of new Uint8Array(values.buffer)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, '0');
  }).join(' ');
}));
const expectedHashes = LOOKED_AT.map((drawing) => {
  node.recognizeStrokes(strokesFromDrawing(drawing));
  return node.activations().map((values) => hashBytes(new Uint8Array(values.buffer))).join(' ');
});

// What the open room tells of a value, and what the recogniser has there.
const insideTells = () => window.letters.then((recognizer) => {
  const [, map, row, column] = document.querySelector('.inside-cell h4').textContent.match(/(\d+)\D+(\d+)\D+(\d+)$/).map(Number);
  const values = recognizer.activations()[0];
  const [side, , channels] = document.querySelectorAll('.inside-layer header b')[1].textContent.split(' × ').map(Number);
  const said = Number(document.querySelector('.inside-value b').textContent.replace(/\s/g, ''));
  return { said, core: values[((row - 1) * side + column - 1) * channels + map - 1] };
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

    test('the pad is an element with a focus, a name and keys of its own', async () => {
      await engine.evaluate(() => document.getElementById('clear').click());
      await until(engine, () => document.getElementById('pad').canvas.getAttribute('aria-label') === 'Drawing pad, empty', 'its name');
      const seen = await engine.evaluate(() => {
        const pad = document.getElementById('pad'), { canvas, cursor } = pad;
        const press = (key, count) => {
          for (let i = 0; i < count; i++) canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
          canvas.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, composed: true }));
        };
        pad.focus();
        const hasFocus = document.activeElement === pad && pad.shadowRoot.activeElement === canvas;
        press('e', 2); // the page's own key: eraser, and pen again
        for (const [key, count] of [[' ', 1], ['ArrowDown', 20], ['ArrowRight', 12]]) press(key, count);
        const { left, top, width, height } = pad.getBoundingClientRect(), at = cursor.getBoundingClientRect();
        const shares = [(at.left + at.width / 2 - left) / width, (at.top + at.height / 2 - top) / height];
        const told = { hasFocus, shown: !cursor.hidden, parts: cursor.getAttribute('part'), shares: shares.map((v) => Math.round(100 * v)) };
        press(' ', 1);
        return told;
      });
      assert.deepEqual(seen, { hasFocus: true, shown: true, parts: 'cursor down', shares: [80, 100] });
      await until(engine, () => document.getElementById('letter').textContent === 'L', 'the letter');
      await until(engine, () => document.getElementById('pad').canvas.getAttribute('aria-label') === 'Drawing pad, read as L', 'its name');
    });

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

    test('the layers give the same bits as in Node, for 50 drawings', async () => {
      const got = await engine.evaluate(hashesInPage, LOOKED_AT);
      const differing = got.map((hash, i) => [hash, expectedHashes[i], letters[i].word]).filter(([a, b]) => a !== b);
      assert.deepEqual(differing, []);
    });

    test('the rooms open, show what the core computes and follow the drawing', async () => {
      await engine.evaluate(() => document.getElementById('clear').click());
      await engine.mouse(await onPad(engine, letter('R')));
      for (const name of ['inside', 'why', 'robust']) {
        await engine.evaluate((n) => { document.getElementById(`room-${n}`).open = true; }, name);
      }
      await until(engine, () => ['inside', 'why', 'robust'].every((n) => n in window.lettersRooms), 'loaded');
      await until(engine, () => document.querySelector('.inside-value b')?.textContent.length > 0, 'a value');
      const { said, core } = await engine.evaluate(insideTells);
      assert.equal(said, core);
      await until(engine, () => document.querySelector('#room-why .room-mount').dataset.state === 'done', 'the occlusion map');
      await until(engine, () => document.querySelectorAll('.why-strokes li').length === 2, 'the strokes');
      await until(engine, () => document.querySelector('.robust-chart path.whole') !== null, 'a curve');
      for (const name of ['why', 'robust']) {
        await engine.evaluate((n) => { document.getElementById(`room-${n}`).open = false; }, name);
      }
    });

    test('the overview leads to a layer, its window steps to the value, and the tour goes its six steps', async () => {
      await engine.evaluate(() => document.querySelectorAll('.inside-chain .inside-block')[1].click());
      assert.equal(await engine.evaluate(() => document.activeElement.closest('.inside-layer').querySelector('h4').textContent), 'stem');
      assert.equal(await engine.evaluate(() => document.querySelectorAll('.inside-wires .arc').length > 0), true);
      await engine.evaluate(() => { document.querySelector('.inside-player').open = true; });
      await until(engine, () => document.querySelector('.inside-player .inside-sum dd') !== null, 'the window');
      await engine.evaluate(() => document.querySelectorAll('.inside-player button')[2].click()); // all of the place
      const told = await engine.evaluate(() => [document.querySelector('.inside-player .inside-sum > div:last-child dd').textContent,
        document.querySelector('.inside-value b').textContent]);
      assert.equal(told[0], told[1]);
      await engine.evaluate(() => document.querySelector('#room-inside .inside-buttons button').click());
      for (let step = 1; step <= 6; step++) {
        const { title, lit } = await engine.evaluate(() => ({ title: document.querySelector('.inside-tour h4').textContent,
          lit: document.querySelectorAll('.tour-lit').length }));
        assert.match(title, new RegExp(`^${step} `));
        assert.equal(lit, 1);
        await engine.evaluate(() => document.querySelectorAll('.inside-tour button')[1].click());
      }
      assert.equal(await engine.evaluate(() => document.querySelector('.inside-tour').hidden), true, 'the last step closes it');
      await engine.evaluate(() => scrollTo(0, 0));
    });

    test('a reload keeps the drawing', async () => {
      await engine.evaluate(() => document.getElementById('clear').click());
      await engine.mouse(await onPad(engine, letter('E')));
      await until(engine, () => document.getElementById('letter').textContent === 'E', 'drawn');
      await engine.evaluate(() => { setTimeout(() => location.reload()); window.before = true; });
      await sleep(1000); // what is asked while the page goes is lost
      await until(engine, () => window.before === undefined && Boolean(document.body?.dataset.ready), 'reloaded');
      await until(engine, () => document.getElementById('letter').textContent === 'E', 'the same letter');
      await engine.evaluate(() => document.getElementById('undo').click());
      await until(engine, () => document.getElementById('clear').getAttribute('aria-disabled') === 'true', 'undone');
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
