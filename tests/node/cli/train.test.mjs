// train.test.mjs - letters train: the same bytes on any number of threads, after being
// killed at any moment, and nothing overwritten when something is wrong.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { classLabels, cli, drawn, folder, idx, letters, misused, put, refused } from './cli.mjs';

// n different images, so that none is left out as a copy.
function images(n, seed = 1) {
  const data = Buffer.alloc(n * 784);
  let state = seed;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state >>> 31 ? state >>> 24 : 0;
  }
  return idx([n, 28, 28], data);
}

const N = 360;
const files = ['--images', put('train-images', images(N)), '--labels', put('train-labels', classLabels(N)), '--label-set', 'merge47'];
const small = [...files, '--batch', '64', '--epochs', '2', '--validation', '0.05', '--checkpoint-seconds', '0'];
const out = (name) => path.join(folder, name);
const result = (dir) => Buffer.concat(['model.safetensors', 'checkpoint.bin'].map((name) => readFileSync(path.join(out(dir), name))));

test('one seed, one set of bytes: threads, strokes, QAT, and ten kills', async (t) => {
  // About 80 steps of some 25 ms or more: far more than ten kills let pass.
  const args = ['train', ...small, '--batch', '32', '--epochs', '6', '--qat-epochs', '3', '--strokes', drawn, '--seed', '5'];
  assert.equal(letters(...args, '--threads', '1', '--out', out('one')).status, 0);
  const expected = result('one');
  assert.equal(letters(...args, '--threads', '8', '--out', out('eight')).status, 0);
  assert.ok(result('eight').equals(expected), '8 threads gave other bytes than 1');
  assert.equal(letters(...args, '--seed', '6', '--out', out('other')).status, 0);
  assert.ok(!result('other').equals(expected), 'another seed gave the same bytes');

  let kills = 0;
  for (let attempt = 0; attempt < 60 && kills < 10; attempt++) {
    const resume = existsSync(out('killed')) && readdirSync(out('killed')).some((name) => /^checkpoint(\.previous)?\.bin$/.test(name)) ? ['--resume'] : [];
    const child = spawn(cli, [...args, ...resume, '--threads', String(1 + (attempt % 2)), '--out', out('killed')], { stdio: 'ignore' });
    const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal)));
    // On a busy machine the first checkpoint may take a while; without one there is no --resume.
    const started = Date.now();
    do await new Promise((done) => setTimeout(done, 20 + Math.random() * 130));
    while (resume.length === 0 && !existsSync(path.join(out('killed'), 'checkpoint.bin')) && Date.now() - started < 60000);
    child.kill('SIGKILL');
    kills += (await ended) === 'SIGKILL';
  }
  t.diagnostic(`killed ${kills} times`);
  assert.equal(kills, 10);
  const last = letters(...args, '--resume', '--out', out('killed'));
  assert.equal(last.status, 0, last.stderr);
  assert.ok(result('killed').equals(expected), 'kill and resume gave other bytes');
  const log = readFileSync(path.join(out('killed'), 'log.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(log.map((entry) => entry.epoch), [1, 2, 3, 4, 5, 6]);
});

