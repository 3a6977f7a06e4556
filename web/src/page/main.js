// main.js - the page: pad -> drawing -> recogniser -> everything that shows the answer.
// tools.js wires what the reader can press.
//
// web/src/page/ is the page around the pad: its template, style, answer, chart, tools and panels.
import { strings, fill, decimal, preferredLanguage, setLanguage, setTables, translatePage, tables } from '../strings/strings.js';
import { createRecognizer, noWorkingBuild, selfTest } from '../recognizer/recognizer.js';
import { bringPart, wholePage } from './parts.js';
import { payload } from './payload.js';
import { LINK } from '../pad/codec.js';
import { padHint } from '../pad/minipad.js';
import { PadElement } from '../pad/pad_element.js';
import { Settings } from './settings.js';
import { Timing } from './timing.js';
import { Chart, Table, chartWords } from './chart.js';
import { PreprocessView } from './preprocess_view.js';
import { AnswerCard, spoken } from './answer.js';
import { Tools } from './tools.js';
import { Rooms } from './rooms.js';
import { Photos } from './photos.js';
import { Embed } from './embed.js';
import { Mode } from './mode.js';
import { WordLanguage } from './word_language.js';
import { Hint } from './hint.js';
import { Welcome } from './welcome.js';
import { offerFile, startHosted } from './hosted.js';
import { say } from '../shared/dom.js';

const IDLE_MS = 2000;
const MEANINGFUL = 50; // predictions, for their 99th percentile to be shown
const SETTLED_MS = 600; // the answer is spoken once the drawing has rested this long
const YOUNG_MS = 3000, FEW_POINTS = 60; // a drawing is young until it has rested so long, or has more points or strokes

