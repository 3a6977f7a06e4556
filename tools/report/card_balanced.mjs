// card_balanced.mjs - the model card's part on weights/balanced.hwr, the model of 47 classes. Used by
// model_card.mjs and by tests/node/recognizer/accuracy.test.mjs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HOLD_OUT = '6'; // every sixth image of `digits` is for the test
const SPLIT = fileURLToPath(new URL('../split_idx.mjs', import.meta.url));

const COMMANDS = [
  `node tools/split_idx.mjs $HWR_DATA/emnist/digits-images-idx3-ubyte.gz $HWR_DATA/emnist/digits-labels-idx1-ubyte.gz ${HOLD_OUT} runs/digits`,
  'letters train --images $HWR_DATA/emnist/merge37-train-images-idx3-ubyte.gz --labels $HWR_DATA/emnist/merge37-train-labels-idx1-ubyte.gz --label-set balanced47 ' +
    '--images runs/digits-train-images-idx3-ubyte.gz --labels runs/digits-train-labels-idx1-ubyte.gz --label-set digits10 ' +
    '--images $HWR_DATA/emnist/letters-extra-images-idx3-ubyte.gz --labels $HWR_DATA/emnist/letters-extra-labels-idx1-ubyte.gz --label-set letters26 ' +
    '--exclude $HWR_DATA/emnist/letters-test-images-idx3-ubyte.gz --exclude $HWR_DATA/emnist/merge37-test-images-idx3-ubyte.gz --exclude runs/digits-test-images-idx3-ubyte.gz ' +
    '--strokes $HWR_DATA/pen/unipen-train.ndjson.gz --strokes $HWR_DATA/pen/digits-train.ndjson.gz --start weights/letters.safetensors --scribbles 5000 ' +
    '--rate 0.05 --epochs 10 --augment 0.8 --decay 3e-4 --smoothing 0.02 --out runs/balanced',
  'letters quantize --weights runs/balanced/model.safetensors --calibrate $HWR_DATA/emnist/merge37-train-images-idx3-ubyte.gz --out weights/balanced.hwr',
];

// run(...args): the JSON that `letters` prints for them; data: HWR_DATA. Shares throughout.
export function measureBalanced({ run, data, weights }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-balanced-'));
  const files = (prefix, labels) =>
    ['--images', `${prefix}-images-idx3-ubyte.gz`, '--labels', `${prefix}-labels-idx1-ubyte.gz`, '--label-set', labels];
  try {
    const own = path.join(folder, 'digits');
    execFileSync(process.execPath, [SPLIT, `${data}/emnist/digits-images-idx3-ubyte.gz`, `${data}/emnist/digits-labels-idx1-ubyte.gz`, HOLD_OUT, own]);
    const merge37 = files(`${data}/emnist/merge37-test`, 'balanced47'), digits = files(`${own}-test`, 'digits10');
    const evaluate = (...args) => {
      const { img_per_s: _, ...rest } = run('eval', '--weights', weights, ...args, '--json');
      return rest;
    };
    const strokes = (name) => run('recognize', '--weights', weights, '--strokes', `${data}/pen/${name}.ndjson.gz`, '--summary');
    return {
      all: evaluate(...merge37, ...digits),
      'letters alone': evaluate(...merge37, '--classes', 'letters37'),
      'letters-test': evaluate(...files(`${data}/emnist/letters-test`, 'letters26'), '--classes', 'letters37'),
      'digits alone': evaluate(...digits, '--classes', 'digits10'),
      'pen digits': strokes('digits-test'),
      'pen letters': strokes('unipen-test'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// share(value, n): a percentage with its interval.
export function balancedText(measured, share, letters) {
  const row = (test, what, { n, accuracy, accuracy_folded: folded }, isFolded) => `| ${test} | ${n} | ${what} | ${share(isFolded ? folded : accuracy, n)} |`;
  const rows = [
    row('`merge37-test` and every sixth of `digits`', '47 classes', measured.all),
    row('the same', '36 letters and digits', measured.all, true),
    row('`merge37-test`, digits masked', '37 classes', measured['letters alone']),
    row('`letters-test`, digits masked', '26 letters', measured['letters-test'], true),
    row('every sixth of `digits`, letters masked', '10 digits', measured['digits alone']),
    row('`digits-test`, pen strokes', '47 classes', measured['pen digits']),
    row('`unipen-test`, pen strokes', '36 letters and digits', measured['pen letters'], true),
  ];
  return `\`balanced.hwr\` reads digits too: the classes of EMNIST Balanced, 0 to 9 and the 37 above. The page offers it by name
where it is hosted. Many a 0, 1, 2, 5 and 9 looks like O, I, Z, S or g, and is then read as either; so a letter is read a little
less well than by a model that knows no digits. With the digits masked its letters compare with
${share(letters.accuracy, letters.n)} % on \`merge37-test\` for \`letters.hwr\`.

| test | examples | measure | integer model, % (95 % interval) |
|---|--:|---|--:|
${rows.join('\n')}

    ${COMMANDS.join('\n    ')}`;
}
