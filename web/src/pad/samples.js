// samples.js - the strip of sample letters, and the pen that redraws one on the pad.
import { strings, fill } from '../strings/strings.js';
import { draw, make } from '../shared/dom.js';
import { decodeStrokes } from './codec.js';

const SAMPLE_GRID = 255; // the samples' own coordinates
const SIZE = 0.6; // of a sample on the pad
const MILLISECONDS = 900; // a redrawing takes
const BATCH = 16; // of thumbnails, made between two frames

// "A1..., B1...": letters with their coded strokes, as the build packs them; decoded when
// they are first asked for.
export function unpackSamples(text) {
  return text.trim().split('\n').map((line) => {
    let strokes = null;
    return {
      letter: line[0],
      get strokes() { return (strokes ??= decodeStrokes(line.slice(1), SAMPLE_GRID)); },
    };
  });
}

// A sample's strokes in the middle of the pad.
export function onPad(strokes) {
  const all = strokes.flat();
  const middle = (axis) => {
    const values = all.map((p) => p[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  const cx = middle('x'), cy = middle('y');
  return strokes.map((s) => s.map((p) => ({ x: 0.5 + SIZE * (p.x - cx), y: 0.5 + SIZE * (p.y - cy) })));
}

// The first `count` points of a drawing.
function beginning(strokes, count) {
  const out = [];
  for (const stroke of strokes) {
    if (count <= 0) break;
    out.push(stroke.slice(0, count));
    count -= stroke.length;
  }
  return out;
}

// Draws strokes point by point as one change of the drawing.
export class Player {
  constructor(drawing, onChange) {
    Object.assign(this, { drawing, onChange });
    this.target = null; // what is being drawn
    this.reduced = matchMedia('(prefers-reduced-motion: reduce)');
  }

  play(strokes) {
    this.finish();
    this.drawing.change([]);
    this.target = strokes;
    if (this.reduced.matches) return this.finish();
    const total = strokes.reduce((sum, s) => sum + s.length, 0);
    const start = performance.now();
    const step = () => {
      if (this.target !== strokes) return;
      const share = (performance.now() - start) / MILLISECONDS;
      if (share >= 1) return this.finish();
      this.drawing.strokes = beginning(strokes, Math.ceil(share * total));
      this.onChange();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    return undefined;
  }

  // Completes at once what is being drawn.
  finish() {
    if (!this.target) return;
    this.drawing.strokes = this.target;
    this.target = null;
    this.onChange();
  }
}

function thumbnail(strokes) {
  const path = (stroke) => (stroke.length > 1 ? stroke : [stroke[0], stroke[0]])
    .map((p) => `${(100 * p.x).toFixed(1)} ${(100 * p.y).toFixed(1)}`).join('L');
  return draw('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' },
    ...onPad(strokes).map((stroke) => draw('path', { d: `M${path(stroke)}` })));
}

const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 20));

// The strip is one stop for Tab; arrow keys move inside it. It is laid out a few samples at
// a time, while nothing else is to be done.
export class Strip {
  constructor(root, choose) {
    Object.assign(this, { root, choose });
    this.samples = [];
    this.buttons = [];
    root.addEventListener('keydown', (event) => this.key(event));
    root.addEventListener('focusin', (event) => this.enter(event.target));
  }

  // These samples in the place of those before, unless they are the same.
  lay(samples) {
    if (samples.length === this.samples.length && samples.every((sample, i) => sample === this.samples[i])) return;
    this.samples = samples;
    this.buttons = [];
    this.root.replaceChildren();
    const waiting = [...samples];
    const next = () => {
      if (this.samples !== samples) return;
      this.root.append(...waiting.splice(0, BATCH).map((sample) => this.make(sample)));
      if (waiting.length) idle(next);
    };
    idle(next);
  }

  make(sample) {
    const { letter } = sample;
    const button = make('button.sample', { type: 'button', tabindex: this.buttons.length ? -1 : 0 }, thumbnail(sample.strokes));
    button.addEventListener('click', () => this.choose(sample));
    const entry = { button, letter, number: 1 + this.buttons.filter((other) => other.letter === letter).length };
    this.buttons.push(entry);
    this.nameOne(entry);
    return button;
  }

  nameOne({ button, letter, number }) {
    button.setAttribute('aria-label', fill(strings.sampleName, { letter, number }));
  }

  name() {
    for (const entry of this.buttons) this.nameOne(entry);
  }

  enter(target) {
    for (const { button } of this.buttons) button.tabIndex = button === target ? 0 : -1;
  }

  key(event) {
    const last = this.buttons.length - 1;
    const at = this.buttons.findIndex(({ button }) => button === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    this.buttons[Math.max(0, Math.min(last, to))].button.focus();
  }
}
