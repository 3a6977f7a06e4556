// benchmarks.mjs - BENCHMARKS.md from tests/bench/measured.json, where the figures that the commands printed are kept.
//
//     node tools/docs/benchmarks.mjs [OUT.md]        default: BENCHMARKS.md
//
// To measure again, run a section's command, put what it prints into measured.json, and run this.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const n = (value) => value.toLocaleString('en');
const million = (macs) => (macs / 1e6).toFixed(2);
const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, align, rows) => [row(head), `|${align.join('|')}|`, ...rows.map(row)].join('\n');
const spread = ([median, low, high]) => `${median} (${low}..${high})`;

// heading, command, what it says.
function sections(m) {
  const { peers: p, start: s, lighthouse: l, photo_speed: speed } = m;
  const times = ([ms, ratio, low, high]) => `${ms.toFixed(3)} | ${ratio ? `${ratio} (${low}..${high})` : 1}`;
  return [
    ['Training beside PyTorch', 'sh tools/bench/bench_train.sh', `
The original demo's network (${million(m.train.network_macs)} M multiply-adds), batch ${m.train.batch}, float32, in turn with ${m.train.peer},
${m.train.runs} runs each:

${table(['threads', 'letters, img/s', 'PyTorch, img/s', 'ratio'], ['--:', '--:', '--:', '--:'],
    m.train.rows.map((r) => [r.threads, spread(r.letters), spread(r.peer), (r.letters[0] / r.peer[0]).toFixed(2)]))}

Both use AVX-512 there; on AVX2 the trainer gives the same bytes. Augmentation costs nothing that shows
(${m.train.augmentation.map(([without, with_]) => `${without} img/s without, ${with_} with`).join('; another time ')}).`],
    ['Training by the size of the data', 'sh tools/bench/bench_train.sh --scaling', `
The shipped network with augmentation, two threads:

${table(['images', 'seconds an epoch', 'us an image', 'memory, MB'], ['--:', '--:', '--:', '--:'],
    m.scaling.rows.map((r) => [n(r.images), r.seconds.toFixed(1), r.us, r.memory_mb]))}`],
    ['One letter', 'build/native/letters bench', `
Every stage and every instruction set, on one core:

${table([`the shipped network (${million(m.stages.network_macs)} M multiply-adds)`, 'median'], ['---', '--:'], m.stages.rows.map(([name, ms]) => [name, `${ms} ms`]))}

3x3 convolutions, and 5x5 of stride 2 as four of them, use an exact integer form of Winograd's F(4x4, 3x3) where
the sums provably fit: a quarter of the products. Counted as the multiply-adds of plain convolutions, native AVX2 does
${p.giga_macs.avx2} G a second, ${p.giga_macs.percent_of_peak} % of the peak that is measured for its multiply-and-add instruction, because Winograd leaves
products out; the layers reach ${p.giga_macs.layers_low} to ${p.giga_macs.layers_high} %, the first one, which has a single input channel, ${p.giga_macs.first_layer} %.`],
    ['Where its instructions go', 'valgrind --tool=callgrind build/native/letters bench --network', `
Natively on AVX2, the loop that finds the peak left out:

${table(['part', 'shipped network', "the demo's"], ['---', '--:', '--:'], m.instructions.rows.map(([part, ours, demo]) => [part, `${ours} %`, `${demo} %`]))}

A letter takes ${m.instructions.shipped_million} million instructions; with tiles of 2x2 outputs it took ${m.instructions.small_tiles_million} million.`],
    ['Beside other runtimes', 'npm ci --ignore-scripts --prefix tests/bench && node tests/bench/peers.mjs', `
The same networks, one letter at a time, on one thread, in turn; medians of ${p.rounds} rounds, and in brackets the rounds' range:

${table(["the demo's network", 'Node, ms', 'times ours', 'Chromium, ms', 'times ours'], ['---', '--:', '--:', '--:', '--:'],
    p.rows.map((r) => [r.name, times(r.node), times(r.chromium)]))}

Natively onnxruntime takes ${p.native_onnxruntime.ms} ms in float, ${p.native_onnxruntime.times} times ours. The shipped network, from strokes to probabilities,
takes ${p.strokes_to_probabilities.node_ms} ms in Node, and ${p.strokes_to_probabilities.slow_chromium_ms} ms (${p.strokes_to_probabilities.slow_chromium_p99_ms} ms at the 99th percentile) in Chromium slowed down ${p.strokes_to_probabilities.slowed} times.`],
    ['Many letters in a row', 'node tests/bench/soak.mjs', `
${n(m.soak.letters)} letters: no growth of memory, the last twentieth no slower than the first.`],
    ['The page', 'node tests/bench/lighthouse.mjs && node tests/bench/start.mjs --runs 15', `
Lighthouse (simulated throttling): performance ${l.performance.phone} on a phone, ${l.performance.desktop} on a desktop; accessibility ${l.accessibility}, best practices ${l.best_practices}.
In a browser started anew, a page opened from disk with a drawing in its address has the answer ${s.shown_ms.median} ms after
navigation (half of ${s.runs} runs within ${s.shown_ms.low}..${s.shown_ms.high}, the slowest ${s.shown_ms.slowest}), and has painted it after ${s.painted_ms} ms.`],
    ['Learning a hand', 'HWR_DATA=... node tests/bench/hand.mjs', `
Errors over the letters of ${m.hand.writers} writers of \`unipen-test\`, in ${m.hand.orders} orders, before and after corrections:

${table(['way', 'errors before, %', 'after, %', 'change, %'], ['---', '--:', '--:', '--:'],
    m.hand.rows.map((r) => [r.way, r.before.toFixed(2), r.after.toFixed(2), (100 * (r.after / r.before - 1)).toFixed(1)]))}`],
    ['The map of letters', 'HWR_DATA=... node --test tests/node/page/map.test.mjs', `
How far UMAP of ${n(m.map.images)} images of \`letters-test\` keeps each one's ${m.map.neighbours} nearest, as trustworthiness (1: all of them): ${m.map.features.toFixed(3)} by the
network's features, measured in these, and ${m.map.pixels.toFixed(3)} by pixels, measured in all 28 x 28.`],
    ['Letters on photographs', 'build/native/tests/bench_paper --strokes $HWR_DATA/pen/unipen-test.ndjson.gz', `
Photographs painted by a program of ${m.photos.each} letters of \`unipen-test\` for each condition, the letter found and read from its pixels by one network,
beside the same strokes read by both; before is the whole picture taken for one letter:

${table(['one letter on a photograph', 'strokes, %', 'drawn clean, %', "before, % of the strokes'", "now, % of the strokes'"], ['---', '--:', '--:', '--:', '--:'],
    m.photos.rows.map(([condition, ...shares]) => [condition, ...shares.map((share) => share.toFixed(1))]))}

On ${m.photos.sheets.n} sheets of 3 to 30 letters, ${n(m.photos.sheets.letters)} in all, ${m.photos.sheets.found} % are found, and ${m.photos.sheets.wrong} % of what is found is no letter.
Where ${m.photos.touching.met} of ${n(m.photos.touching.letters)} letters touch the next one, ${m.photos.touching.found} % are found and ${m.photos.touching.wrong} % of what is found is no letter; ${m.photos.touching.before.found} % and ${m.photos.touching.before.wrong.toFixed(1)} %
before such pairs were cut.`],
    ['Words on photographs', 'build/native/tests/bench_words --strokes $HWR_DATA/pen/unipen-test.ndjson.gz --texts $HWR_DATA/pen/words-test.ndjson.gz', `
${n(m.photo_words.n)} photographs of a word each, put together from anyone's letters of \`unipen-test\` in the sizes that they have in handwriting. Of the letters of words
whose letters were all found, how many are right, with the case not counted and counted, each by itself (a class may stand for
both cases) and as the language reads them together (English, *As words* on the page):

${table(['', 'letters', 'alone, %', 'in the word, %', 'alone, case counted, %', 'in the word, case counted, %'], ['---', '--:', '--:', '--:', '--:', '--:'],
    m.photo_words.rows.map(([what, letters, ...shares]) => [what, n(letters), ...shares.map((share) => share.toFixed(1))]))}`],
    ['A photograph of 12 megapixels', 'node tests/bench/photo_speed.mjs', `
In Chromium, from the file chosen until its letters stand in their places: ${speed.total_ms.median} ms (half of ${speed.runs} runs within ${speed.total_ms.low}..${speed.total_ms.high}), the
machine busy with other work (load ${speed.load}). A worker decodes it (${speed.decode_ms} ms), brings it down to 1280 pixels (${speed.shrink_ms} ms) and finds its letters (${speed.find_ms} ms);
the page's main thread was held up for 50 ms in ${speed.long_tasks} of the runs. It was ${speed.before_ms.median} ms (${speed.before_ms.low}..${speed.before_ms.high}) with the browser's best smoothing and
the photograph filtered byte by byte. Memory: the decoded picture, 4 bytes a pixel, a quarter as much for its half, and the 20 MiB of \`paper.wasm\`.`],
  ];
}

export function benchmarks(measured = JSON.parse(readFileSync(path.join(root, 'tests/bench/measured.json'), 'utf8'))) {
  return `# Benchmarks

*Generated by \`node tools/docs/benchmarks.mjs\` from \`tests/bench/measured.json\`; do not edit.*

On ${measured.machine}; medians, and the range in
brackets. The machine's speed drifts by a fifth between runs, so the ratios are what to read.

${sections(measured).map(([title, command, text]) => `## ${title}\n\n    ${command}\n${text}\n`).join('\n')}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(process.argv[2] ?? path.join(root, 'BENCHMARKS.md'), benchmarks());
