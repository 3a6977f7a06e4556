// write_faults.test.mjs - the n-th allocation, write, fsync or rename of a command fails, for n
// spread over all there are (every one with LETTERS_FAULTS=all): it ends with exit 1 and one line,
// or the failure did not matter and all is as without it. Nothing is half-written, old files are
// as they were, and a run goes on from its last checkpoint.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bars, classLabels, cli, evalArgs, folder, put, split } from './cli.mjs';

const shim = path.join(path.dirname(cli), 'tests/libfail.so');
const floatWeights = fileURLToPath(new URL('../../../weights/letters.safetensors', import.meta.url));
const KINDS = ['malloc', 'write', 'fsync', 'rename'];
const FEW = 10, LAST = 8; // of each kind
const skip = !existsSync(shim) && `${shim} is not built here`;

function run(args, env = {}) {
  return spawnSync(cli, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } });
}

function calls(kind, args) {
  const file = path.join(folder, 'calls');
  const { status, stderr } = run(args, { LD_PRELOAD: shim, LETTERS_FAIL: `${kind} -1`, LETTERS_CALLS: file });
  assert.equal(status, 0, stderr);
  return Number(readFileSync(file, 'utf8'));
}

// 1..n, or some of them with the first and the last few, among which the files are written.
function places(n) {
  if (process.env.LETTERS_FAULTS === 'all') return Array.from({ length: n }, (_, i) => i + 1);
  const some = Math.min(n, FEW);
  const spread = Array.from({ length: some }, (_, i) => 1 + Math.round((i * (n - 1)) / Math.max(1, some - 1)));
  return [...new Set([...spread, ...Array.from({ length: Math.min(n, LAST) }, (_, i) => n - i)])];
}

function contents(directory) {
  return Object.fromEntries(readdirSync(directory).sort().map((name) => [name, readFileSync(path.join(directory, name), 'latin1')]));
}

// prepare() makes the state before; args are the command; check(result, what) judges the state after.
function eachFault({ prepare, args, check }) {
  for (const kind of KINDS) {
    prepare();
    for (const n of places(calls(kind, args))) {
      prepare();
      const what = `${kind} ${n}`;
      const result = run(args, { LD_PRELOAD: shim, LETTERS_FAIL: what });
      assert.equal(result.signal, null, `${what}: ${result.stderr}`);
      assert.ok(result.status === 0 || result.status === 1, `${what}: exit ${result.status}`);
      if (result.status === 1) assert.match(result.stderr, /(^|\n)letters: [^\n]+\n$/, what);
      check(result, what);
    }
  }
}

test('quantize', { skip }, () => {
  const images = put('calibrate', bars(5)), out = path.join(folder, 'out.hwr');
  const args = ['quantize', '--weights', floatWeights, '--calibrate', images, '--out', out];
  assert.equal(run(args).status, 0);
  const expected = readFileSync(out);
  eachFault({
    args,
    prepare: () => put('out.hwr', 'as it was'),
    check({ status }, what) {
      if (status === 0) assert.ok(readFileSync(out).equals(expected), what);
      else assert.equal(readFileSync(out, 'utf8'), 'as it was', what);
      assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.tmp')), [], what);
    },
  });
});

test('eval --report', { skip }, () => {
  const report = path.join(folder, 'report');
  const args = [...evalArgs(split('faults', 40)), '--threads', '1', '--report', report];
  assert.equal(run([...evalArgs(split('before')), '--report', report]).status, 0);
  const before = contents(report);
  eachFault({
    args,
    prepare() {
      rmSync(report, { recursive: true });
      mkdirSync(report);
      for (const [name, text] of Object.entries(before)) put(`report/${name}`, Buffer.from(text, 'latin1'));
    },
    check({ status, stderr }, what) {
      const after = contents(report);
      assert.deepEqual(Object.keys(after), Object.keys(before), what);
      if (status === 1 && !/ files are new already/.test(stderr)) assert.deepEqual(after, before, `${what}: ${stderr}`);
    },
  });
});

test('train: a run that failed goes on to the same weights', { skip }, () => {
  const pictures = bars(48); // each with a mark of its own, so that none is left out as a copy
  for (let i = 0; i < 48; i++) pictures[16 + i * 784 + 700 + i] = 255;
  const images = put('train-images', pictures), labels = put('train-labels', classLabels(48));
  const out = path.join(folder, 'run');
  const args = ['train', '--images', images, '--labels', labels, '--label-set', 'merge47', '--batch', '32', '--epochs', '2',
    '--threads', '1', '--checkpoint-seconds', '0', '--out', out];
  const first = run(args);
  assert.equal(first.status, 0, first.stderr);
  const expected = readFileSync(path.join(out, 'model.safetensors'));
  const twice = run(args);
  assert.equal(twice.status, 1);
  assert.match(twice.stderr, /already holds a run; go on with --resume/);
  eachFault({
    args,
    prepare: () => rmSync(out, { recursive: true, force: true }),
    check({ status }, what) {
      if (existsSync(out)) assert.deepEqual(readdirSync(out).filter((name) => name.endsWith('.tmp')), [], what);
      if (status === 0) return assert.ok(readFileSync(path.join(out, 'model.safetensors')).equals(expected), what);
      const begun = existsSync(out) && readdirSync(out).some((name) => /^checkpoint\.(previous\.)?bin$/.test(name));
      const again = run(begun ? [...args, '--resume'] : args);
      assert.equal(again.status, 0, `${what}, then: ${again.stderr}`);
      return assert.ok(readFileSync(path.join(out, 'model.safetensors')).equals(expected), what);
    },
  });
});
