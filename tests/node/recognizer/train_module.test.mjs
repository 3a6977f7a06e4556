// The page's trainer, train.wasm: the bytes of the same source as a native program, and what it learns.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TrainingModule } from '../../../web/src/rooms/train/module.js';
import { createRecognizer } from '../../../web/src/recognizer/recognizer.js';
import { drawn } from '../../idx_files.mjs';
import { randomNumbers, root, scalarBytes, wasmDir } from '../artifacts.mjs';

const native = path.join(process.env.LETTERS_NATIVE ?? path.join(root, 'build/native'), 'tests/train_native');
const wasm = readFileSync(path.join(wasmDir, 'train.wasm'));
const CLASSES = [...'ABCDEFGHIJ'], COPIES = 40, EPOCHS = 25;

// Each sample letter of ten, many times over, shifted.
function examples() {
  const random = randomNumbers(5), all = [];
  for (let copy = 0; copy < COPIES; copy++) {
    for (const [c, letter] of CLASSES.entries()) {
      const { image } = drawn.find(({ word }) => word === letter);
      const dx = random(3) - 1, dy = random(3) - 1;
      const moved = Uint8Array.from({ length: 784 }, (_, i) => {
        const x = (i % 28) - dx, y = Math.floor(i / 28) - dy;
        return x < 0 || x > 27 || y < 0 || y > 27 ? 0 : image[y * 28 + x];
      });
      all.push({ image: moved, c });
    }
  }
  return all;
}

const all = examples();
async function train(seed) {
  const module = await TrainingModule.open(wasm);
  module.start({ n: all.length, classes: CLASSES, epochs: EPOCHS, seed,
    example: (k, image) => { image.set(all[k].image); return all[k].c; } });
  while (module.step() < module.steps);
  return module;
}

test('the module imports nothing', () => {
  assert.deepEqual(WebAssembly.Module.imports(new WebAssembly.Module(wasm)), []);
});

test('one seed gives the bytes that it gives natively, weights and model file',
  { skip: existsSync(native) ? false : 'train_native is not built: x86-64 only' }, async () => {
    const input = Buffer.concat([Buffer.from(CLASSES.map((text) => `${text}\0`).join('')),
      ...all.map(({ image }) => image), Buffer.from(all.map(({ c }) => c))]);
    for (const seed of [1, 77]) {
      const { status, stdout } = spawnSync(native, [String(all.length), String(CLASSES.length), String(EPOCHS), String(seed)],
        { input, maxBuffer: 1 << 24 });
      assert.equal(status, 0);
      const module = await train(seed);
      const ours = Buffer.concat([Buffer.from(module.weights().buffer), module.model()]);
      assert.equal(Buffer.compare(stdout, ours), 0, `seed ${seed}`);
    }
  });

test('what it trained is a model file that reads what it learned', async () => {
  const module = await train(1);
  const { right, n } = module.validate();
  assert.ok(n > 0.1 * all.length && right === n, `${right} of ${n} held-out images`);
  const recognizer = await createRecognizer({ scalarBytes, modelBytes: module.model() });
  assert.deepEqual([...recognizer.classes], CLASSES);
  for (const letter of CLASSES) {
    const { best } = recognizer.recognizeImage(drawn.find(({ word }) => word === letter).image);
    assert.equal(recognizer.classes[best], letter);
  }
});

test('another seed is another network', async () => {
  const [a, b] = await Promise.all([train(1), train(2)]);
  assert.notDeepEqual(a.weights(), b.weights());
});

test('what cannot be trained on is refused', async () => {
  const refused = async (change, pattern) => {
    const module = await TrainingModule.open(wasm);
    const plain = { n: all.length, classes: CLASSES, epochs: 1, seed: 1, example: (k, image) => { image.set(all[k].image); return all[k].c; } };
    assert.throws(() => module.start({ ...plain, ...change }), pattern);
  };
  await refused({ n: 0 }, /images/);
  await refused({ n: 20001 }, /images/);
  await refused({ n: 40 }, /start/); // not one batch
  await refused({ classes: [...'ABCDEFGHIA'] }, /start/);
  await refused({ classes: [...'ABCDE'] }, /start/); // images of a class that there is not
  await refused({ classes: Array.from({ length: 400 }, () => 'a long label') }, /classes/);
});
