// alphabets.mjs - models of other classes than the page's own, trained in seconds on drawings alone;
// they are for tests of everything that takes its labels from a model.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { letters, randomNumbers, root } from './node/artifacts.mjs';

export const cli = path.resolve(process.env.LETTERS_CLI ?? path.join(root, 'build/native/letters'));

export const greek = readFileSync(path.join(root, 'tests/letters/greek.ndjson'), 'utf8')
  .trim().split('\n').map((line) => JSON.parse(line));

const SHAPES = {
  0: '40 0 12 24 8 50 12 76 40 100 68 76 72 50 68 24 40 0',
  1: '18 24 42 0 42 100',
  2: '10 22 22 4 44 0 64 14 62 36 36 66 8 98 72 98',
  3: '12 8 38 0 62 12 60 36 36 48 62 58 68 80 46 98 10 92',
  4: '52 100 52 0 8 66 74 66',
  5: '66 2 18 2 14 44 44 38 68 56 62 86 36 100 10 90',
  6: '58 2 28 28 12 62 20 92 46 100 66 80 58 58 34 54 14 68',
  7: '8 4 70 4 44 52 30 100',
  8: '62 16 40 0 18 14 24 36 54 58 66 82 42 100 14 84 24 58 54 36 62 16',
  9: '62 18 42 0 18 12 14 36 36 48 60 36 62 18 62 60 54 100',
};

// [{word, drawing}], ten digits as often as asked for, each a little different.
function drawDigits(times) {
  const random = randomNumbers(17), near = (v, by) => v + (by * (random(2001) - 1000)) / 1000;
  return Array.from({ length: times }, () => Object.entries(SHAPES).map(([word, shape]) => {
    const values = shape.split(' ').map(Number), slant = near(0, 0.2), width = near(1, 0.25);
    const ys = values.filter((_, i) => i % 2).map((y) => near(y, 4));
    const xs = values.filter((_, i) => !(i % 2)).map((x, i) => near(width * x + slant * (100 - ys[i]), 4));
    return { word, drawing: [[xs.map((x) => Math.round(x + 60)), ys.map((y) => Math.round(y + 20))]] };
  })).flat();
}

export const digits = drawDigits(16);

// 128 classes, of one character or up to 15 bytes, each drawn a few times at random.
export const CLASSES_128 = Array.from({ length: 128 }, (_, i) => (i < 100 ? String.fromCodePoint(0x4e00 + i) : `figure ${i}`));
const scrawls = CLASSES_128.flatMap((word, i) => {
  const random = randomNumbers(1 + i), line = () => Array.from({ length: 5 }, () => random(256));
  return Array.from({ length: 2 }, () => ({ word, drawing: [[line(), line()], [line(), line()]] }));
});

const ALPHABETS = {
  greek: { drawings: greek, epochs: 12 },
  digits: { drawings: digits, epochs: 8 },
  balanced: { drawings: [...letters, ...digits], epochs: 8, more: ['--classes', 'balanced47'] },
  many: { drawings: scrawls, epochs: 1 },
};

function run(...args) {
  const { status, stderr } = spawnSync(cli, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`letters ${args[0]}: ${stderr}`);
}

// The bytes of a .hwr file of 'greek' (5 classes), 'digits' (10), 'balanced' (47) or 'many' (128).
export function makeModel(name) {
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-alphabet-'));
  const at = (file) => path.join(folder, file);
  const { drawings, epochs, more = [] } = ALPHABETS[name];
  try {
    writeFileSync(at('drawings.ndjson'), drawings.map((one) => `${JSON.stringify(one)}\n`).join(''));
    run('train', '--strokes', at('drawings.ndjson'), ...more, '--epochs', String(epochs), '--batch', '32', '--out', at('run'));
    run('quantize', '--weights', at('run/model.safetensors'), '--strokes', at('drawings.ndjson'), '--out', at('model.hwr'));
    return readFileSync(at('model.hwr'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
