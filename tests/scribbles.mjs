// scribbles.mjs - random drawings that are no letters, as Quick, Draw! ndjson, to measure how
// many of them the network turns away. Made in other ways than the scribbles it was trained
// with (core/train/data/scribble.c), so that it is the idea that is tested and not the recipe.
//
//     node tests/scribbles.mjs [COUNT] [SEED] > scribbles.ndjson
import { fileURLToPath } from 'node:url';
import { randomStream } from '../web/src/shared/random.js';

const TURN = 2 * Math.PI;
const whole = (random, low, high) => low + Math.floor(random() * (high - low + 1));
const line = (n, point) => Array.from({ length: n }, (_, i) => point(i / (n - 1)));
const spot = (random) => [random(), random()];

// A smooth curve through random places (Catmull-Rom).
function throughPlaces(random) {
  const places = Array.from({ length: whole(random, 8, 16) }, () => spot(random));
  const at = (i) => places[Math.min(Math.max(i, 0), places.length - 1)];
  return [line(10 * places.length, (t) => {
    const u = t * (places.length - 1);
    const i = Math.min(Math.floor(u), places.length - 2);
    const f = u - i;
    return [0, 1].map((d) => 0.5 * (2 * at(i)[d] + (at(i + 1)[d] - at(i - 1)[d]) * f
      + (2 * at(i - 1)[d] - 5 * at(i)[d] + 4 * at(i + 1)[d] - at(i + 2)[d]) * f * f
      + (3 * at(i)[d] - at(i - 1)[d] - 3 * at(i + 1)[d] + at(i + 2)[d]) * f * f * f));
  })];
}

// Two pendulums.
function lissajous(random) {
  const a = whole(random, 3, 7);
  const b = a + whole(random, 1, 4);
  const phase = TURN * random();
  return [line(160, (t) => [Math.sin(a * TURN * t + phase), Math.sin(b * TURN * t)])];
}

// A shaking hand going nowhere.
function brownian(random) {
  let x = 0;
  let y = 0;
  return [line(whole(random, 80, 250), () => {
    x = 0.97 * x + random() - 0.5;
    y = 0.97 * y + random() - 0.5;
    return [x, y];
  })];
}

const STARS = [[5, 2], [7, 3], [8, 3], [9, 4], [11, 4], [11, 5], [13, 5], [13, 6]]; // with smaller steps it would be an O

function star(random) {
  const [points, step] = STARS[whole(random, 0, STARS.length - 1)];
  const turn = TURN * random();
  return [Array.from({ length: points + 1 }, (_, i) => {
    const angle = turn + (TURN * step * i) / points;
    const r = 1 + 0.3 * (random() - 0.5);
    return [r * Math.cos(angle), r * Math.sin(angle)];
  })];
}

// Crossing lines, as one fills in an area.
function hatching(random) {
  const n = whole(random, 4, 8);
  const angle = TURN * random();
  const turned = ([x, y]) => [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
  const shake = () => 0.1 * (random() - 0.5);
  const one = (k) => [[k / n + shake(), shake()], [k / n + shake(), 1 + shake()]].map(turned);
  const across = (k) => [[shake(), k / n + shake()], [1 + shake(), k / n + shake()]].map(turned);
  const all = Array.from({ length: n }, (_, k) => one(k));
  return all.concat(Array.from({ length: n }, (_, k) => across(k)));
}

// Rings of all sizes, everywhere.
function rings(random) {
  return Array.from({ length: whole(random, 4, 9) }, () => {
    const [x, y] = spot(random);
    const r = 0.05 + 0.25 * random();
    return line(20, (t) => [x + r * Math.cos(TURN * t), y + r * Math.sin(TURN * t)]);
  });
}

// A wave of growing and shrinking height, as for crossing something out.
function crossingOut(random) {
  const waves = whole(random, 5, 12);
  const rise = random() - 0.5;
  const beat = TURN * (0.5 + random());
  return [line(16 * waves, (t) => [2 * t, rise * t + (0.4 + 0.6 * Math.abs(Math.sin(beat * t))) * Math.sin(TURN * waves * t)])];
}

// Short strokes strewn about.
function confetti(random) {
  return Array.from({ length: whole(random, 6, 16) }, () => {
    const [x, y] = spot(random);
    const angle = TURN * random();
    const size = 0.25 * random();
    return line(4, (t) => [x + size * t * Math.cos(angle), y + size * t * Math.sin(angle + t)]);
  });
}

const FAMILIES = [throughPlaces, lissajous, brownian, star, hatching, rings, crossingOut, confetti];

// count drawings, all families in turn; each an array of strokes [xs, ys].
export function scribbles(count, seed = 1) {
  const random = randomStream(seed);
  return Array.from({ length: count }, (_, i) => ({
    family: FAMILIES[i % FAMILIES.length].name,
    drawing: FAMILIES[i % FAMILIES.length](random).map((stroke) =>
      [0, 1].map((d) => stroke.map((p) => Math.round(1000 * p[d])))),
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
  process.stdout.write(scribbles(count, seed).map((s) => `${JSON.stringify(s)}\n`).join(''));
}
