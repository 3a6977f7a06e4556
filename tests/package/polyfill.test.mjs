// The polyfill in three engines: the standard's own IDL, held against idlharness.js, and what each method does.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { engines } from '../browser/engines.mjs';
import { base64, until } from '../browser/driving.mjs';
import { write } from '../letters/words.mjs';
import { makeProject, root, serveFolder } from './project.mjs';

const SUBTESTS = 69; // that idlharness.js makes of @webref/idl's text and an object of each interface

const project = await makeProject();
cpSync(path.join(root, 'tests/package/standard'), project.at('standard'), { recursive: true });
symlinkSync(project.at('node_modules/@webref/idl'), project.at('interfaces'));
const site = await serveFolder(project.folder);
after(() => {
  site.close();
  project.remove();
});

// ---- In the page ----

// Draws words, [drawing, hints] each, and returns their predictions.
const predictions = async (drawings, language) => {
  const { install } = await import('../node_modules/handwritten-letters/polyfill.js');
  const bytes = Uint8Array.from(atob(language), (c) => c.charCodeAt(0));
  const state = await install({ language: bytes });
  const recognizer = await navigator.createHandwritingRecognizer({ languages: ['en'] });
  const out = [];
  for (const [drawn, hints] of drawings) {
    const drawing = recognizer.startDrawing(hints);
    for (const [xs, ys] of drawn) {
      const stroke = new HandwritingStroke();
      xs.forEach((x, i) => stroke.addPoint({ x, y: ys[i], t: i }));
      drawing.addStroke(stroke);
    }
    out.push(await drawing.getPrediction());
  }
  return { state, out };
};

// What each step throws, or its value.
const behaviour = async () => {
  const { install } = await import('../node_modules/handwritten-letters/polyfill.js');
  const said = async (step) => {
    try {
      return await step();
    } catch (error) {
      return error.name;
    }
  };
  const query = (languages) => navigator.queryHandwritingRecognizer({ languages });
  const create = (languages) => navigator.createHandwritingRecognizer({ languages });
  const again = [await install(), await install()];
  const recognizer = await create(['en-GB']);
  const drawing = recognizer.startDrawing({ alternatives: 1 });
  const stroke = new HandwritingStroke(), other = new HandwritingStroke();
  const point = { x: 1, y: 2, t: 3, more: 4 };
  stroke.addPoint(point);
  point.x = 9;
  stroke.getPoints()[0].y = 9;
  drawing.addStroke(stroke);
  drawing.addStroke(other);
  drawing.addStroke(stroke);
  drawing.getStrokes().pop();
  const empty = recognizer.startDrawing();
  const steps = {
    again: () => again,
    english: () => query(['en']).then((found) => JSON.stringify(found)),
    others: async () => [await query(['de']), await query(['en', 'zh']), await query([]), await query(['eng'])],
    noLanguages: () => navigator.queryHandwritingRecognizer({}),
    noSequence: () => query(7),
    createOther: () => create(['de']),
    createNone: () => create([]),
    createNothing: () => navigator.createHandwritingRecognizer(),
    points: () => JSON.stringify(stroke.getPoints()),
    untimed: () => { other.addPoint({ x: '1', y: 0 }); return JSON.stringify(other.getPoints()); },
    noX: () => stroke.addPoint({ y: 1 }),
    notFinite: () => stroke.addPoint({ x: NaN, y: 1 }),
    badTime: () => stroke.addPoint({ x: 1, y: 1, t: 'x' }),
    strokes: () => drawing.getStrokes().map((one) => (one === stroke ? 's' : 'o')).join(''),
    noStroke: () => drawing.addStroke({ getPoints: () => [] }),
    disguised: () => drawing.addStroke(Object.create(HandwritingStroke.prototype)),
    removed: () => { drawing.removeStroke(stroke); return drawing.getStrokes().length; },
    removeNoStroke: () => drawing.removeStroke(null),
    one: async () => (await drawing.getPrediction()).length,
    cleared: async () => { drawing.clear(); other.clear(); return [drawing.getStrokes().length, other.getPoints().length, (await drawing.getPrediction()).length]; },
    tooMuch: async () => {
      for (let i = 0; i < 65; i++) {
        const dot = new HandwritingStroke();
        dot.addPoint({ x: i, y: 0 });
        empty.addStroke(dot);
      }
      return empty.getPrediction();
    },
    noHints: () => recognizer.startDrawing(7),
    illegal: () => new HandwritingDrawing(),
    foreign: () => HandwritingStroke.prototype.clear.call({}),
    finished: () => { recognizer.finish(); return recognizer.finish(); },
    drawFinished: () => recognizer.startDrawing(),
    predictFinished: () => drawing.getPrediction(),
    addFinished: () => drawing.addStroke(stroke),
  };
  const out = {};
  for (const [name, step] of Object.entries(steps)) out[name] = await said(step);
  return out;
};

