// accuracy.test.mjs - weights/evaluation.json, from which the model card is made, is true of
// the shipped integer model: measured again on the test files, to the last digit. Nothing is
// chosen by it. Needs HWR_DATA with the card's own files; skipped without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { measureBalanced } from '../../../tools/report/card_balanced.mjs';
import { root, skipCardFigures as skip, weightsFile } from '../artifacts.mjs';

const data = process.env.HWR_DATA;
const stated = JSON.parse(readFileSync(path.join(root, 'weights/evaluation.json'))).integer;
const json = (...args) => JSON.parse(execFileSync(path.join(root, 'build/native/letters'), args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
const run = (...args) => json(...args, '--weights', weightsFile);
const idx = (name) => ['--images', `${data}/emnist/${name}-images-idx3-ubyte.gz`, '--labels', `${data}/emnist/${name}-labels-idx1-ubyte.gz`];

function same(measured, name, keys) {
  for (const key of keys) assert.equal(measured[key], stated[name][key], `${name}: ${key}`);
}

test('EMNIST test files', { skip }, () => {
  const keys = ['n', 'accuracy', 'accuracy_folded', 'top2', 'loss', 'ece', 'reject_rate'];
  same(run('eval', ...idx('letters-test'), '--label-set', 'letters26', '--json'), 'letters-test', keys);
  same(run('eval', ...idx('merge37-test'), '--label-set', 'merge47', '--json'), 'merge37-test', keys);
});

test('pen strokes of writers it was not trained on', { skip }, () => {
  const measured = run('recognize', '--strokes', `${data}/pen/unipen-test.ndjson.gz`, '--summary');
  same(measured, 'unipen-test', ['n', 'accuracy', 'accuracy_folded', 'top2', 'reject_rate']);
});

test('the model of 47 classes', { skip }, () => {
  const measured = measureBalanced({ run: json, data, weights: path.join(root, 'weights/balanced.hwr') });
  assert.deepEqual(measured, JSON.parse(readFileSync(path.join(root, 'weights/balanced.json'))));
});

test('the confusions are those of the stated accuracy', () => {
  const confusions = JSON.parse(readFileSync(path.join(root, 'weights/confusion.json')));
  const keys = { 'letters-test': 'accuracy_folded', 'merge37-test': 'accuracy', 'unipen-test': 'accuracy_folded' };
  for (const [name, key] of Object.entries(keys)) {
    const rows = Object.entries(confusions[name].rows);
    const n = rows.flatMap(([, row]) => Object.values(row)).reduce((a, b) => a + b);
    const right = rows.reduce((sum, [letter, row]) => sum + (row[letter] ?? 0), 0);
    assert.deepEqual([n, right], [stated[name].n, Math.round(stated[name][key] * n)], name);
  }
});

test('what is stated is what the project promises', () => {
  assert.ok(stated['letters-test'].accuracy_folded >= 0.949);
  assert.ok(stated['merge37-test'].accuracy >= 0.923);
  assert.ok(stated['unipen-test'].accuracy_folded >= 0.94);
});
