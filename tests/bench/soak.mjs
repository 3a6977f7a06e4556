// soak.mjs - many predictions in a row in Node: memory must not grow, and the last ones
// must take no longer than the first.
//
//     node tests/bench/soak.mjs [--predictions N]
//
// One JSON object on stdout; exit 1 where memory grew or time drifted.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, scalarBytes, simdBytes } from '../node/artifacts.mjs';
import { quantile } from './stats.mjs';

const { values: options } = parseArgs({ options: { predictions: { type: 'string', default: '100000' } } });
const PARTS = 20;
const GROWTH = 2 << 20; // bytes of the JavaScript heap and of the process, after collection
const DRIFT = 1.1; // of a part's median time, second half over first

if (!globalThis.gc) { // memory can only be compared where the collector can be called
  const self = fileURLToPath(import.meta.url);
  const { status } = spawnSync(process.execPath, ['--expose-gc', self, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const perPart = Math.ceil(Number(options.predictions) / PARTS);
const drawings = letters.map(({ drawing }) => strokesFromDrawing(drawing));
const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes });
const first = drawings.map((strokes) => recognizer.recognizeStrokes(strokes).probabilities.join());
const times = new Float64Array(perPart);

function memory() {
  gc();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, buffers: arrayBuffers, resident: rss };
}

function part() {
  for (let i = 0; i < perPart; i++) {
    const start = performance.now();
    recognizer.recognizeStrokes(drawings[i % drawings.length]);
    times[i] = performance.now() - start;
  }
  return quantile(Float64Array.from(times).sort(), 0.5);
}

part(); // untimed: compilation, and the collector's young space at its usual size
const before = memory();
const medians = Array.from({ length: PARTS }, part);
const after = memory();
const half = (from) => quantile(Float64Array.from(medians.slice(from, from + PARTS / 2)).sort(), 0.5);
const drift = half(PARTS / 2) / half(0);
const same = drawings.every((strokes, i) => recognizer.recognizeStrokes(strokes).probabilities.join() === first[i]);
const growth = Object.fromEntries(Object.keys(before).map((what) => [what, after[what] - before[what]]));
const grew = growth.heap > GROWTH || growth.buffers > GROWTH || growth.resident > 4 * GROWTH;

process.stdout.write(`${JSON.stringify({
  predictions: perPart * PARTS,
  build: recognizer.build,
  medians_ms: medians.map((ms) => Number(ms.toFixed(4))),
  drift: Number(drift.toFixed(3)),
  growth_bytes: growth,
  memory_bytes: after,
  same_answers: same,
})}\n`);
if (!same) process.stderr.write('soak: the last answers differ from the first\n');
if (grew) process.stderr.write('soak: memory grew\n');
if (drift > DRIFT) process.stderr.write(`soak: the last predictions take ${drift.toFixed(2)} times as long as the first\n`);
process.exit(same && !grew && drift <= DRIFT ? 0 : 1);
