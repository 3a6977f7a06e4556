// recipes.test.mjs - the commands of the model card, which the page's evidence shows too, run as they stand in their
// order, for one epoch each, on small files under the names that the card uses. tests/package/readme.test.mjs does the same for
// the README.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { model as de } from '../../../web/src/strings/de.js';
import { model as en } from '../../../web/src/strings/en.js';
import { write } from '../../letters/words.mjs';
import { randomNumbers } from '../../random.mjs';
import { cli, drawn, idx } from './cli.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'letters-recipes-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names) => path.join(folder, ...names);
const random = randomNumbers(1);

// ---- Small files of the card's names ---------------------------------------------

const put = (name, bytes) => writeFileSync(at(name), gzipSync(bytes));
function images(name, labels) {
  const pixels = Buffer.from(Array.from({ length: 784 * labels.length }, () => (random(5) < 2 ? random(256) : 0)));
  put(`data/emnist/${name}-images-idx3-ubyte.gz`, idx([labels.length, 28, 28], pixels));
  put(`data/emnist/${name}-labels-idx1-ubyte.gz`, idx([labels.length], Buffer.from(labels)));
}
const labels = (n, first, classes) => Array.from({ length: n }, (_, i) => first + (i % classes));
const strokes = (name, lines) => put(`data/pen/${name}.ndjson.gz`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const trembling = (drawing) => drawing.map((stroke) => stroke.map((list) => list.map((v) => v + random(6))));
const sample = readFileSync(drawn, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

for (const name of ['data/emnist', 'data/pen', 'bin']) mkdirSync(at(name), { recursive: true });
images('merge37-train', labels(370, 10, 37));
images('letters-extra', labels(52, 1, 26));
images('letters-test', labels(52, 1, 26));
images('merge37-test', labels(74, 10, 37));
images('digits', labels(120, 0, 10));
// 60 writers, so that some are held out.
const written = (words, times) => Array.from({ length: times }, () => words).flat().map(({ word, letters, drawing }, i) => ({ word, writer: `w${i % 60}`, ...(letters && { letters }), drawing: trembling(drawing) }));
strokes('unipen-train', written(sample, 4));
strokes('unipen-test', written(sample, 1));
strokes('words-train', written(['the', 'and', 'Hand', 'quick'].map((word) => write(word)), 4));
const digit = (word) => ({ ...sample.find((letter) => letter.word === (word === '0' ? 'O' : 'l')), word });
strokes('digits-train', written([...'0123456789'].map(digit), 2));
cpSync(path.join(root, 'weights'), at('weights'), { recursive: true, filter: (name) => !/\.hwr$/.test(name) || name.endsWith('letters.hwr') });
symlinkSync(path.join(root, 'tools'), at('tools'));
symlinkSync(cli, at('bin/letters'));
const env = { ...process.env, HWR_DATA: at('data'), PATH: `${at('bin')}:${process.env.PATH}` };

// A command as it stands, but for the time it takes.
function run(command) {
  const short = command.replace(/--epochs \d+/, '--epochs 1').replace(/--(scribbles|outliers) \d+/, '--$1 40');
  const { status, stderr } = spawnSync('sh', ['-c', short], { cwd: folder, env, encoding: 'utf8' });
  assert.equal(status, 0, `${short}\n${stderr}`);
}

const card = readFileSync(path.join(root, 'weights/MODEL_CARD.md'), 'utf8');
const part = (title) => [...card.split(`\n## ${title}\n`)[1].split('\n## ')[0].matchAll(/^ {4}(\S.*)$/gm)].map(([, command]) => command);

test('the commands that measured the shipped model', () => {
  const commands = part('Measured');
  assert.equal(commands.length, 3);
  commands.forEach(run);
});

test('the commands that trained it, each a tiny epoch', () => {
  const { commands } = JSON.parse(readFileSync(path.join(root, 'weights/training.json'), 'utf8'));
  assert.deepEqual(part('Trained'), commands);
  assert.equal(commands.length, 8);
  rmSync(at('weights/letters.hwr'));
  commands.forEach(run);
  for (const out of ['first', 'teacher', 'letters', 'restyled', 'strokes-a', 'strokes-b', 'strokes']) assert.ok(existsSync(at('runs', out, 'model.safetensors')), out);
  assert.ok(existsSync(at('weights/letters.hwr')));
});

test('the commands that trained the model of 47 classes', () => {
  const commands = part('The model of 47 classes');
  assert.equal(commands.length, 3);
  commands.forEach(run);
  assert.ok(existsSync(at('weights/balanced.hwr')));
});

test("the page's own command, in every language", () => {
  for (const strings of [en, de]) {
    const [command] = strings.modelFloat.match(/letters quantize --weights F\.safetensors --calibrate \w+ --out W\.hwr/);
    run(command.replace('F.safetensors', 'weights/letters.safetensors').replace(/--calibrate \w+/, '--calibrate $HWR_DATA/emnist/merge37-train-images-idx3-ubyte.gz').replace('W.hwr', 'page.hwr'));
    assert.ok(existsSync(at('page.hwr')));
    rmSync(at('page.hwr'));
  }
});
