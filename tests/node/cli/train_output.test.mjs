// train_output.test.mjs - what letters train says: a line an epoch, the commands that come next, and
// what Ctrl-C leaves. The commands it prints are run as they stand.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { idxImages, idxLabels, drawn as letterImages, transposed } from '../../idx_files.mjs';
import { cli, drawn, folder, letters, refused } from './cli.mjs';

const start = path.resolve(path.dirname(drawn), '../../weights/letters.safetensors');
const out = (name) => path.join(folder, name);
const strokes = ['train', '--strokes', drawn, '--classes', 'letters37', '--start', start, '--batch', '32', '--rate', '0.0001', '--validation', '0.3'];
const log = (dir) => readFileSync(path.join(dir, 'log.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
// The indented lines.
const commands = (text) => [...text.matchAll(/^ {4}(\S.*)$/gm)].map(([, line]) => line);
const shell = (command) => spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });

test('a line an epoch, of the numbers in the log, and why the accuracy on training letters is lower', () => {
  const { status, stderr } = letters(...strokes, '--augment', '2', '--pen', '2', '--epochs', '2', '--out', out('lines'));
  assert.equal(status, 0, stderr);
  const lines = stderr.split('\n').filter((line) => line.startsWith('epoch '));
  assert.equal(lines.length, 2);
  log(out('lines')).forEach(({ loss, accuracy, val_strokes_folded: folded, score }, i) => {
    assert.ok(lines[i].length <= 80, lines[i]);
    const [, epoch, shownLoss, right, strokesRight] = lines[i].match(/^epoch (\d)\/2 {2}\d+:\d\d {2}loss ([\d.]+) {2}right ([\d.]+) % {2}validation strokes ([\d.]+) %( \*)?$/);
    assert.deepEqual([Number(epoch), shownLoss, right, strokesRight], [i + 1, loss.toFixed(3), (100 * accuracy).toFixed(1), (100 * folded).toFixed(1)]);
    assert.ok(score > accuracy);
  });
  assert.match(lines[0], / \*$/);
  assert.equal(stderr.match(/"right" lies below/g)?.length, 1, stderr);
  assert.doesNotMatch(stderr, /[{}]/);
});

test('without held-out letters there is no word of validation', () => {
  const { stderr } = letters(...strokes, '--validation', '0', '--epochs', '1', '--out', out('all'));
  assert.match(stderr, /^epoch 1\/1 {2}\d+:\d\d {2}loss [\d.]+ {2}right [\d.]+ %$/m);
  assert.doesNotMatch(stderr, /validation|lies below/);
});

test('the commands at the end measure it and make a model; the curves of one epoch are drawn', () => {
  const emnist = out("a user's files");
  mkdirSync(emnist, { recursive: true });
  for (const part of ['train', 'test']) {
    // One bit apart: training leaves out what is among the test images.
    const images = letterImages.map(({ image }) => transposed(part === 'train' ? image : image.map((v) => v ^ (v > 128))));
    writeFileSync(path.join(emnist, `emnist-letters-${part}-images-idx3-ubyte`), idxImages(images));
    writeFileSync(path.join(emnist, `emnist-letters-${part}-labels-idx1-ubyte`), idxLabels(letterImages.map(({ word }) => word.toUpperCase().charCodeAt(0) - 64)));
  }
  const trained = letters('train', '--emnist', emnist, '--split', 'letters', '--batch', '32', '--epochs', '1', '--out', out('told'));
  assert.equal(trained.status, 0, trained.stderr);
  const [measure, quantise, ...more] = commands(trained.stderr);
  assert.equal(more.length, 0);
  const measured = shell(measure);
  assert.equal(measured.status, 0, measured.stderr);
  const curves = readFileSync(path.join(out('told'), 'report/curves.svg'), 'utf8');
  // Loss and accuracy, of training and validation, at places that can be seen.
  const points = [...curves.matchAll(/<circle [^>]*cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
  assert.ok(points.length >= 4, curves);
  for (const [x, y] of points) assert.ok(x > 100 && x < 980 && y >= 84 && y <= 84 + 280, `${x} ${y}`);
  assert.equal(shell(quantise).status, 0);
  const shown = JSON.parse(letters('show', '--weights', path.join(out('told'), 'model.hwr'), '--json').stdout);
  assert.ok(shown.parameters > 1000);
});

test('Ctrl-C writes a checkpoint and the command that goes on', async () => {
  const args = [...strokes, '--epochs', '12', '--out', out('stopped here')];
  const child = spawn(cli, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let interrupted = false; // a second one would end it at once
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text) => {
    said += text;
    if (!interrupted && /^epoch +2\//m.test(said)) interrupted = child.kill('SIGINT');
  });
  const [code, signal] = await new Promise((done) => child.on('close', (...how) => done(how)));
  assert.deepEqual([code, signal], [130, null], said);
  assert.ok(log(out('stopped here')).length < 12);
  const [resume, ...more] = commands(said);
  assert.equal(more.length, 0, said);
  const rest = shell(resume);
  assert.equal(rest.status, 0, rest.stderr);
  assert.deepEqual(log(out('stopped here')).map(({ epoch }) => epoch), Array.from({ length: 12 }, (_, i) => i + 1));
  assert.equal(letters(...args.slice(0, -1), out('in one go')).status, 0);
  const weights = (name) => readFileSync(path.join(out(name), 'model.safetensors'));
  assert.ok(weights('stopped here').equals(weights('in one go')), 'stopping and going on gave other bytes');
});

test('--resume after the last epoch, or with more of them, names --start', () => {
  const args = [...strokes, '--epochs', '1', '--out', out('done')];
  assert.equal(letters(...args).status, 0);
  const again = letters(...args, '--resume');
  assert.equal(again.status, 0);
  const start = `--start ${out('done')}/model.safetensors`;
  assert.ok(again.stderr.includes('all 1 epochs of this run are done') && again.stderr.includes(start), again.stderr);
  const more = letters(...args, '--epochs', '2', '--resume');
  refused({ ...more, stderr: more.stderr.replace(/^letters: \d+ classes.*\n/, '') }, start, 'another --out');
  assert.ok(existsSync(path.join(out('done'), 'model.safetensors')));
});
