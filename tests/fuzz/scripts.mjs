// scripts.mjs - fuzzes what the page reads from strangers: the strokes of a link, stroke files, IDX
// files. Each input is refused in the way the page expects, or read within its limits.
//
//     node tests/fuzz/scripts.mjs [--seconds N] [--seed S]
//
// An input that does something else is printed with the seed it came from, and the exit status is 1.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { MAX_TEXT, decodeStrokes, encodeStrokes } from '../../web/src/pad/codec.js';
import { toNdjson } from '../../web/src/pad/exporting.js';
import { StrokesError, looksLikeStrokes, readStrokes } from '../../web/src/pad/importing.js';
import { IdxError, MAX_IMAGES, readIdx } from '../../web/src/rooms/emnist/idx.js';
import { randomNumbers } from '../random.mjs';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const MAX_POINTS = 20000, MAX_STROKES = 1000;

const pick = (random, list) => list[random(list.length)];

function someStrokes(random) {
  return Array.from({ length: 1 + random(4) }, () => Array.from({ length: 1 + random(12) },
    () => ({ x: random(3000) / 1000 - 1, y: random(3000) / 1000 - 1 })));
}

// Some bytes changed, left out, repeated or put in.
function damage(random, bytes) {
  let out = Buffer.from(bytes);
  for (let k = random(5); k >= 0; k--) {
    const at = random(out.length + 1), end = Math.min(out.length, at + random(9));
    const part = pick(random, [
      () => Buffer.from([random(256)]),
      () => Buffer.alloc(0),
      () => Buffer.concat([out.subarray(at, end), out.subarray(at, end)]),
      () => Buffer.from(pick(random, ['0', '-', '1e9', 'null', '[', ']', '{', '"', ',', '\n', '\u0000', '\ufeff', '9'.repeat(400)])),
    ])();
    out = Buffer.concat([out.subarray(0, at), part, out.subarray(end)]);
  }
  return out;
}

function withinLimits(strokes, largest) {
  const points = strokes.flat();
  assert.ok(points.length <= MAX_POINTS && strokes.length <= MAX_STROKES);
  for (const { x, y } of points) assert.ok(Math.abs(x) <= largest && Math.abs(y) <= largest, `${x} ${y}`);
}

function link(random) {
  const text = random(2)
    ? damage(random, Buffer.from(encodeStrokes(someStrokes(random)))).toString('latin1')
    : `1${Array.from({ length: random(60) }, () => ALPHABET[random(64)]).join('')}`;
  const strokes = decodeStrokes(text);
  if (strokes === null) return;
  assert.ok(text.length <= MAX_TEXT);
  withinLimits(strokes, 8);
  assert.deepEqual(decodeStrokes(encodeStrokes(strokes)), strokes); // and it can be sent on
}

function strokeFile(random) {
  const lines = Array.from({ length: 1 + random(3) }, () => toNdjson(someStrokes(random), pick(random, ['A', 'é', '', '<b>'])));
  const text = damage(random, Buffer.from(lines.join(''))).toString('utf8');
  looksLikeStrokes(text);
  let letters;
  try {
    letters = readStrokes(text);
  } catch (error) {
    assert.ok(error instanceof StrokesError && error.line >= 1, String(error.stack));
    return;
  }
  for (const { word, strokes } of letters) {
    assert.ok(typeof word === 'string' && word.length <= 20);
    withinLimits(strokes, 1);
  }
}

function someIdx(random) {
  const images = random(2), n = 1 + random(3);
  const header = images ? [0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, 28, 0, 0, 0, 28] : [0, 0, 8, 1, 0, 0, 0, n];
  return Buffer.concat([Buffer.from(header), Buffer.alloc(n * (images ? 784 : 1), random(256))]);
}

async function idxFile(random) {
  let bytes = someIdx(random);
  if (random(3) === 0) bytes = gzipSync(bytes, { level: random(10) });
  if (random(5)) bytes = random(2) ? damage(random, bytes.subarray(0, 20)) : damage(random, bytes);
  const file = Object.assign(new Blob([bytes]), { name: 'fuzz' });
  let read;
  try {
    read = await readIdx(file);
  } catch (error) {
    assert.ok(error instanceof IdxError && error.code.startsWith('idx'), String(error.stack));
    return;
  }
  assert.ok(read.count >= 1 && read.count <= MAX_IMAGES);
  const held = read.blocks.reduce((sum, block) => sum + block.length, 0);
  assert.equal(held, read.count * (read.rank === 3 ? 784 : 1));
}

export const targets = { link, strokeFile, idxFile };

// One input of a target, named by its seed (1..2^31-1).
export async function tryOne(name, seed) {
  try {
    await targets[name](randomNumbers(seed));
  } catch (error) {
    throw new Error(`${name}, seed ${seed}: ${error.message}`, { cause: error });
  }
}

async function main() {
  const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, seed: { type: 'string' } } });
  const first = Number(values.seed ?? 1 + (Date.now() % 2 ** 30));
  let failed = 0;
  for (const name of Object.keys(targets)) {
    const end = Date.now() + 1000 * Number(values.seconds);
    let n = 0;
    try {
      do await tryOne(name, first + n++);
      while (Date.now() < end && !values.seed);
    } catch (error) {
      failed = 1;
      console.error(error.message);
    }
    console.log(`${name.padEnd(14)} ${String(n).padStart(12)} ${'-'.padStart(8)}   ${failed ? 'FOUND' : 'none'}`);
  }
  return failed;
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.exitCode = await main();
