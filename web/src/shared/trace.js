// trace.js - what the second network reads, 64 points along the pen's way, and what each of them does for an answer.
const X = 0, Y = 1, STARTS = 6; // features
const REACH = 2; // points on each side that are hidden with one
const NEUTRAL = 128; // of a byte that stands for -1..1
const LEAST = 0.5; // full colour stands for at least so much log-odds
const EDGE = 14, RADIUS = 3.4; // where the side is TRACE_SIDE

export const POINTS = 64, FEATURES = 8;
export const TRACE_SIDE = 168;

// The log-odds of class c among real logits.
function logOdds(logits, scale, c) {
  const most = Math.max(...logits);
  let others = 0;
  logits.forEach((v, i) => { if (i !== c) others += Math.exp((v - most) * scale); });
  return (logits[c] - most) * scale - Math.log(others);
}

// The trace with the points around one put into the middle, going nowhere.
function hide(trace, point) {
  const out = trace.slice();
  const from = Math.max(0, point - REACH), to = Math.min(POINTS, point + REACH + 1);
  for (let i = from; i < to; i++) out.fill(NEUTRAL, i * FEATURES, i * FEATURES + STARTS).fill(0, i * FEATURES + STARTS, (i + 1) * FEATURES);
  return out;
}

// How much the log-odds of each of the classes fall where each point is hidden: a Float64Array (64) for each.
export function influence(recognizer, trace, scale, classes) {
  const all = [trace, ...Array.from({ length: POINTS }, (_, i) => hide(trace, i))].map((one) => recognizer.recognizeTrace(one));
  return classes.map((c) => {
    const [usual, ...hidden] = all.map((logits) => logOdds(logits, scale, c));
    return Float64Array.from(hidden, (now) => usual - now);
  });
}

export const peakOf = (weights) => Math.max(LEAST, ...weights.map(Math.abs));

// The canvas empty, at twice the resolution: its context.
export function blankTrace(canvas) {
  canvas.width = canvas.height = 2 * TRACE_SIDE;
  const context = canvas.getContext('2d');
  context.setTransform(2, 0, 0, 2, 0, 0);
  return context;
}

// Dotted where the pen was up; a point is of full size and colour where its weight is peak.
export function drawTrace(canvas, trace, weights, peak, { text, accent, against, line }) {
  const context = blankTrace(canvas);
  const at = (i, axis) => EDGE + (trace[i * FEATURES + axis] / 255) * (TRACE_SIDE - 2 * EDGE);
  context.strokeStyle = `rgb(${line})`;
  for (let i = 1; i < POINTS; i++) {
    context.setLineDash(trace[i * FEATURES + STARTS] > 0 ? [2, 4] : []);
    context.beginPath();
    context.moveTo(at(i - 1, X), at(i - 1, Y));
    context.lineTo(at(i, X), at(i, Y));
    context.stroke();
  }
  for (let i = 0; i < POINTS; i++) {
    const share = Math.max(-1, Math.min(1, weights[i] / peak)), over = share < 0 ? against : accent;
    context.fillStyle = `rgb(${text.map((v, k) => v + (over[k] - v) * Math.min(1, Math.abs(share) * 4))})`;
    context.beginPath();
    context.arc(at(i, X), at(i, Y), 1.4 + RADIUS * Math.abs(share), 0, 2 * Math.PI);
    context.fill();
  }
}
