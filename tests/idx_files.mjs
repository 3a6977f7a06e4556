// idx_files.mjs - small test sets in EMNIST's format, made of the sample letters and of
// nothing else.
import { gzipSync } from 'node:zlib';
import { createRecognizer, strokesFromDrawing } from '../web/src/recognizer/recognizer.js';
import { letters, modelBytes, scalarBytes } from './node/artifacts.mjs';

export const SIDE = 28;
export const CLASSES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt';

const word = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];

export function idxImages(images, { side = SIDE, count = images.length } = {}) {
  return Buffer.concat([Buffer.from([0, 0, 8, 3, ...word(count), ...word(side), ...word(side)]), ...images]);
}

export function idxLabels(labels, count = labels.length) {
  return Buffer.concat([Buffer.from([0, 0, 8, 1, ...word(count)]), Buffer.from(labels)]);
}

export function transposed(image) {
  return Buffer.from(Array.from({ length: SIDE * SIDE }, (_, i) => image[(i % SIDE) * SIDE + Math.floor(i / SIDE)]));
}

const recognizer = await createRecognizer({ scalarBytes, modelBytes });

// The sample letters: {word, image (upright), answer}.
export const drawn = letters.map(({ word: name, drawing }) => {
  const answer = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
  return { word: name, image: answer.image, answer };
});

export function mergedLabel(letter) {
  const c = CLASSES.indexOf(letter);
  return 10 + (c < 0 ? CLASSES.indexOf(letter.toUpperCase()) : c);
}

// Every sample letter, `times` over, the first `mislabelled` of them under another letter's
// label, and `digits` blank images with a digit's.
export function testSet({ times = 1, digits = 0, mislabelled = 0, set = 'letters37' } = {}) {
  const all = Array.from({ length: times }, () => drawn).flat();
  const label = (letter) => (set === 'letters26' ? letter.toUpperCase().charCodeAt(0) - 64 : mergedLabel(letter));
  const images = [...all.map(({ image }) => transposed(image)), ...Array.from({ length: digits }, () => Buffer.alloc(SIDE * SIDE))];
  const wrong = (letter) => label(letter.toUpperCase() === 'X' ? 'Z' : 'X');
  const labels = [...all.map(({ word: letter }, i) => (i < mislabelled ? wrong : label)(letter)), ...Array.from({ length: digits }, (_, i) => i % 10)];
  return { images: idxImages(images), labels: idxLabels(labels), n: all.length, letters: all };
}

export const gz = (bytes) => gzipSync(bytes, { level: 6 });
