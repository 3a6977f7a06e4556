// onnx.test.mjs - the network's numbers against an independent implementation: what
// "letters export" wrote, run by onnxruntime, gives the logits of "letters eval".
//
// LETTERS_FLOAT names other float weights than weights/letters.safetensors.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import * as ort from 'onnxruntime-web';
import { classLabels, folder, idx, letters, put, refused, weights } from '../node/cli/cli.mjs';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 37;
const float = path.resolve(process.env.LETTERS_FLOAT ?? fileURLToPath(new URL('../../weights/letters.safetensors', import.meta.url)));
const data = process.env.HWR_DATA && path.join(process.env.HWR_DATA, 'emnist');

ort.env.wasm.numThreads = 1;

function run(...args) {
  const { status, stderr } = letters(...args);
  assert.equal(status, 0, stderr);
}

function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

// n images as an IDX file stores them, transposed: smooth blots at random places.
function blots(n) {
  const random = generator(1);
  const images = Buffer.alloc(n * PIXELS);
  for (let i = 0; i < n; i++) {
    const spots = Array.from({ length: 6 }, () => [4 + 20 * random(), 4 + 20 * random(), 2 + 12 * random()]);
    for (let k = 0; k < PIXELS; k++) {
      const ink = spots.reduce((sum, [x, y, size]) => sum + Math.exp(-((k % SIDE - x) ** 2 + (Math.floor(k / SIDE) - y) ** 2) / size), 0);
      images[i * PIXELS + k] = Math.min(255, Math.round(255 * ink));
    }
  }
  return images;
}

// A safetensors file of this architecture with made-up numbers of a usual size; every
// fifth channel's batch norm turns the sign.
function madeUp(arch) {
  const random = generator(7);
  const { stdout } = letters('show', '--arch', arch, '--json');
  const header = { __metadata__: { arch } };
  const parts = [];
  let at = 0;
  const add = (name, shape, value) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => value(i));
    header[name] = { dtype: 'F32', shape, data_offsets: [at, at + data.byteLength] };
    parts.push(Buffer.from(data.buffer));
    at += data.byteLength;
  };
  const { layers } = JSON.parse(stdout);
  for (const [l, { name, kind, kernel, in: [, , inputs], out: [, , outputs] }] of layers.entries()) {
    const last = l + 1 === layers.length;
    const depthwise = kind === 'depthwise';
    const spread = Math.sqrt(6 / (kernel * kernel * (depthwise ? 1 : inputs)));
    add(`${name}.weight`, [kernel, kernel, ...(depthwise ? [] : [inputs]), outputs], () => spread * (2 * random() - 1));
    if (arch === 'demo' || last) add(`${name}.bias`, [outputs], () => random() / 4 - 0.1);
    if (last) continue;
    add(`${name}.gamma`, [outputs], (c) => (c % 5 === 4 ? -1 : 1) * (0.5 + random()));
    add(`${name}.beta`, [outputs], () => random() - 0.5);
    add(`${name}.mean`, [outputs], () => random() / 2);
    add(`${name}.variance`, [outputs], () => 0.5 + random());
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeUInt32LE(json.length);
  return put(`${arch}.safetensors`, Buffer.concat([length, json, ...parts]));
}

// What onnxruntime makes of them: (n, 37).
async function theirs(onnx, images) {
  const n = images.length / PIXELS;
  const upright = Float32Array.from({ length: images.length }, (_, i) => {
    const k = i % PIXELS;
    return images[i - k + (k % SIDE) * SIDE + Math.floor(k / SIDE)] / 255;
  });
  const session = await ort.InferenceSession.create(readFileSync(onnx));
  const out = new Float32Array(n * CLASSES);
  for (let from = 0; from < n; from += 100) {
    const some = Math.min(100, n - from);
    const image = new ort.Tensor('float32', upright.slice(from * PIXELS, (from + some) * PIXELS), [some, 1, SIDE, SIDE]);
    out.set((await session.run({ image })).logits.data, from * CLASSES);
  }
  await session.release();
  return out;
}

