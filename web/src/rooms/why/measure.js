// measure.js - occlusion: what becomes of the answer where part of the ink is covered, or a stroke
// left out. All answers are the recogniser's; here is only what is covered. Runs in the page and in Node.

const SIDE = 28;
const LEAST = 1e-9;
const PARTS = 3; // of a drawing with a single stroke

// Natural logarithm of the odds of class c against all others together: it shows a change
// where the probability itself is too near 0 or 1. LEAST keeps it finite.
export function logOdds({ probabilities }, c) {
  let others = 0;
  for (let i = 0; i < probabilities.length; i++) if (i !== c) others += probabilities[i];
  return Math.log((probabilities[c] + LEAST) / (others + LEAST));
}

// The image with a square of paper on it, the occluder, centred at (y, x); null where it covers no ink.
export function cover(image, y, x, size) {
  const out = image.slice();
  const reach = (size - 1) / 2;
  let ink = false;
  for (let i = Math.max(y - reach, 0); i <= Math.min(y + reach, SIDE - 1); i++) {
    for (let j = Math.max(x - reach, 0); j <= Math.min(x + reach, SIDE - 1); j++) {
      ink = ink || out[i * SIDE + j] > 0;
      out[i * SIDE + j] = 0;
    }
  }
  return ink ? out : null;
}

// Occlusion maps: maps[k][place] becomes the fall of the log-odds of classes[k] where the ink around
// the place is covered. A generator: a place a step.
export function* occlude(recognizer, image, classes, maps, size) {
  const usual = recognizer.recognizeImage(image);
  const before = classes.map((c) => logOdds(usual, c));
  for (let place = 0; place < SIDE * SIDE; place++) {
    const covered = cover(image, Math.floor(place / SIDE), place % SIDE, size);
    if (!covered) continue;
    const answer = recognizer.recognizeImage(covered);
    classes.forEach((c, k) => { maps[k][place] = before[k] - logOdds(answer, c); });
    yield;
  }
}

const length = (stroke) => stroke.reduce((sum, p, i) =>
  sum + (i ? Math.hypot(p.x - stroke[i - 1].x, p.y - stroke[i - 1].y) : 0), 0);

// A stroke in parts of the same length; neighbours share a point.
export function cut(stroke, parts) {
  const total = length(stroke);
  const out = [];
  let from = 0, walked = 0;
  for (let i = 1; i < stroke.length; i++) {
    walked += Math.hypot(stroke[i].x - stroke[i - 1].x, stroke[i].y - stroke[i - 1].y);
    if (walked >= (total * (out.length + 1)) / parts && out.length < parts - 1) {
      out.push(stroke.slice(from, i + 1));
      from = i;
    }
  }
  out.push(stroke.slice(from));
  return out.filter((part) => part.length > 1);
}

// The strokes, or thirds of the only one: {parts, whole}, whole where they are strokes.
export function divide(strokes) {
  if (strokes.length !== 1) return { parts: strokes, whole: true };
  const parts = cut(strokes[0], PARTS);
  return parts.length > 1 ? { parts, whole: false } : { parts: strokes, whole: true };
}

// For each part: the answer without it, and of it alone.
export function* leaveOut(recognizer, parts, found) {
  for (const part of parts) {
    const without = recognizer.recognizeStrokes(parts.filter((p) => p !== part));
    found({ part, without, alone: recognizer.recognizeStrokes([part]) });
    yield;
  }
}