test('teachers, unlabelled images, scribbles and digits: part of the run and of its name', () => {
  const teacher = path.join(out('teacher'), 'model.safetensors');
  assert.equal(letters('train', ...small, '--out', out('teacher')).status, 0);
  const labels = Buffer.from(Array.from({ length: 60 }, (_, i) => i % 10)); // digits alone
  const digits = ['--images', put('digit-images', images(60, 7)), '--labels', put('digits', idx([60], labels)), '--label-set', 'merge47'];
  const args = ['train', ...small, ...digits, '--digits', '3478', '--scribbles', '40', '--validation', '0.2', '--unlabelled', put('more-images', images(50, 9)), '--image-teacher', teacher];
  const first = letters(...args, '--out', out('distilled'));
  assert.equal(first.status, 0, first.stderr);
  // Of 60 digits every second one is even, so 4 and 8 alone are shown: 12 images; 40 scribbles;
  // and 50 that nobody has labelled.
  const [, examples, held] = first.stderr.match(/ (\d+) examples, (\d+) held out/).map(Number);
  assert.equal(examples + held, N + 12 + 40 + 50);
  assert.match(first.stderr, /no letter below a score of 0\.\d+: false rejects [\d.]+ %, true rejects [\d.]+ %/);
  const expected = result('distilled');
  assert.equal(letters(...args, '--threads', '3', '--out', out('distilled3')).status, 0);
  assert.ok(result('distilled3').equals(expected), '3 threads gave other bytes');
  assert.ok(!result('teacher').equals(expected));
  misused(letters(...args.slice(0, -2), '--out', out('badly')), '--unlabelled needs an --image-teacher');
  refused(quiet(letters(...args, '--distillation', '0.5', '--resume', '--out', out('distilled'))), 'options');
  // The temperature and the threshold travel into the model file.
  const model = path.join(folder, 'distilled.hwr');
  assert.equal(letters('quantize', '--weights', path.join(out('distilled'), 'model.safetensors'), '--calibrate', small[1], '--out', model).status, 0);
  const shown = JSON.parse(letters('show', '--weights', model, '--json').stdout);
  assert.ok(shown.threshold > 0 && shown.threshold < 1 && shown.temperature !== 1, JSON.stringify(shown));
  refused(quiet(letters(...args.slice(0, -2), '--image-teacher', small[1], '--out', out('badly'))), 'train-images', 'safetensors');
  refused(quiet(letters('train', ...small, '--arch', 'demo', '--start', teacher, '--out', out('badly2'))), 'another network than --arch demo');
  assert.equal(letters('train', ...small, '--start', teacher, '--out', out('begun')).status, 0);
  assert.ok(!result('begun').equals(result('teacher')));
  misused(letters(...args, '--digits', 'three', '--out', out('badly')), '--digits three');
});

test('former names of options give the same bytes, and --help does not show them', () => {
  const teacher = path.join(out('teacher'), 'model.safetensors');
  const names = {
    '--average': ['--ema-decay', '0.9'],
    '--balance': ['--logit-adjustment', '0.4'],
    '--calm': ['--augment-cooldown', '0.5'],
    '--teach': ['--distillation', '0.3'],
    '--doubt': ['--min-label-confidence', '0.01'],
    '--sure': ['--pseudo-label-threshold', '0.03'],
    '--rounded': ['--qat-epochs', '1'],
  };
  const args = ['train', ...small, '--unlabelled', put('more-images', images(50, 9)), '--image-teacher', teacher];
  const run = (name, options) => {
    assert.equal(letters(...args, ...options, '--out', out(name)).status, 0);
    return result(name);
  };
  const expected = run('new-names', Object.values(names).flat());
  assert.ok(run('old-names', Object.entries(names).flatMap(([old, [, value]]) => [old, value])).equals(expected));
  assert.ok(!run('no-names', []).equals(expected));
  const help = letters('train', '--help').stdout;
  for (const [old, [name]] of Object.entries(names)) {
    assert.ok(help.includes(`  ${name} `) && !help.includes(`${old} `), old);
  }
  misused(letters('train', '--calm=2', '--out', out('badly')), '--augment-cooldown wants a number 0..1');
});

test('a run starts from the mean of the weights it is given', () => {
  const weights = (name) => path.join(out(name), 'model.safetensors');
  const args = ['train', ...small, '--rate', '0.01'];
  for (const seed of ['21', '22']) assert.equal(letters(...args, '--seed', seed, '--out', out(seed)).status, 0);
  const [first, second] = ['21', '22'].map((name) => readFileSync(weights(name)));
  const mean = Buffer.from(first);
  // The floats are what is behind the header, whose length may differ.
  for (let i = 4; i <= mean.length - 8 - Number(first.readBigUInt64LE(0)); i += 4) {
    mean.writeFloatLE((first.readFloatLE(first.length - i) + second.readFloatLE(second.length - i)) / 2, mean.length - i);
  }
  const begin = (name, ...starts) => {
    const { status, stderr } = letters(...args, ...starts.flatMap((file) => ['--start', file]), '--out', out(name));
    assert.equal(status, 0, stderr);
    return result(name);
  };
  const expected = begin('mean', put('mean.safetensors', mean));
  assert.ok(begin('both', weights('21'), weights('22')).equals(expected));
  assert.ok(!begin('alone', weights('21')).equals(expected));
  refused(quiet(letters(...args, '--start', weights('21'), '--start', small[1], '--out', out('badly3'))), 'train-images', 'safetensors');
});

