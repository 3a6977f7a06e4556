// exporting.js - the drawing as a file: PNG, SVG, or strokes as Quick, Draw! writes them.
import { normalize } from './importing.js';
import { paint, trace } from './ink.js';

const SIDE = 1024; // of the pictures
const NDJSON_STEPS = 255; // Quick, Draw!'s coordinates
const INK = '#1f2430', PAPER = '#ffffff'; // files are for paper, whatever the theme

export function toSvg(strokes, pen) {
  const paths = strokes.map((stroke) => {
    const { d, width } = trace(stroke, SIDE, pen);
    return `<path ${width ? `fill="none" stroke-width="${width}" ` : 'stroke="none" '}d="${d}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">\n` +
    `<rect width="${SIDE}" height="${SIDE}" fill="${PAPER}"/>\n` +
    `<g fill="${INK}" stroke="${INK}" stroke-linecap="round" stroke-linejoin="round">\n${paths.join('\n')}\n</g>\n</svg>\n`;
}

// One line {"word", "drawing": [[xs, ys], ...]}, integers 0..255, the aspect kept: what
// "letters recognize --strokes" reads.
export function toNdjson(strokes, word) {
  const at = (v) => Math.round(v * NDJSON_STEPS);
  const drawing = normalize(strokes).map((s) => [s.map((p) => at(p.x)), s.map((p) => at(p.y))]);
  return `${JSON.stringify({ word, drawing })}\n`;
}

export function toPng(strokes, pen) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext('2d');
  context.fillStyle = PAPER;
  context.fillRect(0, 0, SIDE, SIDE);
  for (const stroke of strokes) {
    const { d, width } = trace(stroke, SIDE, pen);
    paint(context, new Path2D(d), width, INK);
  }
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

export function download(blob, name) {
  const link = document.createElement('a');
  const url = URL.createObjectURL(blob);
  link.download = name;
  link.setAttribute('href', url);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
