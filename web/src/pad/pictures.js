// pictures.js - a picture that was opened, pasted, dropped or photographed, as pixels
// for the core. It is decoded and read on this device.
import { looksLikeStrokes } from './importing.js';
import { paintImage } from '../shared/dom.js';

const MAX_SIDE = 1280; // larger ones are scaled down, as core/paper/ would
const SIDE = 28; // of the network's image

function decodeWithElement(blob) {
  const url = URL.createObjectURL(blob);
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('not decodable'));
    image.setAttribute('src', url);
  }).finally(() => URL.revokeObjectURL(url));
}

async function decode(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: 'from-image' });
  } catch {
    return decodeWithElement(blob); // SVG, and browsers that know fewer options
  }
}

// The part of a picture from (left, top) on, wide x high, as a canvas whose longer side is MAX_SIDE at most. Halved as
// often as it can be: the mean of 2 x 2 pixels takes a third of the time of the browser's best smoothing.
function bringDown(source, left, top, wide, high, canvasOf) {
  const scale = Math.max(0.5, Math.min(1, MAX_SIDE / Math.max(wide, high)));
  const canvas = canvasOf(Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale)));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(source, left, top, wide, high, 0, 0, canvas.width, canvas.height);
  return Math.max(canvas.width, canvas.height) > MAX_SIDE
    ? bringDown(canvas, 0, 0, canvas.width, canvas.height, canvasOf) : canvas;
}

// The part `crop` [left, top, right, bottom] of a decoded picture, in shares of its sides, or all of it; canvasOf(width,
// height) makes a canvas. {canvas, pixels}
export function decodePart(source, crop, canvasOf) {
  const [left, top, right, bottom] = crop ?? [0, 0, 1, 1], { width, height } = source;
  const canvas = bringDown(source, left * width, top * height, (right - left) * width, (bottom - top) * height, canvasOf);
  source.close?.();
  return { canvas, pixels: canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height) };
}

export function makeCanvas(width, height) {
  return Object.assign(document.createElement('canvas'), { width, height });
}

// {canvas, pixels}; rejects where the blob is no picture.
export async function readPicture(blob, crop) {
  return decodePart(await decode(blob), crop, makeCanvas);
}

// The network's own 28 x 28 as a picture, black on white: it is read as it is, not from its pixels.
export function pictureOfImage(image) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  paintImage(canvas, image, (i) => [...Array(3).fill(255 - image[i]), 255]);
  return { canvas, image };
}

// Fields for text take text themselves.
export const isField = (e) => Boolean(e.closest?.('input[type=text], textarea'));

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');

// take(file) is called with what arrives in any way, strokes that came as text among it, and takeText(text) with
// any other text, '' where there was nothing; over is shown while something is dragged across the page.
export function listenForFiles({ inputs, over, take, takeText }) {
  const handOver = (transfer) => {
    const file = transfer?.files?.[0];
    const text = transfer?.getData('text/plain') ?? '';
    if (file) take(file);
    else if (looksLikeStrokes(text)) take(new Blob([text]));
    else takeText(text.trim());
  };
  for (const input of inputs) {
    input.addEventListener('change', () => {
      if (input.files.length) take(input.files[0]);
      input.value = ''; // the same file may be chosen again
    });
  }
  document.addEventListener('paste', (event) => {
    if (isField(event.target)) return;
    event.preventDefault();
    handOver(event.clipboardData);
  });
  document.addEventListener('dragover', (event) => {
    over.hidden = !carriesFiles(event);
    if (!isField(event.target) || carriesFiles(event)) event.preventDefault();
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) over.hidden = true;
  });
  document.addEventListener('drop', (event) => {
    over.hidden = true;
    if (isField(event.target) && !carriesFiles(event)) return;
    event.preventDefault();
    handOver(event.dataTransfer);
  });
}