// With a recogniser of the browser's own, which answers `languages`.
const withNative = async (languages) => {
  const own = class Native {};
  window.HandwritingStroke = own;
  Object.defineProperty(Navigator.prototype, 'queryHandwritingRecognizer', { configurable: true, writable: true,
    value: async (constraint) => (languages.includes(constraint.languages[0]) ? {} : null) });
  const { install } = await import('../node_modules/handwritten-letters/polyfill.js');
  return [await install(), window.HandwritingStroke === own];
};

const EXPECTED = {
  again: ['installed', 'installed'],
  english: JSON.stringify({ textAlternatives: true, textSegmentation: true, hints: {
    recognitionType: ['text', 'per-character'], inputType: ['mouse', 'stylus', 'touch'], textContext: true, alternatives: true } }),
  others: [null, null, null, null],
  noLanguages: 'TypeError',
  noSequence: 'TypeError',
  createOther: 'NotSupportedError',
  createNone: 'NotSupportedError',
  createNothing: 'TypeError',
  points: '[{"t":3,"x":1,"y":2}]',
  untimed: '[{"x":1,"y":0}]',
  noX: 'TypeError',
  notFinite: 'TypeError',
  badTime: 'TypeError',
  strokes: 'sos',
  noStroke: 'TypeError',
  disguised: 'TypeError',
  removed: 1,
  removeNoStroke: 'TypeError',
  one: 1,
  cleared: [0, 0, 0],
  tooMuch: 'OperationError',
  noHints: 'TypeError',
  illegal: 'TypeError',
  foreign: 'TypeError',
  drawFinished: 'InvalidStateError',
  predictFinished: 'InvalidStateError',
};

for (const { name, there, launch } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    before(async () => { engine = await launch(); });
    after(() => engine?.close());
    const blank = () => engine.open(`${site.url}standard/blank.html`);

    test(`the IDL, ${SUBTESTS} subtests`, async () => {
      await engine.open(`${site.url}standard/idl.html`);
      const results = await until(() => engine.evaluate(() => window.results ?? null), Boolean, 'idlharness');
      assert.deepEqual(results.filter(([, message]) => message !== null), []);
      assert.equal(results.length, SUBTESTS);
    });

    test('what each method does, and throws', async () => {
      await blank();
      const got = await engine.evaluate(behaviour);
      for (const nothing of ['finished', 'addFinished']) {
        assert.ok((got[nothing] ?? null) === null, nothing);
        delete got[nothing];
      }
      assert.deepEqual(got, EXPECTED);
    });

    test('words and letters, each grapheme with its strokes', async () => {
      await blank();
      const words = ['the', 'Hand', 'fig'].map((word) => write(word, { late: true }));
      const { drawing: single } = write('W');
      const language = base64(readFileSync(path.join(root, 'weights/en.hwl')));
      const { state, out } = await engine.evaluate(predictions, [
        ...words.map(({ drawing }) => [drawing, {}]), [single, { recognitionType: 'per-character', alternatives: 2, textContext: 'Hello' }],
        ...['two vo', 'two vo '].map((textContext) => [write('lt').drawing, { textContext, alternatives: 1 }])], language);
      assert.equal(state, 'installed');
      words.forEach(({ word, letters, drawing }, w) => {
        const [{ text, segmentationResult }] = out[w];
        assert.equal(text.toLowerCase(), word.toLowerCase());
        segmentationResult.forEach(({ grapheme, beginIndex, endIndex, drawingSegments }, i) => {
          assert.equal(text.slice(beginIndex, endIndex), grapheme);
          for (const { strokeIndex, beginPointIndex, endPointIndex } of drawingSegments) {
            assert.deepEqual([letters[strokeIndex], beginPointIndex, endPointIndex], [i, 0, drawing[strokeIndex][0].length]);
          }
        });
        assert.equal(segmentationResult.flatMap((segment) => segment.drawingSegments).length, drawing.length);
        assert.ok(out[w].length <= 3);
      });
      assert.equal(out[3][0].text.toLowerCase(), 'w');
      assert.ok(out[3].length <= 2);
      assert.deepEqual(out.slice(4).map(([{ text }]) => text), ['lt', 'It'], 'within a word, and at the beginning of one');
    });

    test("the browser's own recogniser stays where it answers", async () => {
      await blank();
      assert.deepEqual(await engine.evaluate(withNative, ['en']), ['native', true]);
      await blank();
      assert.deepEqual(await engine.evaluate(withNative, ['xx']), ['installed', false]);
    });
  });
}
