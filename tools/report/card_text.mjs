// card_text.mjs - the text of weights/MODEL_CARD.md, of the measurements that lie beside it and nothing else. Used by
// model_card.mjs, which measures, and by tests/node/recognizer/card.test.mjs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { balancedText } from './card_balanced.mjs';
import { pictureTable, rejectionText } from './card_drawing.mjs';

const file = (name) => path.join(fileURLToPath(new URL('../../weights', import.meta.url)), name);

// Wilson's 95 % interval of a share, in percent.
export function interval(share, n) {
  const z = 1.959964;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [100 * (middle - half), 100 * (middle + half)];
}

const percent = (share) => (100 * share).toFixed(2);
const withInterval = (share, n) => `${percent(share)} (${interval(share, n).map((x) => x.toFixed(2)).join(' to ')})`;

// [test, measure, key]: what the card prints, in its order.
const FIGURES = [
  ['letters-test', '26 letters', 'accuracy_folded'],
  ['merge37-test', '37 classes', 'accuracy'],
  ['merge37-test', '26 letters', 'accuracy_folded'],
  ['merge37-test', '37 classes, best two', 'top2'],
  ['unipen-test', '26 letters', 'accuracy_folded'],
];

export function figureTable(results) {
  const rows = FIGURES.map(([name, what, key]) => {
    const integer = results.integer[name];
    const float = results.float[name];
    const compared = float ? `${percent(float[key])} | ${(100 * (float[key] - integer[key])).toFixed(2)}` : '- | -';
    return `| \`${name}\` | ${integer.n} | ${what} | ${withInterval(integer[key], integer.n)} | ${compared} |`;
  });
  return ['| test | letters | measure | integer model, % (95 % interval) | float, % | lost by quantisation |', '|---|--:|---|--:|--:|--:|', ...rows].join('\n');
}

// As `letters eval --report` writes its classes.md.
function classTable({ classes, rows }) {
  const ratio = (part, of) => (of ? part / of : 0);
  const lines = [...classes].map((c) => {
    const support = Object.values(rows[c]).reduce((a, b) => a + b, 0), right = rows[c][c] ?? 0;
    const predicted = [...classes].reduce((sum, t) => sum + (rows[t][c] ?? 0), 0);
    const [worst] = Object.entries(rows[c]).filter(([a]) => a !== c);
    const shares = [ratio(right, predicted), ratio(right, support), ratio(2 * right, support + predicted)].map(percent);
    return `| ${c} | ${support} | ${shares.join(' | ')} | ${worst ? `${worst[0]} (${worst[1]})` : ''} |`;
  });
  return ['| class | letters | precision % | recall % | F1 % | taken most for |', '|---|--:|--:|--:|--:|---|', ...lines].join('\n');
}

function worstConfusions({ rows }, count) {
  const wrong = Object.entries(rows).flatMap(([t, row]) =>
    Object.entries(row).filter(([a]) => a !== t).map(([a, n]) => [n, t, a]));
  wrong.sort((x, y) => y[0] - x[0]);
  return wrong.slice(0, count).map(([n, t, a]) => `${t} read as ${a}: ${n}`).join('; ');
}

// What others publish for the 26 letters, ours in its place among them.
function comparison(results) {
  const { results: others } = JSON.parse(readFileSync(file('published.json'), 'utf8'));
  const ours = { name: '**this model**', letters26: 100 * results.integer['letters-test'].accuracy_folded, source: 'measured above', parameters: null };
  const remark = ({ picked, seen, other_split }) => [picked && 'picked on the test set', seen && 'trained on some of these test images', other_split && 'another split'].filter(Boolean).join('; ');
  const rows = [ours, ...others].sort((x, y) => y.letters26 - x.letters26).map((r) => `| ${r.name} | ${r.letters26.toFixed(2)} | ${r.source} | ${remark(r)} |`);
  return ['| network | EMNIST Letters, % | source | remark |', '|---|--:|---|---|', ...rows].join('\n');
}

// What was tried, with what it gave on the held-out examples.
function experiments() {
  const { note, runs } = JSON.parse(readFileSync(file('experiments.json'), 'utf8'));
  const share = (value) => (value === undefined ? '-' : percent(value));
  const rows = runs.map((r) => `| ${r.what} | ${r.options} | ${share(r.val_balanced)} | ${share(r.val_strokes_folded)} | ${r.cost} |`);
  return [`### What was tried\n\n${note}\n`, '| network and data | options | images, balanced, % | pen strokes, folded, % | cost |', '|---|---|--:|--:|---|', ...rows].join('\n');
}

