// make_pen.mjs - the files of DIRECTORY/pen from UNIPEN's train_r01_v07, unpacked: letters (categories 1b and 1c), digits
// (1a), and words whose letters are labelled (3 with the texts of 6 and 8), each by writers who train and writers who test.
//
//     node tools/data/make_pen.mjs UNPACKED OUT
//
// The writers who test are those of unipen_test_writers.txt, the ones that the shipped models have never seen.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { normalized, parseUnipen, strokesOf, wordsOf } from './unipen.mjs';

// The files named by the model card, and what they hold of a category's segments.
const SETS = { unipen: { categories: ['1b', '1c'], label: /^[A-Za-z]$/ }, digits: { categories: ['1a'], label: /^[0-9]$/ } };
const CARD = { 'unipen-train': 64138, 'unipen-test': 12324, 'digits-train': 11866, 'digits-test': 2214, 'words-train': 6817, 'words-test': 1187 };

const [unpacked, out] = process.argv.slice(2);
if (!out) {
  console.error('usage: node tools/data/make_pen.mjs UNPACKED OUT');
  process.exit(2);
}

// The folder that holds data/ and include/, at most four folders down.
function findRoot(folder, depth = 0) {
  if (existsSync(path.join(folder, 'data')) && existsSync(path.join(folder, 'include'))) return folder;
  if (depth === 4) return null;
  const folders = readdirSync(folder).map((name) => path.join(folder, name)).filter((name) => statSync(name).isDirectory());
  return folders.reduce((found, name) => found ?? findRoot(name, depth + 1), null);
}

const root = findRoot(unpacked);
if (!root) {
  console.error(`fetch_data: ${unpacked}: no data/ and include/ in it; is this train_r01_v07?`);
  process.exit(1);
}
const latin = (file) => readFileSync(file, 'latin1');
const missing = new Set();

// A category's writers in the order of their names: {writer, file}.
function filesOf(category) {
  const folder = path.join(root, 'data', category);
  if (!existsSync(folder)) return [];
  const walk = (inside) => readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(inside, entry.name);
    return entry.isDirectory() ? walk(name) : name.endsWith('.dat') ? [name] : [];
  });
  return walk('').sort().map((name) => ({ writer: name.slice(0, -4), file: path.join(folder, name) }));
}

function open(file) {
  // Not above include/, whatever a file says.
  const include = (name) => {
    const included = path.join(root, 'include', path.posix.normalize(`/${name}`));
    return existsSync(included) ? latin(included) : null;
  };
  const read = parseUnipen(latin(file), include);
  read.missing.forEach((name) => missing.add(name));
  return read;
}

const testers = new Set(readFileSync(fileURLToPath(new URL('unipen_test_writers.txt', import.meta.url)), 'utf8').trim().split('\n'));
const partOf = (writer) => (testers.has(writer) ? 'test' : 'train');
const made = Object.fromEntries(Object.keys(CARD).map((name) => [name, []]));

for (const [name, { categories, label: wanted }] of Object.entries(SETS)) {
  for (const category of categories) {
    for (const { writer, file } of filesOf(category)) {
      const { strokes, segments } = open(file);
      for (const { level, label, spans } of segments) {
        if (level !== 'CHARACTER' || !wanted.test(label)) continue;
        const drawing = normalized(strokesOf(strokes, spans) ?? []);
        if (drawing) made[`${name}-${partOf(writer)}`].push({ word: label, writer, drawing });
      }
    }
  }
}

const texts = new Map();
for (const category of ['6', '8']) {
  for (const { writer, file } of filesOf(category)) {
    const labelled = parseUnipen(latin(file)).segments.filter(({ level }) => level === 'WORD' || level === 'TEXT');
    texts.set(writer, [...(texts.get(writer) ?? []), ...labelled]);
  }
}
for (const { writer, file } of filesOf('3')) {
  if (!texts.has(writer)) continue;
  const { strokes, segments } = open(file);
  for (const { word, letters } of wordsOf(texts.get(writer), segments.filter(({ level }) => level === 'CHARACTER'))) {
    // In the order of writing: a late dot or bar points back to its letter.
    const parts = letters.flatMap((list, letter) => list.map((i) => ({ i, letter }))).filter(({ i }) => strokes[i]?.[0].length > 0).sort((a, b) => a.i - b.i);
    const drawing = normalized(parts.map(({ i }) => strokes[i]), true);
    if (drawing) made[`words-${partOf(writer)}`].push({ word, writer, letters: parts.map(({ letter }) => letter), drawing });
  }
}

if (made['unipen-train'].length === 0) {
  console.error(`fetch_data: ${root}: no labelled letter in data/1b and data/1c; is this train_r01_v07?`);
  process.exit(1);
}
for (const [name, lines] of Object.entries(made)) {
  writeFileSync(path.join(out, `${name}.ndjson.gz`), gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  console.log(`fetch_data: ${name}.ndjson.gz: ${lines.length.toLocaleString('en')}${lines.length === CARD[name] ? '' : ` (the card's, of a partial copy, has ${CARD[name].toLocaleString('en')})`}`);
}
if (missing.size > 0) console.error(`fetch_data: ${missing.size} included files are not in the archive, such as ${[...missing][0]}`);
