// notebook.test.mjs - tools/onnx/evaluate.ipynb: its cells, one after the other, on the sample letters, and on letters-test
// where HWR_DATA is set. Its own assertions compare it with letters eval. Python's onnxruntime where it is
// installed, else its build for the web.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { drawn, idxImages, idxLabels, transposed } from '../idx_files.mjs';
import { cli, folder, weights } from '../node/cli/cli.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const has = (python, module) => spawnSync(python, ['-c', `import ${module}`]).status === 0;
const python = ['python3', '/usr/bin/python3'].find((name) => has(name, 'numpy'));
const skip = python ? false : 'NumPy is not installed (Debian: python3-numpy)';
const { cells, nbformat } = JSON.parse(readFileSync(path.join(root, 'tools/onnx/evaluate.ipynb'), 'utf8'));
const code = cells.filter((cell) => cell.cell_type === 'code');

function run(data) {
  const file = path.join(folder, 'cells.py');
  writeFileSync(file, code.map(({ source }) => source.join('')).join('\n\n'));
  const { status, stdout, stderr } = spawnSync(python, [file], { cwd: root, encoding: 'utf8', env: { ...process.env, HWR_DATA: data, LETTERS_CLI: cli, HWR_WEIGHTS: weights,
    PYTHONDONTWRITEBYTECODE: '1', ...(!has(python, 'onnxruntime') && { PYTHONPATH: path.join(root, 'tests/parity/python') }) } });
  assert.equal(status, 0, stderr);
  return stdout;
}

test('a notebook without output, as it is committed', () => {
  assert.equal(nbformat, 4);
  assert.ok(code.length >= 5);
  for (const cell of code) assert.deepEqual([cell.outputs, cell.execution_count], [[], null]);
});

test('its cells on the sample letters', { skip }, () => {
  const data = path.join(folder, 'data'), file = (what) => path.join(data, `emnist/emnist-letters-test-${what}-ubyte.gz`);
  mkdirSync(path.join(data, 'emnist'), { recursive: true });
  writeFileSync(file('images-idx3'), gzipSync(idxImages(drawn.map(({ image }) => transposed(image)))));
  writeFileSync(file('labels-idx1'), gzipSync(idxLabels(drawn.map(({ word }) => word.toUpperCase().charCodeAt(0) - 64))));
  const said = run(data);
  assert.ok(said.includes(`emnist-letters-test: ${drawn.length} images`), said);
  const [, here, theirs] = said.match(/^accuracy +([\d.]+) +([\d.]+)$/m);
  assert.equal(here, theirs);
});

test('its cells on letters-test', { skip: skip || (process.env.HWR_DATA ? false : 'HWR_DATA is not set') }, () => {
  const [, n] = run(process.env.HWR_DATA).match(/letters-test: (\d+) images/);
  assert.equal(Number(n), 20800);
});
