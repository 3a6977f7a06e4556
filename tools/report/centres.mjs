// centres.mjs - the centre of each class among the network's features, over EMNIST's training images: what the map of letters
// puts its names at where no files are open.
//
//     HWR_DATA=... node tools/report/centres.mjs [OUT.js]        default: web/src/rooms/map/centres.js
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { modelBytes, simdBytes } from '../../tests/node/artifacts.mjs';
import { Mapping } from '../../web/src/rooms/map/mapping.js';
import { modelKey } from '../../web/src/shared/model_key.js';

const MOST = 255; // of a quantised number

// Mean features (each image's of length 1) of the classes in merge37-train of the folder `data`, at most `limit` images, spread
// over the file: {model, images, scale, classes: {text: [...]}}, a number's value being itself times scale.
export async function measureCentres(data, limit = Infinity) {
  const mapping = new Mapping({ post: (m) => { if (m.type === 'failed') throw new Error(m.detail); }, breathe: async () => {}, sliceMs: Infinity });
  mapping.take({ type: 'start', bytes: { build: 'simd', wasmBytes: simdBytes, modelBytes } });
  const files = ['images-idx3', 'labels-idx1'].map((kind) => `merge37-train-${kind}-ubyte.gz`);
  await mapping.take({ type: 'open', files: files.map((name) => ({ name, bytes: readFileSync(path.join(data, 'emnist', name)) })), limit });
  const { points: { n, classes, targets }, spaces: { features: { rows, d } } } = mapping;
  const sums = classes.map(() => new Float64Array(d)), counts = new Uint32Array(classes.length);
  for (let i = 0; i < n; i++) {
    counts[targets[i]]++;
    for (let a = 0; a < d; a++) sums[targets[i]][a] += rows[i * d + a];
  }
  const means = sums.map((sum, c) => sum.map((v) => v / counts[c])), scale = Math.max(...means.map((mean) => Math.max(...mean))) / MOST;
  return { model: modelKey(modelBytes), images: n, scale: Number(scale.toPrecision(6)),
    classes: Object.fromEntries(classes.map((text, c) => [text, Array.from(means[c], (v) => Math.round(v / scale))])) };
}

export const centresModule = ({ model, images, scale, classes }) => `// centres.js - made by \`HWR_DATA=... node tools/report/centres.mjs\`: the mean of each class of the shipped model (model: its
// key) over EMNIST's training images, among the features of the picture network's last layer, each image's scaled to
// length 1; a number times scale.
export const CENTRES = { model: '${model}', images: ${images}, scale: ${scale}, classes: {
${Object.entries(classes).map(([text, row]) => `  ${text}: [${row.join(', ')}],`).join('\n')}
} };
`;

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const out = process.argv[2] ?? fileURLToPath(new URL('../../web/src/rooms/map/centres.js', import.meta.url));
  writeFileSync(out, centresModule(await measureCentres(process.env.HWR_DATA)));
}
