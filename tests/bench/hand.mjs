// hand.mjs - what learning a writer's hand is worth: tools/bench/bench_hand.c as a table.
//
//     HWR_DATA=... node tests/bench/hand.mjs [--seeds 5] [--file unipen-test.ndjson.gz]
//
// Eight signs of tests/letters/designs.mjs are taught with 10 drawings each, and 60 others of each
// are judged. --seeds: orders of every writer's letters.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeSigns } from '../letters/make_letters.mjs';

const TAUGHT = 5, FURTHER = 30; // rounds of two drawings a sign
const root = fileURLToPath(new URL('../../', import.meta.url));

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '5' }, file: { type: 'string', default: 'unipen-test.ndjson.gz' } },
});
if (!process.env.HWR_DATA) {
  console.error('hand.mjs: HWR_DATA is not set; it names the folder with pen/ in it');
  process.exit(1);
}

const folder = mkdtempSync(path.join(tmpdir(), 'letters-hand-'));
const put = (name, letters) => {
  writeFileSync(path.join(folder, name), letters.map((l) => JSON.stringify(l) + '\n').join(''));
  return path.join(folder, name);
};

function measure(...more) {
  const { status, stdout, stderr } = spawnSync(path.join(root, 'build/native/bench_hand'), [
    '--weights', path.join(root, 'weights/letters.hwr'), '--seeds', values.seeds,
    '--strokes', path.join(process.env.HWR_DATA, 'pen', values.file), ...more,
  ], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr || 'build/native/bench_hand does not run; build it with: cmake --build --preset native');
  return JSON.parse(stdout);
}

const share = (x, digits = 2) => (100 * x).toFixed(digits);

function table(title, { ways }) {
  console.log(`\n${title}: ${ways[0].writers} writers, orders: ${values.seeds}\n`);
  console.log('| | errors before, % | after, % | change, % | repaired, % | broken, % | worst writer, points |');
  console.log('|---|--:|--:|--:|--:|--:|--:|');
  for (const w of ways) {
    console.log(`| ${w.way} | ${share(w.errors_before)} | ${share(w.errors)} | ${share(w.change, 1)} | ` +
      `${share(w.repaired)} | ${share(w.broken)} | ${w.worst_writer.toFixed(2)} |`);
  }
}

try {
  const strokes = measure('--signs', put('taught.ndjson', makeSigns(77, TAUGHT)), '--further', put('further.ndjson', makeSigns(990, FURTHER)));
  table('By strokes', strokes);
  table('By pictures alone', measure('--pictures'));
  const { signs } = strokes;
  console.log(`\n${signs.signs} signs, ${signs.examples} drawings taught: of ${signs.further} others ${share(signs.right)} % are read right; ` +
    `letters lose ${share(signs.letters_lost, 3)} points.`);
  console.log(`Teaching takes ${strokes.teach_us} us, 200 examples add ${strokes.apply_us} us to an answer and are ${strokes.bytes} bytes.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
