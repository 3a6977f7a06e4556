// page.mjs - what peers.html runs: window.bench(spec) for browser.mjs.
import * as ort from '/node_modules/onnxruntime-web/dist/ort.wasm.min.mjs';
import { verify } from './contestants.mjs';
import { assemble, strokes } from './field.mjs';
import { alternate } from './stats.mjs';

const { tf } = window; // of the classic scripts in peers.html

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';

async function startTensorflow() {
  tf.wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
}

async function fetchAll(urls) {
  const entries = Object.entries(urls).map(async ([name, url]) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return [name, new Uint8Array(await response.arrayBuffer())];
  });
  return Object.fromEntries(await Promise.all(entries));
}

// {urls, layers, images, drawings, expected, schedule, only} -> {checks, times}
window.bench = async ({ urls, layers, images, drawings, expected, schedule, only }) => {
  const bytes = await fetchAll(urls);
  const pens = drawings.map((list) => list.map((stroke) => Float32Array.from(stroke)));
  const all = [await strokes(bytes, pens)];
  let checks = [];
  if (only !== 'strokes') {
    if (tf.getBackend() !== 'wasm') await startTensorflow();
    const field = await assemble({ ort, tf, tfl: tf, bytes, layers, images: images.map((image) => Uint8Array.from(image)) });
    checks = await verify(field, expected);
    all.unshift(...field);
  }
  return { checks, times: await alternate(all, schedule), isolated: window.crossOriginIsolated };
};
document.body.dataset.ready = 'yes';
