// importing.js - stroke files opened on the page: Quick, Draw! ndjson, as "Save" writes it
// (exporting.js) and "letters recognize" reads it (tools/io/strokes.c).

export const MAX_BYTES = 8 << 20; // of a file: some ten thousand letters
const MAX_POINTS = 20000, MAX_STROKES = 1000; // of a letter
const MAX_COORDINATE = 1e6;

// cause: a key of the strings' tables; line counts from 1.
export class StrokesError extends Error {
  constructor(cause, line) {
    super(`line ${line}: ${cause}`);
    Object.assign(this, { cause, line });
  }
}

// No picture begins like this.
export function looksLikeStrokes(text) {
  return /^\ufeff?\s*\{/.test(text);
}

const isCoordinate = (v) => typeof v === 'number' && Math.abs(v) < MAX_COORDINATE;

// [[x...], [y...]], or with times as a third list, as points {x, y}; null where it is not.
function pointsOf(stroke) {
  if (!Array.isArray(stroke) || stroke.length < 2 || stroke.length > 3) return null;
  const [xs, ys] = stroke;
  if (!Array.isArray(xs) || !Array.isArray(ys) || xs.length !== ys.length) return null;
  if (!xs.every(isCoordinate) || !ys.every(isCoordinate)) return null;
  return xs.map((x, i) => ({ x, y: ys[i] }));
}

// The larger side of the drawing becomes 1; a lone dot stays one.
export function normalize(strokes) {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (const { x, y } of strokes.flat()) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  const size = Math.max(right - left, bottom - top) || 1;
  return strokes.map((s) => s.map(({ x, y }) => ({ x: (x - left) / size, y: (y - top) / size })));
}

function letterOf(text, line) {
  let object;
  try {
    object = JSON.parse(text);
  } catch {
    throw new StrokesError('strokesNotJson', line);
  }
  if (!Array.isArray(object?.drawing)) throw new StrokesError('strokesNoDrawing', line);
  const strokes = object.drawing.map(pointsOf);
  if (strokes.includes(null)) throw new StrokesError('strokesBadStroke', line);
  const drawn = strokes.filter((s) => s.length);
  const total = drawn.reduce((sum, s) => sum + s.length, 0);
  if (!total) throw new StrokesError('strokesEmpty', line);
  if (total > MAX_POINTS || drawn.length > MAX_STROKES) throw new StrokesError('strokesTooMany', line);
  return { word: typeof object.word === 'string' ? object.word.slice(0, 20) : '', strokes: normalize(drawn) };
}

// Letters {word, strokes}, the strokes in units of the letter's larger side: one for each
// line that is not blank. Throws StrokesError where a line is something else.
export function readStrokes(text) {
  const letters = [];
  text.replace(/^\ufeff/, '').split('\n').forEach((line, i) => {
    if (line.trim()) letters.push(letterOf(line, i + 1));
  });
  if (!letters.length) throw new StrokesError('strokesEmpty', 1);
  return letters;
}
