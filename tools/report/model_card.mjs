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
import { measureBalanced } from './card_balanced.mjs';
import { measureDrawing } from './card_drawing.mjs';
import { cardText, figureTable } from './card_text.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = process.env.HWR_DATA;
if (!data) {
  console.error('model_card: set HWR_DATA to the folder of test files (README.md)');
  process.exit(1);
}
const file = (name) => path.join(root, 'weights', name);
const models = { integer: file('letters.hwr'), float: file('letters.safetensors') };
const letters = path.join(root, 'build/native/letters');
const say = (...args) => execFileSync(letters, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
const run = (...args) => JSON.parse(say(...args));
const idx = (name) => ['--images', `${data}/emnist/${name}-images-idx3-ubyte.gz`, '--labels', `${data}/emnist/${name}-labels-idx1-ubyte.gz`];

const STROKES = ['--strokes', `${data}/pen/unipen-test.ndjson.gz`];

// reports: a folder for confusion.json of each image test, or none.
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
  writeFileSync(file('MODEL_CARD.md'), cardText(results, confusions, show));
  console.log(figureTable(results));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
