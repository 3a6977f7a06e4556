// room.js - what part of the ink carries the answer (occlusion maps), and which stroke mattered.
import { make, makeChoice } from '../../shared/dom.js';
import { withShare } from '../../shared/labels.js';
import { Shades } from '../../shared/shades.js';
import { Slices } from '../../shared/slices.js';
import { Like } from './like.js';
import { cover, divide, leaveOut, occlude } from './measure.js';
import { TraceMaps } from './trace_maps.js';

const SIDE = 28;
const SIZES = [3, 5, 7];
const LEAST = 0.5; // full colour stands for at least so much log-odds
const STEPS_A_PICTURE = 40; // places measured between two paintings of a map
const INK = 0.28; // how dark the ink lies under the colours

const percentAt = (v) => `${(100 * v) / SIDE}%`;

// An occlusion map laid over the ink: what speaks for one letter.
class OcclusionMap {
  constructor(onCover) {
    this.title = make('h4');
    this.canvas = make('canvas');
    this.canvas.width = this.canvas.height = SIDE;
    this.mark = make('div.why-mark', { hidden: '' });
    this.stage = make('div.why-stage', this.canvas, this.mark);
    this.stage.tabIndex = 0;
    this.stage.setAttribute('role', 'application');
    this.pro = make('span.pro');
    this.contra = make('span.contra');
    this.element = make('div.why-map', this.title, this.stage, make('p.why-legend', this.pro, this.contra));
    this.at = { y: SIDE / 2, x: SIDE / 2 };
    const place = (event) => {
      const box = this.stage.getBoundingClientRect();
      const index = (v, length) => Math.max(0, Math.min(SIDE - 1, Math.floor((SIDE * v) / length)));
      return { y: index(event.clientY - box.top, box.height), x: index(event.clientX - box.left, box.width) };
    };
    this.stage.addEventListener('pointermove', (event) => onCover(place(event)));
    this.stage.addEventListener('pointerdown', (event) => onCover(place(event)));
    this.stage.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && onCover(null));
    this.stage.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!by) return;
      event.preventDefault();
      const clip = (v) => Math.max(0, Math.min(SIDE - 1, v));
      onCover({ y: clip(this.at.y + by[0]), x: clip(this.at.x + by[1]) }, true);
    });
  }

  // values: how much the letter loses where the place is covered; of full colour at peak.
  paint(shades, image, values, peak) {
    const context = this.canvas.getContext('2d');
    const picture = context.createImageData(SIDE, SIDE);
    const { paper, text, accent, against } = shades.colours;
    for (let i = 0; i < image.length; i++) {
      const share = Math.max(-1, Math.min(1, values[i] / peak));
      const over = share < 0 ? against : accent;
      const ink = (image[i] / 255) * INK, strength = Math.abs(share) ** 0.8;
      for (let k = 0; k < 3; k++) {
        const under = paper[k] + (text[k] - paper[k]) * ink;
        picture.data[4 * i + k] = under + (over[k] - under) * strength;
      }
      picture.data[4 * i + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
  }

  showPatch(at, size) {
    this.mark.hidden = !at;
    if (!at) return;
    this.at = at;
    const reach = (size - 1) / 2;
    this.mark.style.left = percentAt(at.x - reach);
    this.mark.style.top = percentAt(at.y - reach);
    this.mark.style.width = this.mark.style.height = percentAt(size);
  }
}

// A drawing in little, some of its strokes faint.
function sketch(canvas, strokes, faint, colours) {
  const side = 112;
  canvas.width = canvas.height = side;
  const all = strokes.flat();
  const low = (axis) => Math.min(...all.map((p) => p[axis])), high = (axis) => Math.max(...all.map((p) => p[axis]));
  const scale = (side * 0.74) / Math.max(high('x') - low('x'), high('y') - low('y'), 0.02);
  const x = (p) => side / 2 + (p.x - (low('x') + high('x')) / 2) * scale;
  const y = (p) => side / 2 + (p.y - (low('y') + high('y')) / 2) * scale;
  const context = canvas.getContext('2d');
  context.lineCap = context.lineJoin = 'round';
  context.lineWidth = 8;
  for (const pass of [true, false]) {
    for (const stroke of strokes.filter((s) => (s === faint) === pass)) {
      context.strokeStyle = `rgb(${pass ? colours.line : colours.text})`;
      context.setLineDash(pass ? [1, 13] : []);
      context.beginPath();
      context.moveTo(x(stroke[0]), y(stroke[0]));
      for (const p of stroke) context.lineTo(x(p), y(p));
      context.stroke();
    }
  }
}

class Why {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.shades = new Shades(mount);
    this.slices = new Slices();
    this.strokeSlices = new Slices();
    this.likeSlices = new Slices();
    this.like = new Like(api);
    this.traces = new TraceMaps(api);
    this.answer = null;
    this.at = null;
    this.size = 5;
    this.build();
    this.borrow();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.shades.refresh();
      this.update(this.answer);
    });
    this.translate();
  }

  build() {
    this.lead = make('p.why-lead');
    this.maps = [0, 1].map(() => new OcclusionMap((at, keys) => this.cover(at, keys)));
    this.choice = makeChoice('why-size', SIZES, this.size, (size) => this.resize(size));
    this.preview = make('canvas.why-preview');
    this.preview.width = this.preview.height = SIDE;
    this.preview.setAttribute('role', 'img');
    this.result = make('p.why-result');
    this.spoken = make('p.unseen', { role: 'status' });
    this.side = make('div.why-side', this.api.miniPad(), this.choice.element, make('div.why-covered', this.preview, this.result));
    this.evidence = make('div.why-evidence', this.side, ...this.maps.map((m) => m.element));
    this.strokesTitle = make('h4');
    this.strokesLead = make('p.note');
    this.strokeList = make('ol.why-strokes');
    this.mount.append(this.lead, this.evidence, this.spoken, this.traces.root, this.strokesTitle, this.strokesLead,
      this.strokeList, this.like.root);
  }

  // A recogniser of its own: the pad's goes on undisturbed.
  async borrow() {
    this.own = null;
    this.own = await this.api.second();
    this.update(this.answer);
  }

  modelChanged() {
    this.like.forget();
    this.update(null); // what was answered is of the model before
    this.borrow();
  }

  lentChanged() {
    this.like.forgetLent();
    this.findLike();
  }

  translate() {
    const { words, fill } = this.api;
    this.lead.textContent = words.lead;
    this.choice.legend.textContent = words.patch;
    this.choice.texts.forEach((text, i) => { text.textContent = `${SIZES[i]} × ${SIZES[i]}`; });
    this.preview.setAttribute('aria-label', words.coveredPicture);
    this.strokesTitle.textContent = words.strokesTitle;
    for (const map of this.maps) map.stage.setAttribute('aria-roledescription', words.mapRole);
    this.like.translate();
    this.traces.translate();
    this.update(this.answer);
  }

  resize(size) {
    this.size = size;
    this.measure(0);
    this.cover(this.at);
  }

  hidden() {
    this.slices.stop();
    this.strokeSlices.stop();
    this.likeSlices.stop();
  }

  update(answer) {
    this.answer = answer;
    this.at = null;
    const { words, fill, recognizer } = this.api;
    const there = answer && !answer.empty;
    this.values = [new Float32Array(SIDE * SIDE), new Float32Array(SIDE * SIDE)];
    this.image = there ? answer.image : new Uint8Array(SIDE * SIDE);
    this.classes = there ? [answer.best, answer.second] : [];
    this.maps.forEach((map, k) => {
      const letter = there ? recognizer.classes[this.classes[k]] : '\u2013';
      map.title.textContent = fill(k ? words.secondTitle : words.answerTitle, { letter });
      map.pro.textContent = fill(words.legendFor, { letter });
      map.contra.textContent = fill(words.legendAgainst, { letter });
      map.stage.setAttribute('aria-label', fill(words.mapLabel, { letter }));
    });
    this.paint();
    this.cover(null);
    this.measure();
    this.traces.update(this.own, answer, this.classes, this.shades.colours);
    this.measureStrokes();
    this.findLike();
  }

  findLike() {
    const { api, answer } = this;
    this.likeSlices.stop();
    if (!this.own || !answer || answer.empty) return this.like.clear();
    return this.likeSlices.start(this.like.find(this.own, api.source === 'strokes' ? { strokes: api.strokes } : { image: answer.image }));
  }

  paint() {
    const peak = this.values.reduce((most, map) => map.reduce((m, v) => Math.max(m, Math.abs(v)), most), LEAST);
    this.maps.forEach((map, k) => map.paint(this.shades, this.image, this.values[k], peak));
  }

  measure(rest) {
    this.slices.stop();
    this.element.dataset.state = 'waiting';
    if (!this.own || !this.classes.length) return;
    const room = this;
    this.values.forEach((map) => map.fill(0));
    this.slices.start((function* work() {
      let steps = 0;
      for (const _ of occlude(room.own, room.image, room.classes, room.values, room.size)) {
        if (++steps % STEPS_A_PICTURE === 0) room.paint();
        yield;
      }
      room.paint();
      room.element.dataset.state = 'done';
    })(), rest);
  }

  get element() {
    return this.mount;
  }

  // What is read where the place is covered; null: none is.
  cover(at, keys = false) {
    const { words, fill, percent, recognizer } = this.api;
    this.at = at;
    for (const map of this.maps) map.showPatch(at, this.size);
    const covered = at && cover(this.image, at.y, at.x, this.size);
    const shown = covered || this.image;
    const context = this.preview.getContext('2d');
    const picture = context.createImageData(SIDE, SIDE);
    const pixels = new Uint32Array(picture.data.buffer);
    for (let i = 0; i < pixels.length; i++) pixels[i] = this.shades.word(shown[i], 255);
    context.putImageData(picture, 0, 0);
    if (!this.classes.length) {
      this.result.textContent = words.empty;
    } else if (!at || !this.own) {
      this.result.textContent = words.coveredPoint;
    } else {
      const after = this.own.recognizeImage(shown);
      const lines = this.classes.map((c) => fill(words.coveredAt, { row: at.y + 1, column: at.x + 1,
        first: recognizer.classes[c], before: percent(this.answer.probabilities[c]), after: percent(after.probabilities[c]) }));
      lines[1] = lines[1].slice(lines[1].indexOf(':') + 2); // the place is said once
      if (after.best !== this.answer.best) lines.push(fill(words.coveredNow, { letter: after.letter }));
      this.result.textContent = lines.join('; ');
      if (keys) this.spoken.textContent = this.result.textContent;
    }
  }

  measureStrokes() {
    const { api, answer } = this;
    const { words } = api;
    this.strokeSlices.stop();
    const strokes = api.strokes;
    const there = answer && !answer.empty && strokes.length > 0 && api.source !== 'picture';
    const { parts, whole } = there ? divide(strokes) : { parts: [], whole: true };
    this.strokesLead.textContent = api.source === 'picture' ? words.strokesNone
      : !there ? words.empty : parts.length < 2 ? words.strokesOne : whole ? words.strokesLead : words.partsLead;
    if (parts.length < 2) return this.strokeList.replaceChildren();
    if (!this.own) return undefined;
    const rows = [];
    const room = this;
    this.strokeSlices.start((function* work() {
      // The whole drawing read from its strokes too, whatever the pad is read from.
      const all = room.own.recognizeStrokes(parts);
      yield* leaveOut(room.own, parts, (found) => rows.push(found));
      room.showStrokes(all, parts, rows, whole);
    })());
    return undefined;
  }

  showStrokes(all, parts, rows, whole) {
    const { words, fill, percent } = this.api;
    const left = rows.map(({ without }) => (without.empty ? 0 : without.probabilities[all.best]));
    const most = left.indexOf(Math.min(...left));
    const said = (what, answer) => {
      const p = answer.empty ? 0 : answer.probabilities[all.best];
      const bar = make('div.why-bar', make('i'));
      bar.firstChild.style.width = `${(100 * p).toFixed(1)}%`;
      const text = answer.empty ? words.nothing : withShare(all.letter, percent(p));
      const now = !answer.empty && answer.best !== all.best ? `\u2192 ${withShare(answer.letter, percent(answer.confidence))}` : '';
      return make('div.why-said', make('span.why-what', what), bar, make('b', text), make('span.why-now', now));
    };
    this.strokeList.replaceChildren(...rows.map(({ part, without, alone }, i) => {
      const canvas = make('canvas');
      canvas.setAttribute('aria-hidden', 'true');
      sketch(canvas, parts, part, this.shades.colours);
      const name = make('h5', fill(whole ? words.stroke : words.part, { n: i + 1 }));
      if (i === most) name.append(' ', make('span.chip', words.mattered));
      return make('li', canvas, make('div', name, said(words.without, without), said(words.alone, alone)));
    }));
  }
}

export const open = (mount, api) => new Why(mount, api);
