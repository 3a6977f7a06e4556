// Starting a recogniser: damaged models, builds that do not work, the self-test.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecognizer } from '../../../web/src/recognizer/recognizer.js';
import { makeGolden } from '../../../web/build_golden.mjs';
import { letters, modelBytes, scalarBytes, seal, simdBytes } from '../artifacts.mjs';

const golden = await makeGolden({ scalarBytes, modelBytes, letters });

function damaged(change) {
  const file = Buffer.from(modelBytes);
  return change(file) ?? file;
}

const layers = modelBytes.readUInt32LE(24), labels = modelBytes.readUInt32LE(36);
const refusals = [
  ['HWR_ERR_TRUNCATED', 'an empty file', () => Buffer.alloc(0)],
  ['HWR_ERR_TRUNCATED', 'a file cut short', (f) => f.subarray(0, f.length - 16)],
  ['HWR_ERR_MAGIC', 'another kind of file', (f) => { f[0] = 0x50; }],
  ['HWR_ERR_VERSION', 'another version', (f) => { f.writeUInt32LE(9, 4); }],
  ['HWR_ERR_CHECKSUM', 'one flipped bit', (f) => { f[f.length - 5] ^= 4; }],
  ['HWR_ERR_FORMAT', 'a temperature of 1000', (f) => { f.writeFloatLE(1000, 40); seal(f); }],
  ['HWR_ERR_SHAPE', 'a renamed layer', (f) => { f[layers] = 0x7a; seal(f); }],
  ['HWR_ERR_LABELS', 'a label twice', (f) => { f[labels] = 0x42; seal(f); }],
  ['HWR_ERR_TOO_LARGE', 'a file of a mebibyte', (f) => Buffer.concat([f, Buffer.alloc(1 << 20)])],
];

for (const [status, what, change] of refusals) {
  test(`${what} is refused as ${status}`, async () => {
    for (const bytes of [{ simdBytes }, { scalarBytes }]) {
      await assert.rejects(createRecognizer({ ...bytes, modelBytes: damaged(change) }), (error) => {
        assert.equal(error.status, status, error.message);
        assert.match(error.message, /^the model.*; /);
        return true;
      });
    }
  });
}

test('the SIMD build is chosen where it passes the self-test', async () => {
  const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes, golden });
  assert.equal(recognizer.build, 'simd');
  assert.deepEqual(recognizer.refusals, []);
});

test('a browser without SIMD gets the scalar build', async () => {
  const unknown = Buffer.from(simdBytes);
  unknown[4] = 99;
  const recognizer = await createRecognizer({ simdBytes: unknown, scalarBytes, modelBytes, golden });
  assert.equal(recognizer.build, 'scalar');
  assert.match(recognizer.refusals[0], /simd: not supported/);
});

// An engine that computes wrong scores for the modules faulty() picks.
async function withFaultyEngine(faulty, run) {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (bytes, imports) => {
    const result = await instantiate(bytes, imports);
    if (!faulty(bytes)) return result;
    const exports = { ...result.instance.exports, hwr_wasm_logits: result.instance.exports.hwr_wasm_crop_box };
    return { instance: { exports } };
  };
  try {
    await run();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}

test('SIMD that computes wrongly falls back to scalar', () =>
  withFaultyEngine((bytes) => bytes === simdBytes, async () => {
    const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes, golden });
    assert.equal(recognizer.build, 'scalar');
    assert.match(recognizer.refusals[0], /self-test failed, the scores of "p" differ/);
  }));

test('where both compute wrongly, the message says so and what to do', () =>
  withFaultyEngine(() => true, () => assert.rejects(
    createRecognizer({ simdBytes, scalarBytes, modelBytes, golden }),
    { status: 'NO_WORKING_BUILD', message: /simd: self-test failed.*scalar: self-test failed.*Update the browser/ })));

test('a wrong image fails the self-test too', () => assert.rejects(
  createRecognizer({ simdBytes, scalarBytes, modelBytes, golden: [{ ...golden[0], imageHash: '00000000' }] }),
  { message: /the image of "p" differs/ }));

test('without WebAssembly the message names it', async () => {
  const { WebAssembly: kept } = globalThis;
  delete globalThis.WebAssembly;
  try {
    await assert.rejects(createRecognizer({ simdBytes, scalarBytes, modelBytes, golden }),
      { status: 'NO_WEBASSEMBLY', message: /no WebAssembly.*2017 or later/ });
  } finally {
    globalThis.WebAssembly = kept;
  }
});
