// make_language.mjs - a language file (core/words/language.h) from a list of words, the most
// common first.
//
//     node tools/words/make_language.mjs --ranked FILE [--known FILE]... [--words N] --out en.hwl
//
// Of the ranked words, one a line, those are taken that are letters only and, where lists of known
// words are given, stand in one of them in any case; the first N. One that is there only with a
// capital is a name. A word's rarity is the binary logarithm of its place, for frequencies fall
// like 1 / place (Zipf).
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';

const GRAM = 5, LONGEST = 16, EDGE = 63;

// Words as arrays of letters' numbers, in the order of the numbers.
function compareWords(a, b) {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function countGrams(words) {
  const seen = new Set();
  for (const { letters } of words) {
    const edged = [EDGE, ...letters, EDGE];
    for (let i = 1; i < edged.length; i++) {
      for (let n = 0; n < GRAM && n <= i; n++) {
        const context = edged.slice(i - n, i).join(',');
        seen.add(`${context}|`).add(`${context}|${edged[i]}`);
      }
    }
  }
  return seen.size;
}

// The file's bytes from small words in the order of how common they are, and the set of names.
export function makeLanguage(ranked, names = new Set()) {
  const alphabet = [...new Set(ranked.join(''))].sort();
  const number = new Map(alphabet.map((letter, i) => [letter, i + 1]));
  const words = ranked.map((word, place) => ({
    letters: Array.from(word, (letter) => number.get(letter)),
    rarity: Math.min(15, Math.floor(Math.log2(place + 1))),
    isName: names.has(word),
  })).sort((a, b) => compareWords(a.letters, b.letters));
  const body = [];
  let nodes = 1, last = [];
  for (const { letters, rarity, isName } of words) {
    let same = 0;
    while (same < last.length && last[same] === letters[same]) same++;
    nodes += letters.length - same;
    body.push(rarity << 4 | same, ...letters.slice(same));
    body[body.length - 1] |= isName ? 192 : 128;
    last = letters;
  }
  const head = Buffer.alloc(24 + 16 * alphabet.length);
  head.write('HWRL');
  [1, words.length, nodes, countGrams(words), alphabet.length].forEach((v, i) => head.writeUInt32LE(v, 4 + 4 * i));
  alphabet.forEach((letter, i) => head.write(letter, 24 + 16 * i));
  const file = Buffer.concat([head, Buffer.from(body)]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(zlib.crc32(file));
  return Buffer.concat([file, checksum]);
}

const lines = (file) => readFileSync(file, 'utf8').split(/\r?\n/);
const small = (word) => word.toLowerCase();

// The words to take: letters only, known, each once.
function choose(ranked, known, count) {
  const usable = ranked.map(small).filter((word) => /^\p{L}+$/u.test(word) && [...word].length <= LONGEST && (!known || known.has(word)));
  return [...new Set(usable)].slice(0, count);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: {
    ranked: { type: 'string' }, known: { type: 'string', multiple: true }, words: { type: 'string', default: '16384' }, out: { type: 'string' },
  } });
  const listed = (values.known ?? [values.ranked]).flatMap(lines), asListed = new Set(listed);
  const words = choose(lines(values.ranked), values.known && new Set(listed.map(small)), Number(values.words));
  const names = new Set(listed.map(small).filter((word) => !asListed.has(word)));
  const file = makeLanguage(words, names);
  writeFileSync(values.out, file);
  console.log(`${words.length} words, ${file.length} bytes (${zlib.gzipSync(file, { level: 9 }).length} gzipped): ${values.out}`);
}
