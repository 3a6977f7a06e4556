// model_card.mjs - weights/MODEL_CARD.md, evaluation.json, balanced.json and confusion.json from measurements:
// runs build/native/letters on the test files of HWR_DATA and writes down what it says.
//
//     HWR_DATA=... node tools/report/model_card.mjs
//
// What was trained, and how, is read from weights/training.json (its texts in each language of the page), what
// others reach from weights/published.json. The page's evidence is made of all these files (web/build.mjs).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { balancedText, measureBalanced } from './card_balanced.mjs';
import { measureDrawing, pictureTable, rejectionText } from './card_drawing.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = process.env.HWR_DATA;
if (!data) {
  console.error('model_card: set HWR_DATA to the folder of test files (README.md, "The data")');
  process.exit(1);
}
const file = (name) => path.join(root, 'weights', name);
const models = { integer: file('letters.hwr'), float: file('letters.safetensors') };
const letters = path.join(root, 'build/native/letters');
const say = (...args) => execFileSync(letters, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
const run = (...args) => JSON.parse(say(...args));
const idx = (name) => ['--images', `${data}/emnist/${name}-images-idx3-ubyte.gz`, '--labels', `${data}/emnist/${name}-labels-idx1-ubyte.gz`];

// Wilson's 95 % interval of a share, in percent.
function interval(share, n) {
  const z = 1.959964;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [100 * (middle - half), 100 * (middle + half)];
}

const STROKES = ['--strokes', `${data}/pen/unipen-test.ndjson.gz`];

// reports: a folder for confusion.json and classes.md of each image test, or none.
function measure(weights, reports) {
  const evaluate = (name, labels) => run('eval', '--weights', weights, ...idx(name), '--label-set', labels, '--json',
    ...(reports ? ['--report', path.join(reports, name)] : []));
  return {
    'letters-test': evaluate('letters-test', 'letters26'),
    'merge37-test': evaluate('merge37-test', 'merge47'),
    'unipen-test': run('recognize', '--weights', weights, ...STROKES, '--summary'),
  };
}

// {classes, rows: {true letter: {answer: count, ...}}}, without the zeros, commonest first.
function sparse(classes, counts) {
  const row = (r) => Object.fromEntries([...r].map((n, a) => [classes[a], n]).filter(([, n]) => n > 0)
    .sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)));
  return { classes, rows: Object.fromEntries([...classes].map((letter, t) => [letter, row(counts[t])])) };
}

function imageConfusion(report) {
  const { classes, counts } = JSON.parse(readFileSync(path.join(report, 'confusion.json'), 'utf8'));
  return sparse(classes, counts);
}

// Pen strokes count as the 26 letters, since the writer's case is often anyone's guess.
function strokeConfusion(weights) {
  const classes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const counts = Array.from(classes, () => new Uint32Array(classes.length));
  for (const line of say('recognize', '--weights', weights, ...STROKES).trim().split('\n')) {
    const { word, folded } = JSON.parse(line);
    const [t, a] = [word, folded].map((letter) => classes.indexOf((letter ?? '').toUpperCase()));
    if (t >= 0 && a >= 0) counts[t][a]++;
  }
  return sparse(classes, counts);
}

// One line a letter: small, and a change of it reads well.
function writeConfusions(confusions) {
  const tests = Object.entries(confusions).map(([name, { classes, rows }]) =>
    ` ${JSON.stringify(name)}: {"classes": ${JSON.stringify(classes)}, "rows": {\n${Object.entries(rows)
      .map(([letter, row]) => `  ${JSON.stringify(letter)}: ${JSON.stringify(row)}`).join(',\n')}}}`);
  writeFileSync(file('confusion.json'), `{\n${tests.join(',\n')}\n}\n`);
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

function figureTable(results) {
  const rows = FIGURES.map(([name, what, key]) => {
    const integer = results.integer[name];
    const float = results.float[name];
    const compared = float ? `${percent(float[key])} | ${(100 * (float[key] - integer[key])).toFixed(2)}` : '- | -';
    return `| \`${name}\` | ${integer.n} | ${what} | ${withInterval(integer[key], integer.n)} | ${compared} |`;
  });
  return ['| test | letters | measure | integer model, % (95 % interval) | float, % | lost by quantisation |', '|---|--:|---|--:|--:|--:|', ...rows].join('\n');
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

function card(results, confusions, reports, show) {
  const training = JSON.parse(readFileSync(file('training.json'), 'utf8'));
  const { description, validation, data: sources, limits } = training.texts.en;
  const perClass = readFileSync(path.join(reports, 'merge37-test/classes.md'), 'utf8').split('\n').slice(2).join('\n').trim();
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

    letters eval --weights weights/letters.hwr --images letters-test-images-idx3-ubyte.gz --labels letters-test-labels-idx1-ubyte.gz --label-set letters26 --json
    letters eval --weights weights/letters.hwr --images merge37-test-images-idx3-ubyte.gz --labels merge37-test-labels-idx1-ubyte.gz --label-set merge47 --json
    letters recognize --weights weights/letters.hwr --strokes unipen-test.ndjson.gz --summary

### Letters read from pictures

${pictureTable(results.drawing.pictures, results.integer['unipen-test'].accuracy_folded)}

### What is no letter

${rejectionText(results.drawing, results.integer, show.threshold)}

## Beside published results

${comparison(results)}

On 20,800 images a figure near 95.5 % is known to 0.28 points either way; differences below that say little.

## Each class, on \`merge37-test\`

${perClass}

Most frequent confusions: ${worstConfusions(confusions['merge37-test'], 12)}.

## Trained

${description}

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

const reports = mkdtempSync(path.join(tmpdir(), 'letters-card-'));
try {
  const results = { integer: measure(models.integer, reports), float: measure(models.float) };
  delete results.float['unipen-test']; // the float network reads pictures alone
  const confusions = {
    'letters-test': imageConfusion(path.join(reports, 'letters-test')),
    'merge37-test': imageConfusion(path.join(reports, 'merge37-test')),
    'unipen-test': strokeConfusion(models.integer),
  };
  const show = run('show', '--weights', models.integer, '--json');
  for (const tests of Object.values(results)) for (const result of Object.values(tests)) delete result.img_per_s;
  const model = { name: show.name, parameters: show.parameters, macs: show.macs, bytes: show.file_bytes };
  results.drawing = measureDrawing({ letters, data, weights: models.integer });
  writeFileSync(file('evaluation.json'), `${JSON.stringify({ model, ...results }, null, 1)}\n`);
  results.balanced = measureBalanced({ run, data, weights: file('balanced.hwr') });
  writeFileSync(file('balanced.json'), `${JSON.stringify(results.balanced, null, 1)}\n`);
  writeConfusions(confusions);
  writeFileSync(file('MODEL_CARD.md'), card(results, confusions, reports, show));
  console.log(figureTable(results));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
