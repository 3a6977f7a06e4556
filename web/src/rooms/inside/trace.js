// trace.js - what the second network reads: the points of the trace, coloured by what each of them does
// for the answer; and what both networks say, alone and together.
import { make, say } from '../../shared/dom.js';
import { watchSeen } from './seen.js';

export const POINTS = 64, FEATURES = 8;
const X = 0, Y = 1, STARTS = 6; // features
const REACH = 2; // points on each side that are hidden with one
const NEUTRAL = 128; // of a byte that stands for -1..1
const LEAST = 0.5; // full colour stands for at least so much log-odds
const SIZE = 168, EDGE = 14, RADIUS = 3.4;

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

// How much the log-odds of class c fall where each point is hidden: Float64Array (64).
function influence(recognizer, trace, scale, c) {
  const usual = logOdds(recognizer.recognizeTrace(trace), scale, c);
  return Float64Array.from({ length: POINTS }, (_, i) => usual - logOdds(recognizer.recognizeTrace(hide(trace, i)), scale, c));
}

const best = (values) => values.indexOf(Math.max(...values));

export class TraceView {
  constructor(model, api, shades) {
    Object.assign(this, { model, api, shades });
    this.head = make('header', make('h4'), make('b', `${POINTS} × ${FEATURES}`));
    this.text = make('p.note');
    this.canvas = make('canvas.inside-trace', { role: 'img' });
    this.canvas.width = this.canvas.height = 2 * SIZE;
    this.verdict = make('p');
    this.element = make('section.inside-layer', this.head, this.text, this.canvas, this.verdict);
    this.look = null;
    this.seen = watchSeen(this.element, () => this.paint(this.look));
  }

  translate() {
    const { words } = this.api;
    say(this.head.children[0], words.traceName);
    say(this.text, words.traceText);
    this.canvas.setAttribute('aria-label', words.traceLabel);
  }

  // look: as the inspector's, or null where nothing is drawn.
  paint(look) {
    this.look = look;
    if (!this.seen.now) return;
    const context = this.canvas.getContext('2d');
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, SIZE, SIZE);
    const { words, fill } = this.api;
    const { trace } = look?.answer ?? {};
    if (!trace) {
      say(this.verdict, look ? words.traceNone : '');
      return;
    }
    const { answer, activations } = look, { labels, pictureLayers, traceScale } = this.model;
    say(this.verdict, fill(words.traceVerdict, { picture: labels[best(activations[pictureLayers - 1])],
      trace: labels[best(activations[activations.length - 1])], both: answer.letter }));
    this.drawPoints(context, trace, influence(this.api.recognizer, trace, traceScale, answer.best));
  }

  drawPoints(context, trace, weights) {
    const { text, accent, against, line } = this.shades.colours;
    const at = (i, axis) => EDGE + (trace[i * FEATURES + axis] / 255) * (SIZE - 2 * EDGE);
    const starts = (i) => trace[i * FEATURES + STARTS] > 0;
    context.strokeStyle = `rgb(${line})`;
    for (let i = 1; i < POINTS; i++) {
      context.setLineDash(starts(i) ? [2, 4] : []);
      context.beginPath();
      context.moveTo(at(i - 1, X), at(i - 1, Y));
      context.lineTo(at(i, X), at(i, Y));
      context.stroke();
    }
    const peak = Math.max(LEAST, ...weights.map(Math.abs));
    for (let i = 0; i < POINTS; i++) {
      const share = weights[i] / peak, over = share < 0 ? against : accent;
      context.fillStyle = `rgb(${text.map((v, k) => v + (over[k] - v) * Math.min(1, Math.abs(share) * 4))})`;
      context.beginPath();
      context.arc(at(i, X), at(i, Y), 1.4 + RADIUS * Math.abs(share), 0, 2 * Math.PI);
      context.fill();
    }
  }
}
