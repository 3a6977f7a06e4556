// changes.js - the changes that a drawing is put to. Runs in the page and in Node;
// only the picture (picture.js) needs a browser.

export const SIDE = 28;
const EXTENT = 40; // of a letter that the core's pen draws: hwr_pen_default, whose width is 5.5

// name and note (strings of the room), range, and what is no change at all; path: 'strokes' where strokes can be
// changed so, 'picture' where only a picture can: strokes have no width, and their place and size are evened out.
// These can also be put to the network alone, without anything to prepare its image. drawn: what is opened as a
// picture, without strokes, cannot be changed so.
export const CHANGES = [
  { name: 'rotation', note: 'rotationNote', low: -180, high: 180, step: 2, usual: 0, path: 'strokes' }, // degrees
  { name: 'slant', note: 'slantNote', low: -60, high: 60, step: 1, usual: 0, path: 'strokes' }, // degrees
  { name: 'tremble', note: 'trembleNote', low: 0, high: 20, step: 0.5, usual: 0, path: 'strokes', drawn: true }, // % of the letter
  { name: 'width', note: 'widthNote', low: 2.75, high: 44.75, step: 1, usual: 13.75, path: 'picture', drawn: true }, // % of the letter
  { name: 'size', note: 'sizeNote', low: 5, high: 100, step: 1, usual: 50, path: 'picture' }, // % of the picture
  { name: 'shift', note: 'shiftNote', low: -60, high: 60, step: 1, usual: 0, path: 'picture' }, // % of the picture
  { name: 'specks', note: 'specksNote', low: 0, high: 20, step: 0.5, usual: 0, path: 'picture' }, // % of the picture
];

export const SOURCES = ['strokes', 'picture']; // what the changed drawing is read from

// The changes that there are for a source, of strokes or of what has none.
export const changesOf = (source, strokes = true) => CHANGES.filter(({ path, drawn }) =>
  (path === 'strokes' || source === 'picture') && (strokes || !drawn));

export const usual = () => Object.fromEntries(CHANGES.map((c) => [c.name, c.usual]));

// Middle and longer side of all strokes.
function frame(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of strokes.flat()) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, size: Math.max(right - left, bottom - top) };
}

// The same stroke with points no further than `step` apart, so that it can bend.
function dense(stroke, step) {
  const out = [stroke[0]];
  for (let i = 1; i < stroke.length; i++) {
    const a = stroke[i - 1], b = stroke[i];
    const n = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / step));
    for (let k = 1; k <= n; k++) out.push({ x: a.x + ((b.x - a.x) * k) / n, y: a.y + ((b.y - a.y) * k) / n });
  }
  return out;
}

// A wandering between -1 and 1, the same in every run.
const wander = (t) => (Math.sin(t) + Math.sin(2.3 * t + 1.7) + Math.sin(4.1 * t + 4.2)) / 3;

// Strokes around (0, 0), the longer side of the unchanged ones 1: slanted, turned, trembling.
export function changeStrokes(strokes, { slant, rotation, tremble }) {
  const { x: cx, y: cy, size } = frame(strokes);
  const scale = 1 / (size || 1);
  const lean = Math.tan((slant * Math.PI) / 180);
  const cos = Math.cos((rotation * Math.PI) / 180), sin = Math.sin((rotation * Math.PI) / 180);
  let walked = 0;
  return strokes.map((stroke) => {
    const unit = stroke.map((p) => ({ x: (p.x - cx) * scale, y: (p.y - cy) * scale }));
    return (tremble ? dense(unit, 0.02) : unit).map((p, i, all) => {
      walked += i ? Math.hypot(p.x - all[i - 1].x, p.y - all[i - 1].y) : 1;
      const x = p.x + (tremble / 100) * wander(22 * walked) - lean * p.y;
      const y = p.y + (tremble / 100) * wander(22 * walked + 50);
      return { x: cos * x - sin * y, y: sin * x + cos * y };
    });
  });
}

// Random numbers 0..1 that belong to places, not to calls: more specks keep the earlier ones.
export function hash01(n) {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

function bilinear(image, y, x) {
  const i = Math.floor(y), j = Math.floor(x), v = y - i, u = x - j;
  const at = (r, c) => (r < 0 || c < 0 || r >= SIDE || c >= SIDE ? 0 : image[r * SIDE + c]);
  return (at(i, j) * (1 - u) + at(i, j + 1) * u) * (1 - v) + (at(i + 1, j) * (1 - u) + at(i + 1, j + 1) * u) * v;
}

// The 28 x 28 itself, made smaller or larger, moved, and specked: what a network without
// preparation would be given.
export function changeImage(image, { size, shift, specks }) {
  const zoom = size / 50, away = (shift / 100) * SIDE, middle = (SIDE - 1) / 2;
  const fine = zoom < 1 ? 3 : 1; // samples a pixel and direction: shrinking averages
  const out = new Uint8Array(SIDE * SIDE);
  for (let p = 0; p < out.length; p++) {
    let sum = 0;
    for (let k = 0; k < fine * fine; k++) {
      const dy = (Math.floor(k / fine) + 0.5) / fine - 0.5, dx = ((k % fine) + 0.5) / fine - 0.5;
      const y = Math.floor(p / SIDE) + dy, x = (p % SIDE) + dx;
      sum += bilinear(image, (y - middle) / zoom + middle, (x - middle - away) / zoom + middle);
    }
    out[p] = hash01(p) < specks / 100 ? 255 : Math.round(sum / (fine * fine));
  }
  return out;
}

// The image of the changed strokes, with a pen of the width asked for.
export function imageOf(recognizer, strokes, values) {
  recognizer.setPen((EXTENT * values.width) / 100);
  const { image } = recognizer.recognizeStrokes(changeStrokes(strokes, values));
  recognizer.setPen(0);
  return image;
}

// The answer of the network alone to an image that is changed further.
export const readAlone = (recognizer, image, values) => recognizer.recognizeImage(changeImage(image, values));