test('the best epoch is kept, or the last one', () => {
  // The weights of the model file's first tensor, which the newest checkpoint has, too, where they are the last epoch's.
  const first = (dir) => {
    const bytes = readFileSync(path.join(out(dir), 'model.safetensors'));
    return bytes.subarray(8 + Number(bytes.readBigUInt64LE(0))).subarray(0, 576);
  };
  const isLast = (dir) => readFileSync(path.join(out(dir), 'checkpoint.bin')).includes(first(dir));
  const args = ['train', ...small, '--epochs', '4', '--rate', '2'];
  const best = letters(...args, '--out', out('best')), last = letters(...args, '--keep-last', '--out', out('last'));
  const scores = readFileSync(path.join(out('best'), 'log.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line).score);
  assert.ok(scores.indexOf(Math.max(...scores)) < 3, `the last epoch is the best: ${scores}`);
  assert.match(best.stderr, /the best epoch's weights/);
  assert.match(last.stderr, /the last epoch's weights/);
  assert.ok(!isLast('best'));
  assert.ok(isLast('last'));
});

test('a damaged newest checkpoint falls back to the one before, and says so', () => {
  const args = ['train', ...small, '--out', out('damaged')];
  assert.equal(letters(...args).status, 0);
  const expected = result('damaged');
  const newest = path.join(out('damaged'), 'checkpoint.bin');
  const bytes = readFileSync(newest);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(newest, bytes);
  const again = letters(...args, '--resume');
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stderr, /checkpoint\.bin: the checksum does not match.*going on from the checkpoint before it/);
  assert.ok(result('damaged').equals(expected));
});

test('a run is not overwritten, and another run is not resumed', () => {
  const args = ['train', ...small, '--out', out('kept')];
  assert.equal(letters(...args).status, 0);
  const before = result('kept');
  refused(quiet(letters(...args)), 'already holds a run', '--resume');
  refused(quiet(letters(...args, '--resume', '--arch', 'demo')), 'another network');
  refused(quiet(letters(...args, '--resume', '--seed', '9')), 'another network, options or data');
  refused(quiet(letters(...args, '--out', out('never'), '--resume')), 'checkpoint.bin');
  assert.ok(result('kept').equals(before));
  assert.ok(!existsSync(path.join(out('never'), 'model.safetensors')));
});

// Progress lines come before the message; the message is what is looked at.
function quiet(answer) {
  const lines = answer.stderr.trim().split('\n').filter((line) => line.startsWith('letters: '));
  return { ...answer, stderr: `${lines.at(-1)}\n` };
}

test('bad data is refused in one line', () => {
  const train = (...args) => quiet(letters('train', ...args, '--out', out('bad')));
  const few = put('few-labels', classLabels(N - 1));
  refused(train('--images', files[1], '--labels', few, '--label-set', 'merge47'), 'few-labels', '359');
  refused(train('--images', files[1], '--labels', files[3], '--label-set', 'letters26'), 'letters26');
  const gap = put('gap-labels', idx([N], Buffer.alloc(N, 12)));
  refused(train('--images', files[1], '--labels', gap, '--label-set', 'merge47'), 'no example of class "A"');
  refused(train('--emnist', folder, '--split', 'balanced'), 'no emnist-balanced-train-');
  refused(train('--emnist', folder, '--split', 'mnist'), 'emnist-mnist-train-');
  refused(train('--emnist', folder, '--split', 'kmnist'), 'not one of letters, balanced, bymerge, byclass, digits or mnist');
  misused(letters('train', '--out', out('bad')), 'no data');
  misused(letters('train', ...files, '--arch', 'nothing', '--out', out('bad')), 'no such network');
  misused(letters('train', ...files, '--batch', '100', '--out', out('bad')), 'not a multiple of 32');
  assert.ok(!existsSync(path.join(out('bad'), 'checkpoint.bin')));
});

test('an unwritable directory is one line', () => {
  const file = put('a-file', 'x');
  refused(quiet(letters('train', ...small, '--out', path.join(file, 'run'))), 'a-file');
  refused(quiet(letters('train', ...small, '--out', '/proc/run')), '/proc/run');
  assert.equal(readFileSync(file, 'utf8'), 'x');
});

test('a full disk is one line, and the last checkpoint stays', (t) => {
  const disk = out('disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]).status !== 0) {
    t.skip('a small disk cannot be mounted here');
    return;
  }
  try { // one checkpoint is 2.9 MB
    const args = ['train', ...small, '--out', path.join(disk, 'run')];
    refused(quiet(letters(...args)), 'checkpoint.next.bin', 'No space left on device');
    assert.deepEqual(readdirSync(path.join(disk, 'run')), ['checkpoint.bin']);
    refused(quiet(letters(...args, '--resume')), 'No space left on device');
  } finally {
    spawnSync('umount', [disk]);
  }
});

test('a directory takes one training at a time', async () => {
  const args = ['train', ...files, '--batch', '32', '--epochs', '500', '--out', out('shared')];
  const first = spawn(cli, args, { stdio: 'ignore' });
  const ended = new Promise((done) => first.on('exit', done));
  while (!existsSync(path.join(out('shared'), 'checkpoint.bin')) && first.exitCode === null) await new Promise((done) => setTimeout(done, 20));
  try {
    refused(quiet(letters(...args, '--resume', '--epochs', '1')), out('shared'), 'another process is writing to this directory');
    refused(quiet(letters(...args)), 'another process is writing to this directory');
    assert.equal(first.exitCode, null);
  } finally {
    first.kill('SIGKILL');
    await ended;
  }
  // The lock dies with its process: what is refused now is another run's options.
  refused(quiet(letters(...args, '--resume', '--seed', '9')), 'another network, options or data');
});

test('what a run leaves behind when it is killed in the middle of a file goes with the next one', () => {
  const args = ['train', ...small, '--out', out('halfway')];
  // The signal for a file above the limit kills it while it writes its first checkpoint.
  const killed = spawnSync('sh', ['-c', 'ulimit -f 1000; exec "$@"', 'sh', cli, ...args]);
  assert.equal(killed.signal, 'SIGXFSZ');
  const left = readdirSync(out('halfway'));
  assert.equal(left.length, 1, left.join());
  assert.match(left[0], /^checkpoint\.next\.bin\..*tmp$/);
  writeFileSync(path.join(out('halfway'), 'log.jsonl.letters.tmp'), '{');
  const next = letters(...args);
  assert.equal(next.status, 0, next.stderr);
  assert.deepEqual(readdirSync(out('halfway')).sort(), ['checkpoint.bin', 'checkpoint.previous.bin', 'log.jsonl', 'model.safetensors']);
});

test('copies and test images are left out', () => {
  const twice = Buffer.concat([images(N).subarray(16), images(N).subarray(16)]);
  const both = put('both-images', idx([2 * N, 28, 28], twice));
  const labels = put('both-labels', idx([2 * N], Buffer.concat([classLabels(N).subarray(8), classLabels(N).subarray(8)])));
  const test10 = put('test-images', idx([10, 28, 28], images(N).subarray(16, 16 + 7840)));
  const run = spawnSync(cli, ['train', '--images', both, '--labels', labels, '--label-set', 'merge47', '--exclude', test10,
    '--batch', '64', '--epochs', '1', '--out', out('once')], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.match(run.stderr, /left out: 350 repeated images, 20 that are test images/);
});
