// make_card_files.mjs - files of the names that the model card's commands use, from the official EMNIST files. The card's own
// were drawn from partial copies of them; these are their official equivalents, so figures differ a little.
//
//     node tools/data/make_card_files.mjs DIRECTORY
//
// DIRECTORY holds emnist-<split>-{train,test}-...; it gets merge37-train, letters-extra, letters-test, merge37-test and
// digits, and EQUIVALENTS.txt, by which the tests know that they cannot compare figures with the card's.
import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, gunzipSync, gzipSync } from 'node:zlib';

const PIXELS = 784, IMAGE_HEADER = 16;
const NOTE = `merge37-train, letters-extra, letters-test, merge37-test and digits here are made of the official EMNIST files
by tools/data/make_card_files.mjs. The model card's own files of these names were drawn from partial copies.
`;

// name: of which split and part, which labels, and how many of a label at most.
const letters = (label) => label >= 10;
const FILES = {
  'merge37-train': ['bymerge', 'train', letters, Infinity],
  'letters-extra': ['letters', 'train', () => true, 100],
  'letters-test': ['letters', 'test', () => true, Infinity],
  'merge37-test': ['balanced', 'test', letters, 200],
  digits: ['bymerge', 'train', (label) => !letters(label), 1200],
};

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node tools/data/make_card_files.mjs DIRECTORY');
  process.exit(2);
}
const official = (split, part, what) => path.join(folder, `emnist-${split}-${part}-${what}-ubyte.gz`);

function header(rank, ...sizes) {
  const out = Buffer.alloc(4 + 4 * rank);
  out[2] = 8;
  out[3] = rank;
  sizes.forEach((n, i) => out.writeUInt32BE(n, 4 + 4 * i));
  return out;
}

// Which images of a labels' file are kept.
function choose(labels, wanted, most) {
  const count = new Map();
  return labels.map((label) => {
    const n = count.get(label) ?? 0;
    if (!wanted(label) || n >= most) return false;
    count.set(label, n + 1);
    return true;
  });
}

// The kept images of a file of any size, as they come.
async function* kept(source, keep) {
  let rest = Buffer.alloc(0), at = -1; // -1: the header
  yield header(3, keep.filter(Boolean).length, 28, 28);
  for await (const piece of source) {
    rest = Buffer.concat([rest, piece]);
    if (at < 0 && rest.length >= IMAGE_HEADER) {
      if (rest.readUInt32BE(4) !== keep.length) throw new Error(`${rest.readUInt32BE(4)} images for ${keep.length} labels`);
      rest = rest.subarray(IMAGE_HEADER);
      at = 0;
    }
    const whole = at < 0 ? 0 : Math.floor(rest.length / PIXELS);
    for (let i = 0; i < whole; i++, at++) if (keep[at]) yield rest.subarray(i * PIXELS, (i + 1) * PIXELS);
    rest = rest.subarray(whole * PIXELS);
  }
  if (at !== keep.length) throw new Error(`it ends after ${at} of ${keep.length} images`);
}

async function make(name, [split, part, wanted, most]) {
  const target = (what) => path.join(folder, `${name}-${what}-ubyte.gz`);
  const images = official(split, part, 'images-idx3'), labelled = official(split, part, 'labels-idx1');
  if (!existsSync(images) || !existsSync(labelled)) {
    console.error(`fetch_data: ${images} is missing; first: sh tools/fetch_data.sh ${path.dirname(folder)} emnist`);
    process.exit(1);
  }
  if (existsSync(target('images-idx3')) && existsSync(target('labels-idx1'))) return;
  const labels = [...gunzipSync(readFileSync(labelled)).subarray(8)];
  const keep = choose(labels, wanted, most), chosen = labels.filter((_, i) => keep[i]);
  const half = `${target('images-idx3')}.part`;
  const read = createReadStream(images).pipe(createGunzip());
  await pipeline(kept(read, keep), createGzip({ level: 6 }), createWriteStream(half));
  writeFileSync(target('labels-idx1'), gzipSync(Buffer.concat([header(1, chosen.length), Buffer.from(chosen)])));
  renameSync(half, target('images-idx3'));
  console.log(`fetch_data: ${name}: ${chosen.length.toLocaleString('en')} images of emnist-${split}-${part}, in place of a partial copy's`);
}

writeFileSync(path.join(folder, 'EQUIVALENTS.txt'), NOTE);
for (const [name, how] of Object.entries(FILES)) await make(name, how);
