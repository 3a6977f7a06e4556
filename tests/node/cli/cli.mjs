// cli.mjs - what the tests of build/native/letters share: running it, and small input
// files in a folder that is removed at the end.
//
// LETTERS_CLI and LETTERS_WEIGHTS name other files than the usual ones.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const cli = path.resolve(process.env.LETTERS_CLI ?? path.join(root, 'build/native/letters'));
export const weights = path.resolve(process.env.LETTERS_WEIGHTS ?? path.join(root, 'weights/letters.hwr'));
export const drawn = path.join(root, 'tests/letters/letters.ndjson');
export const CLASSES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt';

assert.ok(existsSync(cli), `${cli} is missing; build it with: cmake --preset native && cmake --build --preset native`);
assert.ok(existsSync(weights), `${weights} is missing; it is part of the repository`);
export const folder = mkdtempSync(path.join(tmpdir(), 'letters-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export function letters(...args) {
  const { status, stdout, stderr } = spawnSync(cli, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
}

// Writes bytes as folder/name; returns the path.
export function put(name, bytes) {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

// A failure is exit 1, nothing on stdout, and one line on stderr that says all of words.
export function refused(result, ...words) {
  assert.equal(result.status, 1, `exit ${result.status}: ${result.stderr}`);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /^letters: [^\n]+\n$/);
  for (const word of words) assert.ok(result.stderr.includes(word), `"${result.stderr}" does not say ${word}`);
}

export function misused(result, ...words) {
  assert.equal(result.status, 2, result.stderr);
  assert.equal(result.stdout, '');
  for (const word of words) assert.ok(result.stderr.includes(word), `"${result.stderr}" does not say ${word}`);
}

export function idx(dims, data) {
  const header = Buffer.alloc(4 + 4 * dims.length);
  header[2] = 8;
  header[3] = dims.length;
  dims.forEach((n, i) => header.writeUInt32BE(n, 4 + 4 * i));
  return Buffer.concat([header, data]);
}

// n images, each an upright bar at another place, stored transposed as EMNIST's are.
export function bars(n) {
  const side = 28;
  const data = Buffer.alloc(n * side * side);
  for (let i = 0; i < n; i++) {
    for (let x = 4 + (i % 18); x < 7 + (i % 18); x++) data.fill(255, (i * side + x) * side + 4, (i * side + x) * side + 24);
  }
  return idx([n, side, side], data);
}

export const classLabels = (n) => idx([n], Buffer.from(Array.from({ length: n }, (_, i) => 10 + (i % 37))));

// A whole split of n letters under a name.
export function split(name, n = 37) {
  return {
    images: put(`${name}-images.gz`, zlib.gzipSync(bars(n))),
    labels: put(`${name}-labels.gz`, zlib.gzipSync(classLabels(n))),
  };
}

export const evalArgs = ({ images, labels }, set = 'merge47') =>
  ['eval', '--weights', weights, '--images', images, '--labels', labels, '--label-set', set];

// A grey PNG with a black bar on white, or of what grey(x, y) gives.
export function png(width, height, { claimed = width, blank = false, grey = null } = {}) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  head.writeUInt32BE(claimed, 0);
  head.writeUInt32BE(height, 4);
  const rows = Buffer.alloc((width + 1) * height, 255);
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 0;
    if (grey) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = grey(x, y);
    else if (!blank && y > height / 5 && y < (4 * height) / 5) rows.fill(0, y * (width + 1) + width / 2, y * (width + 1) + width / 2 + width / 12);
  }
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return (value ^ 0xffffffff) >>> 0;
}
