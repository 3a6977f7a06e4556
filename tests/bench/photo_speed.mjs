// photo_speed.mjs - how long a photograph of 12 megapixels takes in Chromium, from the file chosen until its letters
// stand in their places.
//
//     node tests/bench/photo_speed.mjs [--runs 9]
//
// The photograph is tests/photos/sheet.jpg at 4000 x 3000 with a sensor's noise. One JSON object on stdout: the file's
// bytes, what was read, the machine's load; total_ms; longest_task_ms, of the page's main thread, of each run, 0 where
// none took 50 ms; and in a worker of its own where the time goes: decoding, bringing down, and finding letters, of
// this tree's sources and build. Milliseconds, summaries of stats.mjs.
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadEsbuild, readModule } from '../../web/build_bundle.mjs';
import { base64 } from '../browser/driving.mjs';
import { fileUrl, launch, open } from '../browser/harness.mjs';
import { summarize } from './stats.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const runs = Number(options.runs);
const sheet = readFileSync(new URL('../photos/sheet.jpg', import.meta.url));

// ---- In the page ----

async function makePhoto(text) {
  const width = 4000, height = 3000, canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const small = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]));
  context.drawImage(small, 0, 0, width, height);
  const image = context.getImageData(0, 0, width, height);
  let seed = 1;
  for (let i = 0; i < image.data.length; i++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    if (i % 4 !== 3) image.data[i] += (seed >>> 28) - 8;
  }
  context.putImageData(image, 0, 0);
  window.photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  return window.photo.size;
}

// Opened as a file; resolves once every letter has its answer.
async function openPhoto() {
  const back = document.getElementById('picture-back');
  if (!back.hidden) back.click();
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  window.tasks.length = 0;
  const transfer = new DataTransfer(), input = document.getElementById('picture-file');
  transfer.items.add(new File([window.photo], 'photo.jpg'));
  input.files = transfer.files;
  const start = performance.now();
  input.dispatchEvent(new Event('change'));
  const read = () => { const all = [...document.querySelectorAll('.found span')]; return all.length > 1 && all.every((e) => e.textContent); };
  while (!read()) await new Promise((resolve) => { requestAnimationFrame(resolve); });
  const total = performance.now() - start;
  await new Promise((resolve) => { setTimeout(resolve, 300); });
  const letters = [...document.querySelectorAll('.found span')].map((e) => e.textContent).join('');
  return { total, letters, longest: Math.max(0, ...window.tasks) };
}

// The steps of web/src/paper/code_finder.js, each by itself, as web/src says it.
async function timeParts(code, bytes, n) {
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  worker.postMessage({ blob: window.photo, bytes: Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)), n });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
  });
}

// ---- Here ----

const timer = `
import { decodePart } from './pad/pictures.js';
import { Finder } from './paper/finder.js';
addEventListener('message', async ({ data: { blob, bytes, n } }) => {
  const finder = new Finder(bytes), all = [];
  for (let i = 0; i < n; i++) {
    const t = [performance.now()];
    const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
    t.push(performance.now());
    const { pixels } = decodePart(bitmap, null, (width, height) => new OffscreenCanvas(width, height));
    t.push(performance.now());
    finder.find(pixels);
    t.push(performance.now());
    all.push({ decode: t[1] - t[0], shrink: t[2] - t[1], find: t[3] - t[2] });
  }
  postMessage(all);
});`;
const { outputFiles } = await (await loadEsbuild()).build({
  bundle: true, write: false, format: 'iife', stdin: { contents: timer, resolveDir: fileURLToPath(new URL('../../web/src', import.meta.url)) },
});
const bytes = readModule(fileURLToPath(new URL('../../build/wasm/wasm', import.meta.url)), 'paper');

const browser = await launch();
try {
  const page = await open(browser, fileUrl);
  const size = await page.evaluate(makePhoto, base64(sheet));
  const first = await page.evaluate(openPhoto);
  const totals = [];
  for (let i = 0; i < runs; i++) totals.push(await page.evaluate(openPhoto));
  const parts = await page.evaluate(timeParts, outputFiles[0].text, base64(bytes), runs);
  const of = (step) => summarize(parts.map((times) => times[step]));
  process.stdout.write(`${JSON.stringify({
    bytes: size, letters: first.letters, load: loadavg()[0], first_ms: Math.round(first.total), total_ms: summarize(totals.map(({ total }) => total)),
    longest_task_ms: [first, ...totals].map(({ longest }) => Math.round(longest)),
    decode_ms: of('decode'), shrink_ms: of('shrink'), find_ms: of('find'),
  })}\n`);
} finally {
  await browser.close();
}
