// make_letters.mjs - draws the designs with a slightly unsteady hand.
//
//     node tests/letters/make_letters.mjs   # writes letters.ndjson and greek.ndjson beside it
//
// One letter a line in the shape of Quick, Draw!: {"word":"a","drawing":[[[x..],[y..]],..]},
// integers 0..255. Only +, *, / and square roots: the bytes are the same everywhere.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomStream } from '../../web/src/shared/random.js';
import { designs, greek, signs } from './designs.mjs';

const STEP = 4; // distance of neighbouring points, in design units
const WOBBLE = 1.1; // largest excursion of the hand
const WOBBLE_PERIOD = 7; // points between two independent excursions

function lerp(a, b, t) {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

function bezier(p, t) {
  const a = lerp(p[0], p[1], t), b = lerp(p[1], p[2], t), c = lerp(p[2], p[3], t);
  return lerp(lerp(a, b, t), lerp(b, c, t), t);
}

function distance(a, b) {
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2);
}

// A path as a fine polyline.
export function flatten(path) {
  const points = [];
  for (const [, command, numbers] of path.matchAll(/([MLC])([^MLC]*)/g)) {
    const n = numbers.trim().split(/[\s,]+/).map(Number);
    const from = points.at(-1);
    if (command === 'M') points.push([n[0], n[1]]);
    const control = command === 'C'
      ? [from, [n[0], n[1]], [n[2], n[3]], [n[4], n[5]]]
      : [from, from, [n[0], n[1]], [n[0], n[1]]];
    if (command !== 'M') for (let i = 1; i <= 64; i++) points.push(bezier(control, i / 64));
  }
  return points;
}

// The same polyline with points STEP apart, ends kept.
function resample(points) {
  const out = [points[0]];
  for (const p of points) if (distance(p, out.at(-1)) >= STEP) out.push(p);
  if (points.length > 1 && distance(points.at(-1), out.at(-1)) > STEP / 4) out.push(points.at(-1));
  return out;
}

// Smooth noise: values at every WOBBLE_PERIOD-th point, eased between.
function wobbleOf(random, count) {
  const knots = Array.from({ length: Math.ceil(count / WOBBLE_PERIOD) + 2 }, () => random() * 2 - 1);
  return (i) => {
    const k = Math.floor(i / WOBBLE_PERIOD), t = i / WOBBLE_PERIOD - k;
    return WOBBLE * (knots[k] + (knots[k + 1] - knots[k]) * t * t * (3 - 2 * t));
  };
}

function unsteady(points, random, hand) {
  const dx = wobbleOf(random, points.length), dy = wobbleOf(random, points.length);
  return points.map(([x, y], i) => [
    x * hand.width - (y - 50) * hand.slant + dx(i),
    y + (x - 40) * hand.tilt + dy(i),
  ]);
}

// Into 0..255 keeping the aspect, Quick, Draw!'s columns of x and of y.
function toDrawing(strokes) {
  const all = strokes.flat();
  const left = Math.min(...all.map((p) => p[0])), top = Math.min(...all.map((p) => p[1]));
  const side = Math.max(...all.map((p) => Math.max(p[0] - left, p[1] - top)));
  const scale = (v, low) => Math.round(((v - low) / side) * 255);
  return strokes.map((s) => [s.map((p) => scale(p[0], left)), s.map((p) => scale(p[1], top))]);
}

// Each design drawn as often as times says. A design begins with its word and a blank.
function drawAll(lines, seed, times) {
  const random = randomStream(seed);
  return Array.from({ length: times }, () => lines.trim().split('\n')).flat().map((line) => {
    const hand = {
      width: 0.92 + 0.18 * random(),
      slant: -0.05 + 0.2 * random(),
      tilt: -0.05 + 0.08 * random(),
    };
    const [word, path] = line.split(/ (.*)/s);
    const strokes = path.split('|').map((p) => unsteady(resample(flatten(p)), random, hand));
    return { word, drawing: toDrawing(strokes) };
  });
}

export const makeLetters = (seed = 20130, times = 1) => drawAll(designs, seed, times);

// A small alphabet of its own. Another seed is another hand.
export const makeGreek = (seed = 2024, times = 8) => drawAll(greek, seed, times);

// What a writer may teach. Another seed is another hand.
export const makeSigns = (seed = 77, times = 5) => drawAll(signs, seed, times);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, letters] of [['letters', makeLetters()], ['greek', makeGreek()]]) {
    const file = new URL(`${name}.ndjson`, import.meta.url);
    writeFileSync(file, letters.map((l) => JSON.stringify(l) + '\n').join(''));
    console.log(`${letters.length} letters written to ${fileURLToPath(file)}`);
  }
}
