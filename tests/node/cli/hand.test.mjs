// hand.test.mjs - letters hand, and letters recognize --hand: corrections and signs, from drawings.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeSigns } from '../../letters/make_letters.mjs';
import { drawn, folder, letters, misused, put, refused, weights } from './cli.mjs';

const balanced = fileURLToPath(new URL('../../../weights/balanced.hwr', import.meta.url));
const lines = (all) => all.map((one) => JSON.stringify(one) + '\n').join('');
const parse = ({ status, stdout, stderr }) => {
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
};
const hand = (...args) => letters('hand', '--weights', weights, ...args);
const summary = (file, ...more) => parse(letters('recognize', '--weights', weights, '--strokes', file, '--summary', ...more))[0];
const out = path.join(folder, 'my.hand');

test('hand: what was corrected is read as corrected, and nothing else is', () => {
  const all = readFileSync(drawn, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const a = all.find(({ word }) => word === 'a');
  const file = put('wrong.ndjson', lines([{ ...a, word: 'q' }]));
  assert.equal(summary(file).accuracy, 0);
  const [said] = parse(hand('--teach', file, '--out', out));
  assert.deepEqual([said.examples, said.taught, said.signs, said.bytes], [1, 1, [], 312]);
  assert.equal(summary(file, '--hand', out).accuracy, 1);
  const others = put('others.ndjson', lines(all.filter((one) => one !== a)));
  assert.equal(summary(others, '--hand', out).accuracy, summary(others).accuracy);
  assert.equal(parse(hand('--hand', out, '--teach', file, '--misread'))[0].taught, 0, 'it is read right');

  const [example] = parse(hand('--hand', out, '--list'));
  assert.equal(example.number, 1);
  assert.equal(example.word, 'q');
  assert.ok(Math.abs(example.date - Date.now() / 1000) < 1000);
  assert.equal(example.drawing.length, a.drawing.length);
  assert.equal(parse(hand('--hand', out, '--forget', '1', '--out', out))[0].examples, 0);
  assert.equal(summary(file, '--hand', out).accuracy, 0);
});

test('hand: eight signs of ten drawings each answer beside the letters', () => {
  const taught = put('signs.ndjson', lines(makeSigns(77, 5)));
  const further = put('further.ndjson', lines(makeSigns(990, 4)));
  const [said] = parse(hand('--teach', taught, '--out', out));
  assert.deepEqual(said.signs, ['★', '→', '♥', 'ä', 'ψ', '∞', '☺', '♪']);
  assert.deepEqual(said.hard_to_tell.map((r) => [r.class, r.from]), [['ψ', 'Y'], ['☺', 'Q']]);
  assert.ok(summary(further, '--hand', out).accuracy >= 0.95);
  assert.equal(summary(drawn, '--hand', out).accuracy, 1, 'letters are letters still');
  const [star] = parse(letters('recognize', '--weights', weights, '--hand', out, '--strokes', further));
  assert.equal(star.best, '★');
  assert.equal(Object.keys(star.probabilities).length, 45);
  const [fewer] = parse(hand('--hand', out, '--remove', '→', '--remove', 'ψ'));
  assert.deepEqual([fewer.signs.length, fewer.examples], [6, 60]);
});

test('hand: refusals', () => {
  const some = put('some.ndjson', lines(makeSigns(77, 1)));
  assert.equal(hand('--teach', some, '--out', out).status, 0);
  const bytes = readFileSync(out);
  refused(letters('hand', '--weights', balanced, '--hand', out), 'my.hand', 'another model', 'teach');
  refused(letters('recognize', '--weights', balanced, '--hand', out, '--strokes', drawn), 'another model');
  for (const at of [0, 4, 8, 12, 16, 20, 27, 31, 40, 300, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] ^= 0x41;
    refused(hand('--hand', put('changed.hand', changed)), 'changed.hand');
  }
  refused(hand('--hand', put('cut.hand', bytes.subarray(0, 100))), 'cut.hand', 'ends before');
  refused(hand('--hand', drawn), 'letters.ndjson', 'not a file of the expected kind');
  refused(hand('--hand', out, '--forget', '17'), '--forget 17', '16');
  refused(hand('--hand', out, '--remove', 'A'), '--remove A');
  const drawing = makeSigns()[0].drawing;
  refused(hand('--teach', put('bare.ndjson', lines([{ drawing }]))), 'bare.ndjson', 'letter 1', 'word');
  refused(hand('--teach', put('long.ndjson', lines([{ word: 'sixteen bytes do', drawing }]))), '15 bytes');
  refused(hand('--teach', put('none.ndjson', lines([{ word: 'a', drawing: [] }]))), 'nothing drawn');
  writeFileSync(path.join(folder, 'many.ndjson'), lines(makeSigns(5, 22)));
  refused(hand('--teach', 'many.ndjson', '--out', out), '340', '--misread');
  assert.deepEqual(readFileSync(out), bytes, 'a failure leaves the file');
  misused(hand(), '--teach');
  misused(hand('--hand', out, '--misread'), '--teach');
  misused(letters('recognize', '--weights', weights, '--hand', out, '--strokes', drawn, '--logits', 'l'), '--hand');
});
