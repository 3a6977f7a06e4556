// main.js - wires the page: pad -> drawing -> recogniser -> everything that shows it.
import { strings } from './strings.js';
import { createRecognizer, RecognizerError } from './recognizer.js';
import { payload } from './payload.js';
import { Drawing } from './history.js';
import { Ink } from './ink.js';
import { Pad } from './pad.js';
import { Timing } from './timing.js';
import { Chart, Table } from './chart.js';
import { Seen } from './seen.js';
import { AnswerCard, spoken } from './answer.js';

const SETTLED_MS = 600; // the answer is spoken once the drawing has rested this long
const SPARE_POINTS = 64; // kept free, so that a full drawing can still be ended

const $ = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.drawing = new Drawing();
    this.ink = new Ink($('pad'));
    this.pad = new Pad($('pad'), this.drawing, () => this.changed());
    this.timing = new Timing();
    this.card = new AnswerCard({
      card: $('answer'), letter: $('letter'), confidence: $('confidence'),
      chip: $('chip'), others: $('others'),
    });
    this.seen = new Seen({
      ink: $('step-ink'), blurred: $('step-blurred'), frame: $('step-frame'),
      image: $('step-image'), thumb: $('thumb'), probe: $('probe'),
    });
    this.recognizer = null;
    this.answer = null;
    this.stale = true; // the answer does not belong to the drawing
    this.queued = false;
    this.settleTimer = 0;
    this.listen();
    this.card.say(strings.loading, strings.loadingHint);
    this.schedule();
  }

  listen() {
    $('undo').addEventListener('click', () => this.edit('undo'));
    $('redo').addEventListener('click', () => this.edit('redo'));
    $('clear').addEventListener('click', () => this.edit('clear'));
    document.addEventListener('keydown', (event) => this.key(event));
    for (const radio of document.querySelectorAll('input[name=source]')) {
      radio.addEventListener('change', () => this.changed());
    }
    for (const radio of document.querySelectorAll('input[name=order]')) {
      radio.addEventListener('change', () => this.reorder());
    }
    $('exact').addEventListener('toggle', () => this.schedule());
    new ResizeObserver(() => this.repaint()).observe($('pad'));
    addEventListener('resize', () => this.repaint());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.repaint(true));
  }

  edit(what) {
    this.pad.finish();
    this.drawing[what]();
    this.changed();
  }

  key(event) {
    if (event.target.closest?.('input[type=text], textarea, [contenteditable]')) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    let what = '';
    if (key === 'escape' && !command) what = 'clear';
    else if (command && !event.altKey && key === 'z') what = event.shiftKey ? 'redo' : 'undo';
    else if (command && !event.altKey && key === 'y') what = 'redo';
    if (!what) return;
    event.preventDefault();
    this.edit(what);
  }

  changed() {
    this.stale = true;
    this.schedule();
  }

  // The size or the colours changed: the same drawing, painted anew.
  repaint(always = false) {
    if (this.ink.fit() || always) this.changed();
  }

  // At most one painting and one prediction a frame, and none where nothing changed.
  schedule() {
    if (this.queued) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      this.frame();
    });
  }

  frame() {
    this.ink.fit();
    if (this.stale) this.ink.draw(this.drawing.strokes);
    // Not "disabled": a button that has the focus would lose it.
    const enable = (id, able) => $(id).setAttribute('aria-disabled', String(!able));
    enable('undo', this.drawing.canUndo);
    enable('redo', this.drawing.canRedo);
    enable('clear', this.drawing.strokes.length > 0);
    $('pad-hint').hidden = this.drawing.strokes.length > 0;
    if (!this.recognizer) return;
    if (this.stale) this.predict();
    if (this.answer && $('exact').open) this.table.update(this.answer);
  }

  predict() {
    this.stale = false;
    let answer;
    try {
      answer = this.recognize();
    } catch (error) {
      const why = error instanceof RecognizerError ? error.message : strings.failPixels;
      this.card.say(strings.failDrawing, why);
      this.answer = null;
      clearTimeout(this.settleTimer);
      return;
    }
    this.answer = answer;
    this.card.update(answer, this.recognizer);
    this.chart.update(answer);
    this.seen.update(answer, this.recognizer.steps());
    this.showTiming();
    clearTimeout(this.settleTimer);
    this.settleTimer = setTimeout(() => this.settle(), SETTLED_MS);
  }

  recognize() {
    const fromPixels = $('source-pixels').checked;
    const input = fromPixels ? this.ink.pixels() : this.drawing.strokes;
    const start = performance.now();
    const answer = fromPixels
      ? this.recognizer.recognizePixels(input)
      : this.recognizer.recognizeStrokes(input);
    if (!answer.empty) this.timing.add(performance.now() - start);
    return answer;
  }

  settle() {
    if (this.pad.drawingNow) {
      this.settleTimer = setTimeout(() => this.settle(), SETTLED_MS);
      return;
    }
    const { answer } = this;
    const untouched = answer.empty && !$('spoken').textContent;
    if (!untouched) $('spoken').textContent = spoken(answer, this.recognizer);
    $('pad').setAttribute('aria-label',
      answer.empty ? strings.padEmpty : `${strings.padDrawn} ${answer.letter}`);
  }

  reorder() {
    this.chart?.setSorted($('order-sorted').checked, this.answer?.probabilities);
  }

  showTiming() {
    const { n, median, p99 } = this.timing.summary();
    if (!n) return;
    // Browsers round their clocks, so a short time may read as nothing at all.
    const show = (ms) => (ms < 0.1 ? `${strings.under} 0.1 ms` : `${ms.toFixed(1)} ms`);
    $('median').textContent = show(median);
    $('p99').textContent = show(p99);
    $('timing').hidden = false;
  }

  ready(recognizer) {
    this.recognizer = recognizer;
    this.chart = new Chart($('bars'), recognizer.classes, recognizer.folds);
    this.table = new Table($('exact-rows'), recognizer.classes, recognizer.folds);
    this.pad.full = () =>
      this.drawing.strokes.reduce((sum, s) => sum + s.length, SPARE_POINTS) > recognizer.maxPoints;
    this.reorder();
    $('badge').textContent = recognizer.build === 'simd' ? strings.buildSimd : strings.buildScalar;
    $('badge').title = recognizer.refusals.join('; ');
    $('badge').hidden = false;
    document.body.dataset.ready = recognizer.build;
    this.changed();
  }

  fail(error) {
    document.body.dataset.ready = 'failed';
    $('failure-text').textContent = error.message;
    $('failure').hidden = false;
    $('answer').hidden = true;
  }
}

const page = new Page();
$('probe').textContent = strings.stepProbe;

// For the console, and for a page that embeds this one's script: the recogniser, once ready.
globalThis.letters = new Promise((resolve) => {
  // The first painting comes first.
  requestAnimationFrame(() => setTimeout(() => resolve(createRecognizer(payload()))));
});
globalThis.letters.then((recognizer) => page.ready(recognizer), (error) => page.fail(error));
