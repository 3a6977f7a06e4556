// The training that a worker of the page runs: its files, its choice of images, its messages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Training, chooseImages, countTexts } from '../../../web/src/rooms/train/training.js';
import { gz, testSet } from '../../idx_files.mjs';
import { wasmDir } from '../artifacts.mjs';

const wasm = readFileSync(path.join(wasmDir, 'train.wasm'));
const set = testSet({ times: 6, set: 'letters26' });
const FILES = [{ name: 'images.gz', bytes: gz(set.images) }, { name: 'labels.gz', bytes: gz(set.labels) }];
const breathe = () => new Promise((resolve) => { setImmediate(resolve); });

async function started(heard = () => {}) {
  const posted = [];
  const post = (message) => { posted.push(message); heard(message); };
  const training = new Training({ post, breathe, sliceMs: 5 });
  await training.take({ type: 'start', wasm });
  return { posted, training };
}

test('texts are counted, and of a label whose case is not told the capital stands', () => {
  assert.deepEqual([...countTexts(Uint8Array.of(1, 1, 26, 2), 'letters26')], [['A', 2], ['B', 1], ['Z', 1]]);
  assert.deepEqual([...countTexts(Uint8Array.of(0, 10, 36), 'byclass62')], [['0', 1], ['A', 1], ['a', 1]]);
});

test('as many images of each class as there are, spread over the file, in turn', () => {
  const labels = Uint8Array.from({ length: 100 }, (_, i) => (i < 10 ? 2 : 1));
  const { index, targets } = chooseImages(labels, 'letters26', ['A', 'B', 'C'], 36);
  assert.deepEqual(targets.slice(0, 4), [0, 1, 0, 1]);
  assert.equal(targets.filter((c) => c === 1).length, 10);
  const ofA = index.filter((_, k) => targets[k] === 0);
  assert.equal(ofA.length, 12);
  assert.ok(ofA[0] === 10 && ofA[11] > 80, 'from the first on, and over all of the file');
  assert.equal(new Set(index).size, index.length);
});

test('a training says how it goes, and ends with a model file', async () => {
  const { posted, training } = await started();
  await training.take({ type: 'open', files: FILES });
  const opened = posted.at(-1);
  assert.equal(opened.type, 'opened');
  assert.equal(opened.set, 'letters26');
  const classes = opened.texts.map(([text]) => text);
  await training.take({ type: 'train', classes, images: 400, epochs: 3, seed: 7 });
  const of = (type) => posted.filter((message) => message.type === type);
  const [{ steps, stepsPerEpoch, n }] = of('training');
  assert.equal(steps, 3 * stepsPerEpoch);
  assert.ok(n <= 400);
  assert.deepEqual(of('epoch').map(({ done }) => done), [1, 2, 3].map((epoch) => epoch * stepsPerEpoch));
  for (const { right, loss, filters } of of('progress')) assert.ok(right >= 0 && right <= 1 && loss > 0 && filters.length === 400);
  assert.equal(posted.at(-1).type, 'trained');
  await training.take({ type: 'model', purpose: 'save' });
  assert.equal(Buffer.from(posted.at(-1).bytes.subarray(0, 4)).toString('latin1'), 'HWRM');
});

test('it stops when it is told to', async () => {
  const { posted, training } = await started(({ type }) => { if (type === 'progress') training.take({ type: 'stop' }); });
  await training.take({ type: 'open', files: FILES });
  await training.take({ type: 'train', classes: [...'ABCDEFGHIJKLM'], images: 400, epochs: 100000, seed: 1 });
  assert.deepEqual(posted.at(-1), { type: 'trained', stopped: true });
});

test('what it cannot do it says', async () => {
  const { posted, training } = await started();
  await training.take({ type: 'open', files: FILES.slice(0, 1) });
  assert.deepEqual(posted.at(-1), { type: 'half', have: { images: 'images.gz', labels: '' } });
  await training.take({ type: 'open', files: [{ name: 'photo', bytes: Buffer.from('JFIF and so on') }] });
  assert.equal(posted.at(-1).code, 'idxNotIdx');
  await training.take({ type: 'open', files: FILES });
  await training.take({ type: 'train', classes: ['A', 'B'], images: 1000, epochs: 1, seed: 1 });
  assert.equal(posted.at(-1).type, 'few');
  await training.take({ type: 'train', classes: [...'ABCDEFGHIJKLM'], images: 1000, epochs: 0, seed: 1 });
  assert.equal(posted.at(-1).type, 'failed');
});
