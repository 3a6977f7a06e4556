// peers.mjs - the demo's network and ours in other runtimes and in this one: the same
// weights and images, checked for the same answers, then timed in turns.
//
//     npm ci --ignore-scripts --prefix tests/bench
//     node tests/bench/peers.mjs [--rounds N] [--block N] [--no-chromium] [--no-native] >result.json
//
// One JSON object on stdout, a table on stderr. Times are milliseconds for one image, one
// thread. Networks: "demo" has weights of a few epochs only, "letters" the shipped ones.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';
import * as ort from 'onnxruntime-web';
import { root, scalarBytes, simdBytes, wasmDir } from '../node/artifacts.mjs';
import { inChromium } from './browser.mjs';
import { verify } from './contestants.mjs';
import { OURS, assemble, strokes } from './field.mjs';
import { prepare } from './models.mjs';
import { NATIVE, nativeRows } from './native.mjs';
import { alternate, summarize, table } from './stats.mjs';

const require = createRequire(import.meta.url);
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    block: { type: 'string', default: '20' },
    'no-chromium': { type: 'boolean', default: false },
    'no-native': { type: 'boolean', default: false },
  },
});
const schedule = { rounds: Number(options.rounds), block: Number(options.block), warm: 5 };
const say = (line) => process.stderr.write(`${line}\n`);

async function startTensorflow() {
  const tf = require('@tensorflow/tfjs-core');
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  return tf;
}

const bytesOf = (net) => ({
  simd: simdBytes,
  scalar: scalarBytes,
  integer: readFileSync(net.integer),
  float: readFileSync(net.float),
  onnx: readFileSync(net.onnx),
  quantised: readFileSync(net.quantised),
});

function print(title, rows) {
  const line = (name, cells) => say(name.padEnd(36) + cells.map((cell, i) => cell.padStart([10, 10, 18, 24][i])).join(''));
  say('');
  line(title, ['median ms', 'p99', 'quartiles', 'times ours (spread)']);
  for (const { name, median, p99, low, high, ratio } of rows) {
    line(name, [median.toFixed(3), p99.toFixed(3), `${low.toFixed(3)}-${high.toFixed(3)}`,
      ratio ? `${ratio.median.toFixed(2)} (${ratio.least.toFixed(1)}-${ratio.most.toFixed(1)})` : '']);
  }
}

async function inNode(tf, { images, drawings }, net) {
  const bytes = bytesOf(net);
  const field = await assemble({ ort, tf, tfl: require('@tensorflow/tfjs-layers'), bytes, layers: net.show.layers, images });
  const checks = await verify(field, net.expected);
  const times = await alternate([...field, await strokes(bytes, drawings)], schedule);
  return { checks, rows: table(times, OURS) };
}

async function chromium(models, result) {
  await inChromium(async (bench, version) => {
    result.machine.chromium = version;
    for (const net of models.nets) {
      const { checks, times, isolated } = await bench(net, { ...models, schedule });
      result.networks[net.name].chromium = { checks, isolated, rows: table(times, OURS) };
      print(`${net.name}, Chromium`, table(times, OURS));
    }
    const shipped = models.nets.find(({ name }) => name === 'letters');
    const { times } = await bench(shipped, { ...models, schedule, only: 'strokes' }, 6);
    const rows = Object.entries(times).map(([name, list]) => ({ name, ...summarize(list.flat()) }));
    result.networks.letters.chromium_6x_throttled = { rows };
    print('letters, Chromium at 6x CPU throttle', rows);
  });
}

async function native(models, result) {
  for (const net of models.nets) {
    const { checks, isa, times, p99 } = await nativeRows(net, models.images, require('onnxruntime-node'), schedule);
    const rows = table(times, NATIVE).map((row) => (row.name === NATIVE ? { ...row, p99 } : row));
    result.networks[net.name].native = { checks, isa, rows };
    print(`${net.name}, native (${isa})`, rows);
  }
}

// What a page must fetch to run the network; gzip at level 9.
function downloads(net) {
  const web = path.join(root, 'tests/bench/node_modules');
  const lists = {
    ours: [path.join(wasmDir, 'letters-simd.wasm'), net.integer,
      ...['module.js', 'module_words.js', 'module_hand.js', 'recognizer.js'].map((file) => path.join(root, 'web/src/recognizer', file))],
    'onnxruntime-web, float': ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']
      .map((name) => path.join(web, 'onnxruntime-web/dist', name)).concat(net.onnx),
    'onnxruntime-web, quantised': ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm']
      .map((name) => path.join(web, 'onnxruntime-web/dist', name)).concat(net.quantised),
    'tensorflow.js wasm, fused ops': ['tfjs-core/dist/tf-core.min.js', 'tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
      'tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm']
      .map((name) => path.join(web, '@tensorflow', name)).concat(net.float),
  };
  return Object.entries(lists).map(([name, files]) => {
    const sizes = files.map((file) => {
      const bytes = readFileSync(file);
      return { file: path.basename(file), bytes: bytes.length, gzip: zlib.gzipSync(bytes, { level: 9 }).length };
    });
    const sum = (what) => sizes.reduce((total, size) => total + size[what], 0);
    return { name, bytes: sum('bytes'), gzip: sum('gzip'), files: sizes };
  });
}

async function main() {
  ort.env.wasm.numThreads = 1;
  const models = await prepare();
  const tf = await startTensorflow();
  const result = {
    machine: { cpu: os.cpus()[0].model, node: process.version },
    schedule,
    networks: {},
  };
  for (const net of models.nets) {
    const node = await inNode(tf, models, net);
    result.networks[net.name] = { macs: net.show.macs, node, downloads: downloads(net) };
    print(`${net.name}, Node`, node.rows);
  }
  if (!options['no-chromium']) await chromium(models, result);
  if (!options['no-native']) await native(models, result);
  for (const net of models.nets) {
    say(`\n${net.name}: to download, gzip`);
    for (const { name, gzip } of result.networks[net.name].downloads) say(`${name.padEnd(32)}${String(gzip).padStart(16)}`);
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

await main();
