// Holds out every n-th example of an IDX pair that has no test part of its own.
//
//     node tools/split_idx.mjs IMAGES LABELS N OUT
//
// writes OUT-train-{images-idx3,labels-idx1}-ubyte.gz and OUT-test-...: the test part has examples
// N-1, 2N-1, ... in their order, the other part the rest.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const [images, labels, every, out] = process.argv.slice(2);
if (!out || !(Number(every) >= 2)) {
  console.error('usage: node tools/split_idx.mjs IMAGES LABELS N OUT');
  process.exit(2);
}

function read(name, rank) {
  const file = readFileSync(name);
  const bytes = file[0] === 0x1f ? gunzipSync(file) : file;
  if (bytes.readUInt32BE(0) !== 0x800 + rank) throw new Error(`${name}: not an IDX file of rank ${rank}`);
  const header = 4 + 4 * rank;
  const n = bytes.readUInt32BE(4);
  const size = (bytes.length - header) / n;
  return { header: bytes.subarray(0, header), n, one: (i) => bytes.subarray(header + i * size, header + (i + 1) * size) };
}

function write(name, file, chosen) {
  const header = Buffer.from(file.header);
  header.writeUInt32BE(chosen.length, 4);
  writeFileSync(name, gzipSync(Buffer.concat([header, ...chosen.map(file.one)])));
}

const files = { 'images-idx3': read(images, 3), 'labels-idx1': read(labels, 1) };
if (files['images-idx3'].n !== files['labels-idx1'].n) throw new Error(`${labels}: not as many as ${images} has`);
const all = [...Array(files['images-idx3'].n).keys()];
const held = (i) => i % every === every - 1;
mkdirSync(path.dirname(out), { recursive: true });
for (const [kind, file] of Object.entries(files)) {
  write(`${out}-train-${kind}-ubyte.gz`, file, all.filter((i) => !held(i)));
  write(`${out}-test-${kind}-ubyte.gz`, file, all.filter(held));
}
