// codec.js - strokes as a short piece of text, for links and for the sample letters.
//
// A version character, then base64url of bytes: how many strokes, then of each how many
// points and its points as differences from the one before (across strokes too), all
// as base-128 numbers, the differences zigzag-coded. One step is 1/GRID of the unit.

const VERSION = '1';
const MAX_POINTS = 20000, MAX_STROKES = 1000;
const MAX_COORDINATE = 8; // units away from the origin
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

export const LINK = '#s='; // begins an address with a drawing in it
export const GRID = 1024; // of a link: finer than any screen's pad
// Characters that encodeStrokes can write at most: four for three bytes, three bytes a number.
export const MAX_TEXT = 1 + 4 * (1 + MAX_STROKES + 2 * MAX_POINTS);

function toBase64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let k = 0; k < Math.min(bytes.length - i, 3) + 1; k++) text += ALPHABET[(word >> (18 - 6 * k)) & 63];
  }
  return text;
}

// null where a character is foreign or the length impossible.
function fromBase64(text) {
  if (text.length % 4 === 1) return null;
  const bytes = [];
  for (let i = 0; i < text.length; i += 4) {
    let word = 0;
    const part = text.slice(i, i + 4);
    for (let k = 0; k < 4; k++) {
      const value = k < part.length ? ALPHABET.indexOf(part[k]) : 0;
      if (value < 0) return null;
      word = (word << 6) | value;
    }
    for (let k = 0; k < part.length - 1; k++) bytes.push((word >> (16 - 8 * k)) & 255);
  }
  return bytes;
}

function writeNumber(bytes, n) {
  for (; n > 127; n = Math.floor(n / 128)) bytes.push(128 | (n & 127));
  bytes.push(n);
}

const zigzag = (d) => (d < 0 ? -2 * d - 1 : 2 * d);
const unzigzag = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);

// strokes: arrays of {x, y}. '' where they are more than a reader would accept.
export function encodeStrokes(strokes, grid = GRID) {
  const total = strokes.reduce((sum, s) => sum + s.length, 0);
  if (total > MAX_POINTS || strokes.length > MAX_STROKES) return '';
  const bytes = [];
  const last = { x: 0, y: 0 };
  const limit = MAX_COORDINATE * grid;
  writeNumber(bytes, strokes.length);
  for (const stroke of strokes) {
    writeNumber(bytes, stroke.length);
    for (const point of stroke) {
      for (const axis of ['x', 'y']) {
        const value = Math.max(-limit, Math.min(limit, Math.round(point[axis] * grid)));
        writeNumber(bytes, zigzag(value - last[axis]));
        last[axis] = value;
      }
    }
  }
  return VERSION + toBase64(bytes);
}

// Reads what encodeStrokes wrote; null where it is anything else, or longer than MAX_TEXT.
export function decodeStrokes(text, grid = GRID) {
  if (typeof text !== 'string' || text.length > MAX_TEXT || text[0] !== VERSION) return null;
  const bytes = fromBase64(text.slice(1));
  if (!bytes) return null;
  let at = 0, broken = false;
  const number = () => {
    for (let value = 0, scale = 1; at < bytes.length && scale <= 128 ** 3; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    broken = true;
    return 0;
  };
  const strokes = [], last = { x: 0, y: 0 }, limit = MAX_COORDINATE * grid;
  let points = 0;
  const count = number();
  if (count > MAX_STROKES) return null;
  for (let i = 0; i < count && !broken; i++) {
    const length = number();
    points += length;
    if (length < 1 || points > MAX_POINTS) return null;
    const stroke = [];
    for (let k = 0; k < length && !broken; k++) {
      last.x += unzigzag(number());
      last.y += unzigzag(number());
      if (Math.abs(last.x) > limit || Math.abs(last.y) > limit) return null;
      stroke.push({ x: last.x / grid, y: last.y / grid });
    }
    strokes.push(stroke);
  }
  return broken || at !== bytes.length ? null : strokes;
}