// What "letters eval" makes of them.
function ours(weightsFile, images, name) {
  const n = images.length / PIXELS;
  const file = path.join(folder, `${name}.f32`);
  run('eval', '--weights', weightsFile, '--images', put(`${name}-images`, idx([n, SIDE, SIDE], images)),
    '--labels', put(`${name}-labels`, classLabels(n)), '--label-set', 'merge47', '--logits', file);
  const bytes = readFileSync(file);
  assert.equal(bytes.length, 4 * n * CLASSES);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function exported(weightsFile, name) {
  const onnx = path.join(folder, `${name}.onnx`);
  run('export', '--weights', weightsFile, '--onnx', onnx);
  return onnx;
}

function best(logits, i) {
  const own = logits.subarray(i * CLASSES, (i + 1) * CLASSES);
  return own.indexOf(Math.max(...own));
}

function compare(a, b) {
  const n = a.length / CLASSES;
  let worst = 0;
  let agree = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
  for (let i = 0; i < n; i++) agree += best(a, i) === best(b, i);
  return { worst, agree: agree / n, size: a.reduce((most, x) => Math.max(most, Math.abs(x)), 0) };
}

for (const arch of ['letters', 'demo']) {
  test(`${arch}: the exported float and integer networks, made-up weights and images`, async (t) => {
    const images = blots(160);
    const trained = madeUp(arch);
    const integer = path.join(folder, `${arch}.hwr`);
    run('quantize', '--weights', trained, '--calibrate', put('calibrate', idx([160, SIDE, SIDE], images)), '--out', integer);

    const floats = compare(ours(trained, images, `${arch}-float`), await theirs(exported(trained, `${arch}-float`), images));
    t.diagnostic(`float: off by ${floats.worst} of ${floats.size}`);
    assert.ok(floats.worst <= 1e-4 * Math.max(1, floats.size), `float logits differ by ${floats.worst}`);

    const integers = compare(ours(integer, images, `${arch}-integer`), await theirs(exported(integer, `${arch}-integer`), images));
    t.diagnostic(`integer: off by ${integers.worst} of ${integers.size}, ${100 * integers.agree} % agree`);
    assert.ok(integers.worst <= 0.05 * integers.size, `integer logits differ by ${integers.worst} of ${integers.size}`);
  });
}

test('the shipped weights on 1,000 test images', { skip: data ? false : 'HWR_DATA is not set' }, async (t) => {
  assert.ok(existsSync(float), `${float} is missing; it is part of the repository`);
  const all = gunzipSync(readFileSync(path.join(data, 'merge37-test-images-idx3-ubyte.gz'))).subarray(16);
  const step = Math.floor(all.length / PIXELS / 1000);
  const images = Buffer.concat(Array.from({ length: 1000 }, (_, i) => all.subarray(i * step * PIXELS, (i * step + 1) * PIXELS)));
  const reference = ours(float, images, 'shipped-float');
  const floats = compare(reference, await theirs(exported(float, 'shipped-float'), images));
  t.diagnostic(`float: off by ${floats.worst}`);
  assert.ok(floats.worst <= 1e-4, `float logits differ by ${floats.worst}`);
  assert.equal(floats.agree, 1);

  const integers = compare(reference, ours(weights, images, 'shipped-integer'));
  t.diagnostic(`integer against float: ${100 * integers.agree} % of the answers agree`);
  assert.ok(integers.agree >= 0.995, `${100 * integers.agree} % agree`);
  const theirIntegers = compare(reference, await theirs(exported(weights, 'shipped-integer'), images));
  t.diagnostic(`exported integer model against float: ${100 * theirIntegers.agree} % agree`);
  assert.ok(theirIntegers.agree >= 0.99, `${100 * theirIntegers.agree} % agree`);
});

test('export refuses what it cannot write, in one line', () => {
  const onnx = path.join(folder, 'never.onnx');
  refused(letters('export', '--weights', put('cut.hwr', readFileSync(weights).subarray(0, 900)), '--onnx', onnx), 'cut.hwr', 'ends before');
  refused(letters('export', '--weights', put('text', 'not weights at all'), '--onnx', onnx), 'text', 'safetensors');
  refused(letters('export', '--weights', weights, '--onnx', path.join(folder, 'no/such/folder.onnx')), 'no/such');
  assert.ok(!existsSync(onnx));
});
