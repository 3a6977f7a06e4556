// card_drawing.mjs - the model card's part on drawings: letters read from pictures of them, and
// drawings that are no letters. Used by model_card.mjs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outliers, readLetters } from '../../tests/outliers.mjs';
import { scribbles } from '../../tests/scribbles.mjs';

const PENS = [6, 12, 20, 40]; // pixels on a picture of 280 x 280
const SCRIBBLES = 1000, OUTLIERS = 1000;

// letters: the command line's path; data: HWR_DATA; weights: the model. Shares throughout.
export function measureDrawing({ letters, data, weights }) {
  const say = (...args) => execFileSync(letters, [...args, '--weights', weights], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const run = (...args) => JSON.parse(say(...args));
  const strokes = ['recognize', '--strokes', `${data}/pen/unipen-test.ndjson.gz`, '--summary'];
  const pictures = PENS.flatMap((pen) => ['dark on light', 'light on dark'].map((look) => {
    const more = ['--canvas', '280', '--pen', `${pen}`, ...(look === 'light on dark' ? ['--light-on-dark'] : [])];
    return { pen, look, accuracy_folded: run(...strokes, ...more).accuracy_folded };
  }));
  const digits = `${data}/emnist/digits`;
  return {
    pictures,
    scribbles: rejectRates(say, scribbles(SCRIBBLES)),
    outliers: Object.fromEntries(['shapes', 'pairs', 'diacritics'].map((kind) =>
      [kind, rejectRates(say, outliers(kind, OUTLIERS, readLetters(`${data}/pen/unipen-test.ndjson.gz`)))])),
    digits: run('eval', '--images', `${digits}-images-idx3-ubyte.gz`, '--labels', `${digits}-labels-idx1-ubyte.gz`,
      '--label-set', 'merge47', '--digits'),
  };
}

// {n, reject_rate, rejected_or_right, families: {name: reject rate}} of drawings that are no letters; right: read as the
// letter that is in it.
export function rejectRates(say, drawings) {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-scribbles-'));
  try {
    const file = path.join(folder, 'scribbles.ndjson');
    writeFileSync(file, drawings.map((s) => `${JSON.stringify(s)}\n`).join(''));
    const answers = say('recognize', '--strokes', file).trim().split('\n').map((line) => JSON.parse(line));
    const rejected = (list) => list.filter((i) => !answers[i].is_letter).length / list.length;
    const right = (i) => answers[i].folded === drawings[i].word?.toUpperCase();
    const all = [...drawings.keys()];
    const families = [...new Set(drawings.map((s) => s.family))];
    return {
      n: all.length,
      reject_rate: rejected(all),
      rejected_or_right: all.filter((i) => !answers[i].is_letter || right(i)).length / all.length,
      families: Object.fromEntries(families.map((name) => [name, rejected(all.filter((i) => drawings[i].family === name))])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const percent = (share) => (100 * share).toFixed(2);

export function pictureTable(pictures, strokes) {
  const worst = Math.max(...pictures.map((p) => Math.abs(p.accuracy_folded - strokes)));
  const cell = (pen, look) => percent(pictures.find((p) => p.pen === pen && p.look === look).accuracy_folded);
  const rows = PENS.map((pen) => `| ${pen} | ${cell(pen, 'dark on light')} | ${cell(pen, 'light on dark')} |`);
  return `The same \`unipen-test\` strokes, drawn on a picture of 280 x 280 pixels and read from its pixels
(\`letters recognize --weights weights/letters.hwr --strokes \$HWR_DATA/pen/unipen-test.ndjson.gz --summary --canvas 280 --pen W [--light-on-dark]\`);
as strokes, whose trace the second network reads, they give ${percent(strokes)} %, the largest difference is ${(100 * worst).toFixed(2)} points:

| pen, pixels | dark on light, 26 letters, % | light on dark, % |
|--:|--:|--:|
${rows.join('\n')}`;
}

// results: evaluation.json's "integer"; then the model's threshold and detector.
export function rejectionText(drawing, results, { threshold, outlier_units: units }) {
  const { scribbles: drawn, digits } = drawing;
  const kinds = { shapes: 'shapes: faces, hearts, arrows ...', pairs: 'two letters side by side', diacritics: 'letters with diacritics' };
  const made = Object.entries(kinds).map(([kind, text]) => {
    const { n, reject_rate: rate, rejected_or_right: good } = drawing.outliers[kind];
    return `| ${text} (\`tests/outliers.mjs ${kind}\`) | ${n} | ${percent(rate)}${kind === 'diacritics' ? `; or read as the bare letter: ${percent(good)}` : ''} |`;
  });
  const list = (shares) => Object.entries(shares).map(([name, share]) => `${name} ${percent(share)}`).join(', ');
  return `A drawing counts as no letter where the two likeliest of the 26 letters together have less than
${threshold.toFixed(3)}; the threshold was set on held-out training examples so that 0.5 % of the letters fall under
it (0.25 % where both networks answer). A drawing whose strokes are known is also no letter where the outlier detector says so, a perceptron of ${units} hidden
units over both networks' features and the pen's way in outline, trained on made-up drawings (outlier exposure, Hendrycks
et al. 2019). Of held-out writers' letters the score turns 0.25 % away, and the detector 0.5 % of the others. Rejected on the tests, in percent:

| what | how many | reject rate, % |
|---|--:|--:|
| letters of \`letters-test\` | ${results['letters-test'].n} | ${percent(results['letters-test'].reject_rate)} |
| letters of \`merge37-test\` | ${results['merge37-test'].n} | ${percent(results['merge37-test'].reject_rate)} |
| letters of \`unipen-test\` | ${results['unipen-test'].n} | ${percent(results['unipen-test'].reject_rate)} |
| random scribbles (\`tests/scribbles.mjs\`) | ${drawn.n} | ${percent(drawn.reject_rate)} |
${made.join('\n')}
| digits (\`letters eval --digits\`) | ${digits.n} | ${percent(digits.reject_rate)} |

Scribbles by kind: ${list(drawn.families)}. Shapes by kind, of which the last six were not shown in training:
${list(drawing.outliers.shapes.families)}. Digits: ${list(digits.digits)}; only 3, 4, 7 and 8
were shown in training as no letters, because 0, 1, 2, 5, 6 and 9 look like O, I, Z, S, b and g.
A blank pad has no answer at all.`;
}