const $ = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.settings = new Settings();
    customElements.define('letter-pad', PadElement);
    this.pad = $('pad');
    this.pad.frame = () => this.frame();
    this.sheet = this.pad.sheet;
    this.timing = new Timing();
    this.card = new AnswerCard({
      card: $('answer'), letter: $('letter'), small: $('letter-small'), confidence: $('confidence'),
      chip: $('chip'), others: $('others'), wrong: $('not-this'),
    });
    this.preprocess = new PreprocessView({
      ink: $('step-ink'), blurred: $('step-blurred'), frame: $('step-frame'),
      image: $('step-image'), pixel: $('step-pixel'), thumb: $('thumb'), probe: $('probe'),
      say: (text) => { $('spoken').textContent = text; },
    });
    this.recognizer = null;
    this.failure = null;
    this.answer = null;
    this.chart = null;
    this.table = null; // of the exact percentages, made when it is first opened
    this.stale = true; // the answer does not belong to the drawing
    this.settleTimer = 0;
    this.ageTimer = 0;
    this.rested = false;
    this.tools = new Tools({
      sheet: this.sheet, settings: this.settings, letter: () => this.answer?.letter ?? '', read: (file) => this.photos.read(file),
      watch: () => this.photos.watch(),
    });
    this.wordLanguage = new WordLanguage({ settings: this.settings, recognizer: () => this.recognizer });
    this.photos = new Photos({
      sheet: this.sheet, settings: this.settings, language: this.wordLanguage, notice: this.tools.notice,
      recognizer: () => this.recognizer, take: (file) => this.tools.opener.take(file),
    });
    this.rooms = new Rooms({
      sheet: this.sheet,
      samples: this.tools.samples,
      clear: () => this.tools.edit('clear'),
      example: () => this.tools.drawOne(),
      put: (what) => this.tools.put(what),
      current: () => ({ recognizer: this.recognizer, answer: this.answer, source: this.source }),
      modelChanged: () => this.modelChanged(),
      reread: () => {
        this.photos.reread();
        this.sheet.changed();
        this.mode.reread();
      },
      read: () => this.recognize(),
      notice: this.tools.notice,
      settings: this.settings,
    });
    this.embed = new Embed(() => this);
    this.mode = new Mode({
      language: this.wordLanguage, notice: this.tools.notice, recognizer: () => this.recognizer,
      learn: (...what) => this.rooms.reach('hand')?.learn(...what),
    });
    this.hint = new Hint({ notice: this.tools.notice, takeAlong: (strokes) => this.mode.takeAlong(strokes) });
    this.welcome = new Welcome({ settings: this.settings, help: this.tools.help });
    this.listen();
    this.speak(this.settings.get('language', preferredLanguage(navigator.languages), (code) => code in tables));
  }

  listen() {
    for (const radio of document.querySelectorAll('input[name=source]')) {
      radio.addEventListener('change', () => this.pad.changed());
    }
    for (const radio of document.querySelectorAll('input[name=order], input[name=view]')) {
      radio.addEventListener('change', () => this.reorder());
    }
    $('not-this').addEventListener('click', () => this.correct());
    $('exact').addEventListener('toggle', () => this.pad.schedule());
    $('language').addEventListener('change', () => {
      this.settings.set('language', $('language').value);
      this.speak($('language').value);
    });
  }

  correct() {
    wholePage().then(() => this.rooms.reach('hand')?.correct(), () => this.tools.offerReload());
  }

  // Puts the whole page into a language.
  speak(code) {
    setLanguage(code);
    if (document.documentElement.lang !== code) translatePage();
    $('language').value = code;
    this.pad.describe(strings.padRole, strings.padEmpty);
    this.preprocess.rest();
    $('spoken').textContent = '';
    this.tools.named();
    this.showBuild();
    this.rooms.translate();
    this.mode.translate();
    this.photos.translate();
    this.welcome.translate();
    this.reorder();
    if (this.failure) this.fail(this.failure);
    else if (!this.recognizer) this.card.say(strings.loading, strings.loadingHint);
    this.pad.changed();
  }

  // At most one painting and one prediction, and none where nothing changed.
  frame() {
    if (this.pad.paint()) this.stale = true;
    this.tools.update();
    this.welcome.update(this.sheet.blank);
    if (!this.recognizer) return;
    if (this.stale) this.predict();
    if (this.answer && $('exact').open) this.tabulate();
  }

  predict() {
    this.stale = false;
    clearTimeout(this.settleTimer);
    clearTimeout(this.ageTimer);
    this.rested = false;
    let answer;
    try {
      answer = this.recognize();
    } catch (error) {
      this.card.say(strings.failDrawing, error.status ? strings.failTooLarge : strings.failPixels);
      this.answer = null;
      this.rooms.update(null);
      return;
    }
    this.answer = answer;
    this.photos.update(answer);
    if (answer.empty && this.sheet.picture) this.card.say(strings.pictureNoInk, this.noInkHint);
    else this.card.update(answer, this.recognizer, this.young);
    this.chart.update(answer);
    this.preprocess.update(answer, this.sheet.picture?.image ? null : this.recognizer.steps());
    this.rooms.update(answer);
    this.embed.tell();
    this.showTiming();
    this.settleTimer = setTimeout(() => this.settle(), SETTLED_MS);
    if (this.young) this.ageTimer = setTimeout(() => this.age(), YOUNG_MS);
  }

  // What to do where nothing was found on a picture.
  get noInkHint() {
    const { finding } = this.sheet.picture;
    return { none: strings.pictureNone, small: strings.pictureSmall, crowded: strings.pictureCrowded }[finding] ?? strings.pictureNoInkHint;
  }

  // Nothing was added for a while.
  age() {
    this.rested = true;
    if (this.answer) this.card.update(this.answer, this.recognizer, false);
  }

  get young() {
    const { picture, strokes } = this.sheet;
    return !picture && !this.rested && strokes.length === 1 && strokes[0].length < FEW_POINTS;
  }

  recognize() {
    const start = performance.now();
    const { picture } = this.sheet;
    const answer = picture ? this.recognizePicture(picture) : this.recognizeDrawing();
    if (!answer.empty) this.timing.add(performance.now() - start);
    return answer;
  }

  recognizePicture({ image, pixels }) {
    return image ? this.recognizer.recognizeImage(image) : this.recognizer.recognizePixels(pixels);
  }

  // What the answer is made from: 'strokes', 'pixels' of the pad's canvas, or a 'picture'.
  get source() {
    if (this.sheet.picture) return 'picture';
    return $('source-pixels').checked ? 'pixels' : 'strokes';
  }

  recognizeDrawing() {
    return this.source === 'pixels'
      ? this.recognizer.recognizePixels(this.sheet.ink.pixels())
      : this.recognizer.recognizeStrokes(this.sheet.strokes);
  }

  settle() {
    if (this.sheet.pad.drawingNow) {
      this.settleTimer = setTimeout(() => this.settle(), SETTLED_MS);
      return;
    }
    const { answer, sheet: { picture } } = this;
    const untouched = answer.empty && !$('spoken').textContent;
    if (picture && answer.empty) $('spoken').textContent = strings.pictureNoInk;
    else if (!untouched) $('spoken').textContent = spoken(answer, this.recognizer, this.young);
    if (!picture) this.hint.settle(answer, this.recognizer, this.sheet.strokes, () => this.recognizeDrawing());
    const drawn = `${picture ? strings.padPicture : strings.padDrawn} ${answer.letter}`;
    this.pad.describe(strings.padRole, answer.empty ? strings.padEmpty : drawn);
  }

  reorder() {
    if (!this.chart || !this.recognizer) return;
    const sorted = $('order-sorted').checked;
    const said = chartWords(this.recognizer, $('view-letters').checked, sorted);
    const folded = said.folding && $('view-letters').checked;
    say($('view-classes-name'), said.classes);
    say($('view-letters-name'), said.groups);
    say($('order-alphabet-name'), said.order);
    say($('chart-note'), said.note);
    $('view').hidden = !said.folding;
    say($('pad-hint'), padHint(this.recognizer.classes));
    this.chart.arrange(folded, sorted, this.answer);
    this.pad.schedule();
  }

  tabulate() {
    this.table ??= new Table($('exact-head'), $('exact-rows'), this.recognizer);
    this.table.update(this.answer, $('order-sorted').checked);
  }

  showTiming() {
    const { n, median, p99 } = this.timing.summary();
    if (!n) return;
    // Browsers round their clocks, so a short time may read as nothing at all.
    const show = (ms) => (ms < 0.1 ? `${strings.under} ${decimal(0.1, 1)} ms` : `${decimal(ms, 1)} ms`);
    $('median').textContent = show(median);
    $('p99').textContent = show(p99);
    $('tail').hidden = n < MEANINGFUL;
    $('timing').hidden = false;
  }

  showBuild() {
    if (!this.recognizer) return;
    $('badge').textContent = this.recognizer.build === 'simd' ? strings.buildSimd : strings.buildScalar;
    $('badge').title = this.recognizer.refusals.join('; ');
    $('badge').hidden = false;
  }

  ready(recognizer) {
    this.recognizer = recognizer;
    this.answerFirst();
    this.chart ??= new Chart($('bars'));
    this.showLabels();
    this.sheet.maxPoints = recognizer.maxPoints;
    this.showBuild();
    this.pad.changed();
    document.body.dataset.ready = recognizer.build;
    this.mode.modelChanged();
    this.go();
  }

  // With the recogniser, and once all of the page is there: what the reader has asked for meanwhile.
  go() {
    this.rooms.start();
    this.mode.follow();
  }

  // Everything that is named after the classes of the model.
  showLabels() {
    this.chart.show(this.recognizer);
    this.table = null;
    this.tools.offer(this.recognizer.classes);
    this.reorder();
  }

  // Another model is in use: what was answered belongs to the one before.
  modelChanged() {
    clearTimeout(this.settleTimer);
    clearTimeout(this.ageTimer);
    this.answer = null;
    this.showLabels();
    this.mode.modelChanged();
    this.photos.modelChanged();
  }

  // A drawing may have come with the address: its letter at once, the rest in the next frame,
  // which also says what is wrong where something is.
  answerFirst() {
    try {
      if (this.source === 'strokes') this.card.update(this.recognizeDrawing(), this.recognizer, this.young);
    } catch (error) {
      if (!error.status) throw error;
    }
  }

  // The rest of the self-test, while nobody waits for anything else. A build that fails it
  // makes place for the other one. data-tested on the body says that it is over.
  async test(golden) {
    for (const letter of golden) {
      await idle();
      if (!this.recognizer || this.rooms.model) return; // the golden letters belong to the page's own model
      const refusal = selfTest(this.recognizer, letter);
      this.pad.changed();
      if (!refusal) continue;
      const { build } = this.recognizer;
      if (build === 'scalar') throw noWorkingBuild([`${build}: ${refusal}`]);
      const { scalarBytes, modelBytes } = payload();
      const scalar = await createRecognizer({ scalarBytes, modelBytes, golden });
      scalar.refusals = [`${build}: ${refusal}`];
      this.ready(scalar);
    }
    document.body.dataset.tested = this.recognizer.build;
  }

  // Where something was taught before, it counts again.
  recall() {
    if (this.recognizer && this.settings.get('hand', false, (v) => v === true)) this.rooms.reach('hand');
  }

  fail(error) {
    this.recognizer = null;
    const said = { NO_WEBASSEMBLY: strings.failNoWebAssembly, NO_WORKING_BUILD: strings.failNoWorkingBuild, PART_MISSING: strings.partMissing };
    this.failure = error;
    document.body.dataset.ready = 'failed';
    $('failure-text').textContent = said[error.status] ?? '';
    $('failure-detail').textContent = fill(strings.failDetails, { detail: error.message });
    $('failure').hidden = false;
    $('answer').hidden = true;
  }
}

