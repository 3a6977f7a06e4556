// hand.test.mjs - corrections and signs in the modules: from both the same bits, and the native files.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { openRecognizer, selfTest, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { makeGolden } from '../../../web/build_golden.mjs';
import { makeSigns } from '../../letters/make_letters.mjs';
import { letters, modelBytes, paintPixels, root, scalarBytes, simdBytes, weightsFile } from '../artifacts.mjs';

const opened = () => Promise.all([['simd', simdBytes], ['scalar', scalarBytes]]
  .map(([build, wasmBytes]) => openRecognizer({ build, wasmBytes, modelBytes })));
const [simd, scalar] = await opened();
const strokesOf = (word, which = 0) => strokesFromDrawing(letters.filter((l) => l.word === word)[which].drawing);
const signs = makeSigns(77, 5);

// Both builds do the same, with the same outcome.
function both(work) {
  const [a, b] = [simd, scalar].map(work);
  assert.deepEqual(a, b);
  return a;
}
const read = (strokes) => both((r) => {
  const { letter, owed, isLetter, probabilities, folded } = r.recognizeStrokes(strokes);
  return { letter, owed, isLetter, probabilities: [...probabilities], folded: [...folded] };
});
const start = () => both((r) => r.hand.start());

test('a correction tips its drawing, and forgetting it gives the answer back', () => {
  const a = strokesOf('a');
  const before = read(a);
  start();
  assert.deepEqual(read(a), before, 'nothing is taught yet');
  const q = simd.classes.indexOf('q');
  assert.equal(both((r) => r.hand.teach(q, 1700000000)), 0);
  const after = read(a);
  assert.equal(after.letter, 'q');
  assert.equal(after.owed, 0);
  assert.equal(read(strokesOf('o')).letter, 'O');
  const [example] = both((r) => r.hand.examples());
  assert.deepEqual([example.classIndex, example.date, example.drawing.length], [q, 1700000000, a.length]);
  assert.deepEqual(both((r) => r.alone(() => [...r.recognizeStrokes(a).probabilities])), before.probabilities);
  assert.equal(read(a).letter, 'q');
  both((r) => r.hand.forget(0));
  assert.deepEqual(read(a), before);
});

test('a picture that was corrected is read so, and has no drawing', () => {
  start();
  const picture = paintPixels(strokesOf('a'), 150);
  const q = simd.classes.indexOf('q');
  both((r) => [r.recognizePixels(picture).letter, r.hand.teach(q, 1)]);
  assert.equal(both((r) => r.recognizePixels(picture).letter), 'q');
  assert.equal(both((r) => r.hand.examples())[0].drawing, null);
});

test('signs answer beside the letters, and leave with all they had', () => {
  start();
  for (const { word, drawing } of signs) {
    both((r) => {
      if (!r.classes.includes(word)) r.hand.addSign(word);
      r.recognizeStrokes(strokesFromDrawing(drawing));
      return r.hand.teach(r.classes.indexOf(word), 0);
    });
  }
  assert.equal(simd.classes.length, 45);
  assert.equal(simd.modelClasses, 37);
  const further = makeSigns(990, 3);
  const right = further.filter(({ word, drawing }) => read(strokesFromDrawing(drawing)).letter === word);
  assert.ok(right.length >= 0.95 * further.length, `${right.length} of ${further.length} signs are right`);
  for (const { word, drawing } of letters) {
    const { letter } = read(strokesFromDrawing(drawing));
    assert.equal(letter.toUpperCase(), word.toUpperCase(), `${word} is read as ${letter}`);
  }
  const psi = simd.classes.indexOf('ψ');
  assert.equal(simd.classes[both((r) => r.hand.rival(psi))], 'Y');
  assert.equal(both((r) => r.hand.rival(simd.classes.indexOf('★'))), -1);
  const answer = simd.recognizeStrokes(strokesFromDrawing(further[0].drawing));
  assert.deepEqual([answer.probabilities.length, answer.logits.length, answer.folded.length], [45, 37, 34]);
  both((r) => r.hand.removeSign(r.classes.indexOf('→')));
  assert.equal(simd.classes.length, 44);
  assert.equal(simd.hand.examples().length, 70);
  assert.throws(() => simd.hand.addSign('A'), { status: 'HWR_ERR_LABELS' });
  assert.throws(() => simd.hand.addSign('a name of many bytes'), { status: 'HWR_ERR_LABELS' });
});

test('the file comes back, of all or of one sign; changed anywhere, it is refused and changes nothing', async () => {
  const bytes = both((r) => [...r.hand.save()]);
  const star = Uint8Array.from(both((r) => [...r.hand.save(r.classes.indexOf('★'))]));
  const [other] = await opened();
  assert.throws(() => other.hand.load(star), { status: 'HWR_ERR_ARGUMENT' });
  other.hand.start();
  other.hand.load(star);
  assert.equal(other.classes[37], '★');
  assert.equal(other.hand.examples().length, 10);
  for (let i = 0; i < star.length; i++) {
    const changed = star.slice();
    changed[i] ^= 0x55;
    assert.throws(() => other.hand.load(changed, true), { name: 'RecognizerError' }, `byte ${i}`);
    assert.throws(() => other.hand.load(star.subarray(0, i), true), { name: 'RecognizerError' });
  }
  assert.throws(() => other.hand.load(new Uint8Array(1 << 18)), { status: 'HWR_ERR_TOO_LARGE' });
  assert.equal(other.hand.examples().length, 10);
  other.hand.load(Uint8Array.from(bytes), true);
  assert.deepEqual(other.hand.examples(), simd.hand.examples());
  assert.deepEqual(other.classes, simd.classes);
});

test('the start-up test asks the networks alone, whatever was taught', async () => {
  for (const golden of await makeGolden({ scalarBytes, modelBytes, letters })) {
    for (const r of [simd, scalar]) assert.equal(selfTest(r, golden), '');
  }
  assert.equal(simd.classes.length, 44);
});

test('another model has no hand until it is started', () => {
  both((r) => r.load(modelBytes));
  assert.equal(simd.classes.length, 37);
  assert.equal(simd.hand.started, false);
  assert.throws(() => simd.hand.teach(0, 0), { status: 'HWR_ERR_ARGUMENT' });
  start();
  assert.throws(() => simd.hand.teach(0, 0), { status: 'HWR_ERR_ARGUMENT' }, 'nothing was read since');
});

const cli = path.join(root, 'build/native/letters');
test('letters hand teaches the same examples', { skip: !existsSync(cli) && `${cli} is missing` }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-hand-'));
  try {
    const file = path.join(folder, 'signs.ndjson');
    writeFileSync(file, signs.map((s) => JSON.stringify(s) + '\n').join(''));
    const { stdout } = spawnSync(cli, ['hand', '--weights', weightsFile, '--teach', file, '--out', path.join(folder, 'my.hand'), '--list'], { encoding: 'utf8' });
    const native = stdout.trim().split('\n').map((line) => JSON.parse(line));
    start();
    for (const [i, { word, drawing }] of signs.entries()) {
      if (!simd.classes.includes(word)) simd.hand.addSign(word);
      simd.recognizeStrokes(strokesFromDrawing(drawing));
      simd.hand.teach(simd.classes.indexOf(word), native[i].date);
    }
    const { status } = spawnSync('cmp', [path.join(folder, 'my.hand'), '-'], { input: simd.hand.save() });
    assert.equal(status, 0, 'the files are the same');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
