// words.mjs - what reading words takes in Node: a whole word, one more stroke, bad input.
//
//     [HWR_DATA=...] node tests/bench/words.mjs [--words N] [--build scalar]
//
// Words of pen/words-test, or without HWR_DATA of the sample letters. One JSON object on stdout, times in milliseconds;
// cpu is the mean that the process computed, which other work on the machine hardly changes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { write } from '../letters/words.mjs';
import { modelBytes, root, scalarBytes, simdBytes } from '../node/artifacts.mjs';
import { summarize } from './stats.mjs';

const { values: options } = parseArgs({ options: {
  words: { type: 'string', default: '300' }, build: { type: 'string', default: 'simd' },
} });
const SAMPLES = ['the', 'Hand', 'LETTER', 'quick', 'fig', 'and', 'Boxes', 'write', 'THIS', 'year', 'red', 'alphabet'];
const WARM = 30;

function drawings() {
  const wanted = Number(options.words);
  if (!process.env.HWR_DATA) return Array.from({ length: wanted }, (_, i) => write(SAMPLES[i % SAMPLES.length]).drawing);
  const lines = gunzipSync(readFileSync(path.join(process.env.HWR_DATA, 'pen/words-test.ndjson.gz'))).toString().trim().split('\n');
  return Array.from({ length: wanted }, (_, i) => JSON.parse(lines[Math.floor((i * lines.length) / wanted)]).drawing);
}

const words = drawings().map(strokesFromDrawing);
const recognizer = await createRecognizer(options.build === 'simd' ? { simdBytes, modelBytes } : { scalarBytes, modelBytes });
const time = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const load = time(() => recognizer.loadLanguage(readFileSync(path.join(root, 'weights/en.hwl'))));
for (const strokes of words.slice(0, WARM)) recognizer.read(strokes);

// The times of all, and the mean of their computing.
function measure(all) {
  const before = process.cpuUsage(), times = all();
  const { user, system } = process.cpuUsage(before);
  return { ...summarize(times), cpu: Number(((user + system) / 1000 / times.length).toFixed(3)) };
}

recognizer.load(modelBytes); // forgets them
const whole = measure(() => words.map((strokes) => time(() => recognizer.read(strokes))));
// A word as it is written, stroke by stroke: of each stroke but the first, the time to the new reading.
recognizer.load(modelBytes);
const added = measure(() => words.flatMap((strokes) => strokes.slice(1).map((_, i) =>
  time(() => recognizer.read(strokes.slice(0, i + 2))))));

const spot = Float32Array.of(5, 5);
const wild = (n) => Float32Array.from({ length: 2 * n }, (_, i) => 100 * Math.sin(i * i));
const bad = {
  empty: [],
  'on one spot': Array(64).fill(spot),
  '1,000 strokes': Array(1000).fill(spot),
  'one giant stroke': [wild(16384)],
  '64 wild strokes': Array.from({ length: 64 }, () => wild(256)),
  'right to left': [...words[0]].reverse(),
};
const attempt = (strokes) => {
  try {
    recognizer.read(strokes);
  } catch (error) {
    if (!error.status) throw error;
  }
};
const times = Object.entries(bad).map(([name, strokes]) => [name, Math.max(...Array.from({ length: 5 }, () => time(() => attempt(strokes))))]);

process.stdout.write(`${JSON.stringify({
  build: recognizer.build, words: words.length, load_language: Number(load.toFixed(2)),
  whole_word: whole, one_more_stroke: added,
  bad_input: Object.fromEntries(times.map(([name, ms]) => [name, Number(ms.toFixed(2))])),
}, null, 1)}\n`);