// Between two steps of the start the browser paints, and answers the pen; not so where a drawing
// came with the address, whose answer is what the reader is waiting for.
const breath = () => new Promise((resolve) => { setTimeout(resolve); });
const pause = location.hash.startsWith(LINK) ? null : breath;
const hosted = location.protocol !== 'file:';
const idle = () => new Promise((resolve) => {
  if (globalThis.requestIdleCallback) requestIdleCallback(() => resolve(), { timeout: IDLE_MS });
  else setTimeout(resolve, IDLE_MS);
});

export async function start(tables) {
  setTables(tables);
  // For the console, and for a page that embeds this one's script: the recogniser, once ready. The
  // browser compiles it while the page is made.
  const inside = payload(), coming = bringPart('first');
  const make = () => createRecognizer(inside, pause);
  globalThis.letters = coming ? coming.then(pause).then(make) : make();
  if (hosted) await pause?.(); // the page was painted before: see first_paint.js
  const page = new Page();
  page.tools.start();
  if (coming) offerFile($('keep'));
  const settled = globalThis.letters.then(async (recognizer) => {
    await pause?.();
    page.ready(recognizer);
  }).catch((error) => page.fail(error));
  // What comes later does not slow down what comes first; nor does the service worker, which keeps both.
  const whole = settled.then(wholePage);
  whole.then(() => page.go(), () => page.tools.offerReload())
    .then(() => startHosted((use) => page.tools.offerVersion(use)));
  settled.then(breath)
    .then(() => page.tools.layOut())
    .then(() => page.test(inside.golden.slice(1)))
    .then(() => whole.then(() => page.recall(), () => {})) // told of above
    .catch((error) => page.fail(error));
}
