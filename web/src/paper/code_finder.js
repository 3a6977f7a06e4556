// code_finder.js - a worker: photographs decoded, brought down and searched for letters. It is sent {bytes}, paper.wasm,
// then {number, blob, crop} or {number, pixels}; it answers {number, pixels, found}, or {number, failed}.
import { decodePart } from '../pad/pictures.js';
import { Finder } from './finder.js';

let finder;

async function take({ number, blob, crop, pixels }) {
  const canvasOf = (width, height) => new OffscreenCanvas(width, height);
  const seen = pixels ?? (await decodePart(await createImageBitmap(blob, { imageOrientation: 'from-image' }), crop, canvasOf)).pixels;
  const found = finder.find(seen);
  postMessage({ number, pixels: seen, found }, [seen.data.buffer]);
}

addEventListener('message', ({ data }) => {
  if (data.bytes) finder = new Finder(data.bytes);
  else take(data).catch((error) => postMessage({ number: data.number, failed: String(error) }));
});
