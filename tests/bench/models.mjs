// models.mjs - the two networks in every form the contestants need, made with the command
// line in build/bench, and the images they are timed on: the drawn letters of tests/letters.
//
// LETTERS_CLI and LETTERS_WASM name other files than the usual ones, LETTERS_FLOAT and
// LETTERS_WEIGHTS other weights than the shipped ones.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LettersModule } from '../../web/src/recognizer/module_hand.js';
import { strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, root, simdBytes, weightsFile } from '../node/artifacts.mjs';

export const cli = path.resolve(process.env.LETTERS_CLI ?? path.join(root, 'build/native/letters'));
const floatFile = path.resolve(process.env.LETTERS_FLOAT ?? path.join(root, 'weights/letters.safetensors'));
export const folder = path.join(root, 'build/bench');
const CLASSES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt';
const SIDE = 28;

export function run(...args) {
  const { status, stdout, stderr, error } = spawnSync(cli, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error) throw new Error(`${cli}: ${error.message}; build it with: cmake --preset native && cmake --build --preset native`);
  if (status !== 0) throw new Error(`letters ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}

// An IDX file; images are stored transposed, as EMNIST's are.
function idx(dims, data) {
  const header = Buffer.alloc(4 + 4 * dims.length);
  header[2] = 8;
  header[3] = dims.length;
  dims.forEach((n, i) => header.writeUInt32BE(n, 4 + 4 * i));
  return Buffer.concat([header, data]);
}

const transposed = (image) => image.map((_, i) => image[(i % SIDE) * SIDE + Math.floor(i / SIDE)]);
const classOf = (word) => Math.max(CLASSES.indexOf(word), CLASSES.indexOf(word.toUpperCase()));

async function drawnImages() {
  const { instance } = await WebAssembly.instantiate(simdBytes, {});
  const module = new LettersModule(instance);
  module.load(modelBytes);
  return letters.map(({ drawing }) => {
    module.recognizeStrokes(strokesFromDrawing(drawing));
    return module.image();
  });
}

// Copies a file into the folder, from which the page is served.
function put(file) {
  const copy = path.join(folder, path.basename(file));
  copyFileSync(file, copy);
  return copy;
}

// The demo's network has no weights here; some epochs on the drawn letters give it numbers
// of a usual size, and no time depends on more than that.
function demoWeights(images, labels) {
  const out = path.join(folder, 'demo');
  run('train', '--arch', 'demo', '--images', images, '--labels', labels, '--label-set', 'merge47',
    '--epochs', '6', '--batch', '32', '--ema-decay', '0', '--augment', '0', '--seed', '1', '--out', out);
  return path.join(out, 'model.safetensors');
}

function logitsOf(weights, images, labels) {
  const file = path.join(folder, 'logits.f32');
  run('eval', '--weights', weights, '--images', images, '--labels', labels, '--label-set', 'merge47', '--logits', file);
  const bytes = readFileSync(file);
  return Array.from({ length: bytes.length / 4 / CLASSES.length }, (_, i) =>
    Float32Array.from({ length: CLASSES.length }, (_, c) => bytes.readFloatLE(4 * (i * CLASSES.length + c))));
}

function forms(name, float, integer, images, labels) {
  const onnx = path.join(folder, `${name}.onnx`);
  const quantised = path.join(folder, `${name}-quantised.onnx`);
  run('export', '--weights', float, '--onnx', onnx);
  run('export', '--weights', integer, '--onnx', quantised);
  return {
    name,
    float,
    integer,
    onnx,
    quantised,
    show: JSON.parse(run('show', '--weights', float, '--json')),
    expected: logitsOf(float, images, labels),
  };
}

// {images, drawings, nets: [demo, letters]}
export async function prepare() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const images = await drawnImages();
  const imagesFile = path.join(folder, 'images');
  const labelsFile = path.join(folder, 'labels');
  writeFileSync(imagesFile, idx([images.length, SIDE, SIDE], Buffer.concat(images.map(transposed))));
  writeFileSync(labelsFile, idx([images.length], Buffer.from(letters.map(({ word }) => 10 + classOf(word)))));
  const demo = demoWeights(imagesFile, labelsFile);
  const demoInteger = path.join(folder, 'demo.hwr');
  run('quantize', '--weights', demo, '--calibrate', imagesFile, '--out', demoInteger);
  return {
    images,
    drawings: letters.map(({ drawing }) => strokesFromDrawing(drawing)),
    nets: [
      forms('demo', demo, demoInteger, imagesFile, labelsFile),
      forms('letters', put(floatFile), put(weightsFile), imagesFile, labelsFile),
    ],
  };
}