// results: evaluation.json, and balanced.json as its "balanced"; confusions: confusion.json; show: what
// `letters show --weights weights/letters.hwr --json` says.
export function cardText(results, confusions, show) {
  const training = JSON.parse(readFileSync(file('training.json'), 'utf8'));
  const { description, validation, data: sources, limits } = training.texts.en;
  const log = readFileSync(file('letters.log.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const hours = log.reduce((sum, entry) => sum + entry.seconds, 0) / 3600;
  const { ece, loss } = results.integer['merge37-test'];
  return `# Model card: letters

*Generated by \`node tools/report/model_card.mjs\` from measurements; do not edit.*

A convolutional network that names a handwritten letter in a 28 x 28 picture: 37 classes, A-Z and
the lower-case letters a b d e f g h n q r t, whose shapes differ from their capitals. Where the
strokes are known, a second one reads the pen's way, and both answers are weighed and added. The model is made
for letters drawn on this project's page, one at a time, and runs on the reader's device.

- Networks: \`${show.name}\` and \`strokes\`, ${show.layers.length} layers, ${show.parameters.toLocaleString('en')} parameters, ${(show.macs / 1e6).toFixed(2)} M multiply-adds a letter
- \`letters.hwr\`: ${show.file_bytes.toLocaleString('en')} bytes; int8 weights, one scale an output channel; 8-bit activations; int32 sums
- \`letters.safetensors\`, \`strokes.safetensors\`: both networks before quantisation, float32

## Measured

${figureTable(results)}

Calibration on \`merge37-test\`: expected calibration error ${percent(ece)} %, loss ${loss.toFixed(4)}.

About \`letters-test\`: images 1 to 14,800 are the official EMNIST Letters test file (A to the first
half of S); the rest were drawn from ByClass and ByMerge, because the official tail was not to be
had. Figures on it are therefore not exactly those of the official file.

The test files played no part in training, choosing or calibrating; they are read for this card.

Repeat: \`HWR_DATA=... node tools/report/model_card.mjs\`, which runs

    letters eval --weights weights/letters.hwr --images $HWR_DATA/emnist/letters-test-images-idx3-ubyte.gz --labels $HWR_DATA/emnist/letters-test-labels-idx1-ubyte.gz --label-set letters26 --json
    letters eval --weights weights/letters.hwr --images $HWR_DATA/emnist/merge37-test-images-idx3-ubyte.gz --labels $HWR_DATA/emnist/merge37-test-labels-idx1-ubyte.gz --label-set merge47 --json
    letters recognize --weights weights/letters.hwr --strokes $HWR_DATA/pen/unipen-test.ndjson.gz --summary

### Letters read from pictures

${pictureTable(results.drawing.pictures, results.integer['unipen-test'].accuracy_folded)}

### What is no letter

${rejectionText(results.drawing, results.integer, show)}

## Beside published results

${comparison(results)}

On 20,800 images a figure near 95.5 % is known to 0.28 points either way; differences below that say little.

## Each class, on \`merge37-test\`

${classTable(confusions['merge37-test'])}

Most frequent confusions: ${worstConfusions(confusions['merge37-test'], 12)}.

## Trained

${description}

With \`letters\` on the PATH (\`build/native\`), in a clone of this repository; \`sh tools/fetch_data.sh data\` and \`sh
tools/fetch_data.sh data card\` make the folder that \`HWR_DATA\` names, with official images in place of the partial copies:

    ${training.commands.join('\n    ')}

${training.commits}

Seed ${training.seed}; ${log.length} epochs, ${hours.toFixed(1)} hours on two processor cores that had other work as well.
Chosen: the epoch that validated best (\`letters.log.jsonl\`, "score"), on ${validation}.

${experiments()}

## The model of 47 classes

${balancedText(results.balanced, withInterval, results.integer['merge37-test'])}

## Data and credits

${sources.map((line) => `- ${line}`).join('\n')}

## Known limits

${limits.map((line) => `- ${line}`).join('\n')}
`;
}
