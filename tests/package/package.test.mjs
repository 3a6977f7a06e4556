// The npm package as others get it: packed, unpacked, and used by the projects of tests/examples.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/harness.mjs';
import { until } from '../browser/driving.mjs';
import { letters, modelBytes, paintPixels, scalarBytes } from '../node/artifacts.mjs';
import { createRecognizer as createOwn, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { write } from '../letters/words.mjs';
import { makeProject, root, runTool, serveFolder } from './project.mjs';

const MAX_PACKED = 330 * 1024;
const MAX_FIRST_MS = 400, RUNS = 5; // 60 on a quiet machine: many times that is no longer noise
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'";

const project = await makeProject();
after(() => project.remove());
const inPackage = (name) => project.at('node_modules/handwritten-letters', name);
const node = (...args) => execFileSync(process.execPath, args, { cwd: project.at('node'), encoding: 'utf8' });
const load = (name) => import(inPackage(name));

test(`packed it takes at most ${MAX_PACKED} bytes`, () => assert.ok(project.size <= MAX_PACKED, `${project.size} bytes`));

test('it tells the version of core/hwr.h, and depends on nothing', () => {
  const manifest = JSON.parse(readFileSync(inPackage('package.json')));
  const [, version] = readFileSync(path.join(root, 'core/hwr.h'), 'utf8').match(/^#define HWR_VERSION "(.+)"$/m);
  assert.equal(manifest.version, version);
  assert.ok(!('dependencies' in manifest) && !('scripts' in manifest));
});

test('publint and arethetypeswrong have nothing to say', () => {
  assert.match(runTool('publint', [inPackage(''), '--strict'], project.folder), /All good/);
  runTool('attw', [project.tarball, '--profile', 'esm-only', '--no-emoji'], project.folder);
});

describe('Node', () => {
  test('the example', () => assert.match(node('recognize.mjs'), /^A 0\.99\d\n$/));

  test(`the first answer comes within ${MAX_FIRST_MS} ms`, () => {
    const code = `import { createRecognizer } from 'handwritten-letters';
      const start = performance.now();
      (await createRecognizer()).recognize([Float32Array.of(0, 0, 0, 9)]);
      console.log(performance.now() - start);`;
    let fastest = Infinity;
    for (let run = 0; run < RUNS && fastest > MAX_FIRST_MS; run++) {
      fastest = Math.min(fastest, Number(node('--input-type=module', '--eval', code)));
    }
    assert.ok(fastest <= MAX_FIRST_MS, `${fastest} ms`);
  });

  for (const entry of ['index.js', 'node.js', 'inline.js']) {
    test(`${entry}: the bits of the page, from several recognisers at once`, async () => {
      const { createRecognizer } = await load(entry);
      const own = await createOwn({ scalarBytes, modelBytes });
      const [a, b] = await Promise.all([createRecognizer(), createRecognizer()]);
      assert.deepEqual(a.classes, own.classes);
      for (const [i, { drawing }] of letters.slice(0, 40).entries()) {
        const strokes = strokesFromDrawing(drawing);
        const expected = own.recognizeStrokes(strokes);
        const answer = (i % 2 ? a : b).recognize(strokes);
        assert.deepEqual(answer.probabilities, expected.probabilities);
        assert.deepEqual([answer.letter, answer.isLetter, answer.empty], [expected.letter, expected.isLetter, false]);
        assert.deepEqual(answer.alternatives[0], { letter: answer.letter, confidence: answer.confidence });
        assert.equal(answer.alternatives.length, 5);
      }
      const pixels = paintPixels(letters[0].drawing.map(([xs, ys]) => xs.flatMap((x, i) => [x, ys[i]])), 140);
      assert.deepEqual(a.recognizePixels(pixels).probabilities, own.recognizePixels(pixels).probabilities);
    });
  }

  test('words, with a language and without', async () => {
    const { createRecognizer } = await load('node.js');
    const own = await createOwn({ scalarBytes, modelBytes });
    const recognizer = await createRecognizer();
    const words = ['the', 'Hand', 'fig'].map((word) => strokesFromDrawing(write(word).drawing));
    const same = (options) => words.forEach((strokes) => {
      const { empty, text, readings } = own.read(strokes, options);
      assert.deepEqual(recognizer.read(strokes, options), { empty, text, readings });
    });
    same();
    const language = readFileSync(path.join(root, 'weights/en.hwl'));
    for (const one of [own, recognizer]) one.loadLanguage(language);
    same();
    same({ language: false });
    assert.deepEqual(recognizer.read([]), { empty: true, text: '', readings: [] });
    assert.throws(() => recognizer.loadLanguage(modelBytes.subarray(0, 1000)), { status: 'HWR_ERR_MAGIC' });
    assert.throws(() => recognizer.read('the'), TypeError);
  });

  test('what is asked wrongly is refused with a remedy', async () => {
    const { createRecognizer, RecognizerError } = await load('node.js');
    const recognizer = await createRecognizer();
    assert.throws(() => recognizer.recognize(7), { name: 'TypeError', message: /no array of strokes/ });
    assert.throws(() => recognizer.recognize([{ x: 1, y: 2 }]), TypeError);
    assert.throws(() => recognizer.recognize([[{ x: NaN, y: 2 }]]),
      (error) => error instanceof RecognizerError && error.status === 'HWR_ERR_NOT_FINITE');
    await assert.rejects(createRecognizer({ model: Uint8Array.of(80, 75) }), { status: 'HWR_ERR_TRUNCATED' });
    const nothing = recognizer.recognize([]);
    assert.deepEqual([nothing.empty, nothing.letter, nothing.alternatives], [true, '', []]);
  });
});

test('TypeScript, strict, for Node and for a bundler', () => {
  runTool('tsc', ['-p', '.'], project.at('typescript'));
  runTool('tsc', ['-p', '.', '--module', 'esnext', '--moduleResolution', 'bundler'], project.at('typescript'));
});

describe('Chromium, under a strict policy', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());

  async function shown(folder, url, ids) {
    const site = await serveFolder(folder, { 'Content-Security-Policy': POLICY });
    const page = await browser.newPage();
    const complaints = [];
    page.on('console', (message) => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    try {
      await page.goto(site.url + url);
      const read = () => page.evaluate((all) => all.map((id) => document.getElementById(id).textContent), ids);
      const texts = await until(read, (all) => all.every(Boolean) || complaints.length > 0, 'letters');
      assert.deepEqual(complaints.filter((text) => !/favicon|404/.test(text)), []);
      return texts;
    } finally {
      await page.close();
      site.close();
    }
  }

  test('a plain page, and its worker', async () => {
    assert.deepEqual(await shown(project.folder, 'page/', ['here', 'worker']), ['A', 'A']);
  });

  test('a Vite bundle, with both entries, a worker, React and Vue', async () => {
    runTool('vite', ['build', '--logLevel', 'warn'], project.at('vite'));
    const ids = ['here', 'inline', 'worker', 'react', 'vue'];
    assert.deepEqual(await shown(project.at('vite/dist'), '', ids), ids.map(() => 'A'));
  });
});

test('the lock file names no registry', () => {
  assert.doesNotMatch(readFileSync(path.join(root, 'tests/package/package-lock.json'), 'utf8'), /"resolved"/);
});
