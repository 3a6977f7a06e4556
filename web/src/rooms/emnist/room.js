// room.js - EMNIST's own files, opened by the reader: seen, read by the network in a
// worker, counted. All work on the files is in evaluation.js.
import { leadTo, make } from '../../shared/dom.js';
import { interval } from '../../shared/confusion.js';
import { Matrix } from '../../shared/matrix.js';
import { grouped } from '../../shared/numbers.js';
import { Picker } from './picker.js';
import { Runner } from './runner.js';
import { Samples } from './samples.js';

const CELL_MS = 400; // between two paintings of the matrix while it fills
const SAMPLED = 1000; // images that other rooms compare drawings with
const LEFT_OUT = 12; // labels without a class that are named

class EmnistRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api, opened: null, result: null, phase: 'empty' });
    this.error = null; // {code, values}
    this.files = []; // as last chosen, for another model
    this.have = { images: '', labels: '' };
    this.matrix = new Matrix(api, (cell, walked) => {
      if (!this.result?.done) return;
      this.samples.pick(cell);
      if (!walked) leadTo(this.samplesTitle);
    });
    this.samples = new Samples(api, (message) => this.send(message));
    this.lastPaint = 0;
    this.build();
    this.listen();
    this.startRunner();
    this.translate();
  }

  build() {
    this.lead = make('p.room-lead');
    this.picker = new Picker('emnist', this.mount, this.api, (files) => this.take(files), (set) => this.send({ type: 'choose', set }));
    this.status = make('p.emnist-status', { role: 'status' });
    this.lying = make('p.emnist-lying', { hidden: '' });
    this.left = make('p.note');
    this.run = make('button', { type: 'button', class: 'emnist-run' });
    this.bar = make('progress', { max: '1', value: '0' });
    this.work = make('div.emnist-work', { hidden: '' }, this.run, this.bar);
    this.figures = make('dl.emnist-figures');
    this.matrixTitle = make('h4');
    this.samplesTitle = make('h4');
    this.matrixPart = make('section', this.matrixTitle, this.matrix.root);
    this.seen = make('div.emnist-seen', { hidden: '' }, this.figures,
      make('div.emnist-columns', this.matrixPart, make('section', this.samplesTitle, this.samples.root)));
    this.mount.append(this.lead, this.picker.root, this.picker.alert, this.status, this.picker.set, this.lying, this.left, this.work, this.seen);
  }

  listen() {
    this.run.addEventListener('click', () => this.runOrStop());
  }

  runOrStop() {
    if (this.phase === 'running') return this.send({ type: 'stop' });
    this.phase = 'running';
    this.send({ type: 'evaluate' });
    return this.tell();
  }

  startRunner() {
    this.runner?.close();
    this.runner = new Runner(this.api.bytes(), (message) => this.hear(message));
  }

  send(message) {
    this.runner.send(message);
  }

  take(files) {
    if (!files.length) return;
    this.error = null;
    this.files = files.length > 1 ? files : [...this.files.slice(-1), ...files];
    this.api.files = this.files;
    this.phase = 'reading';
    this.reading = { name: files[0].name, share: 0 };
    this.send({ type: 'open', files });
    this.tell();
  }

  // ---- What the evaluation says ----

  hear({ type, ...message }) {
    const take = {
      started: () => {},
      reading: () => { this.reading = message; },
      half: () => { this.phase = 'half'; this.forget(message.have); },
      error: () => { this.phase = 'error'; this.error = message; this.forget(message.have); },
      failed: () => { this.phase = 'error'; this.error = { code: 'emnistFailed', values: message }; },
      opened: () => this.takeOpened(message),
      progress: () => this.takeResult(message, false),
      stopped: () => { this.phase = 'stopped'; this.takeResult(message, true); },
      done: () => { this.phase = 'done'; this.takeResult(message, true); },
      page: () => this.samples.show(message),
      sampled: () => this.lend(message),
    }[type];
    take();
    if (type === 'progress') this.tellProgress();
    else if (type !== 'page' && type !== 'sampled') this.tell();
  }

  forget(have) {
    this.have = have;
    this.opened = null;
    this.result = null;
    this.samples.forget();
    this.api.lend([]);
  }

  // Some of the images, for other rooms.
  lend({ items }) {
    const { api, classes, opened } = this;
    if (!opened) return; // other files came
    api.lend(items.map(({ number, target, image }) => ({ image, letter: classes[target],
      name: () => api.fill(api.words.emnistSampleName, { number: this.number(number) }) })));
  }

  takeOpened(message) {
    this.error = null;
    this.opened = message;
    this.have = { images: message.images, labels: message.labels };
    this.phase = 'ready';
    this.result = message.result;
    this.perSecond = 0;
    this.classes = message.folded ? this.api.recognizer.groups : this.api.recognizer.classes;
    this.matrix.show(this.classes, message.result.counts);
    this.samples.open(this.classes);
    this.send({ type: 'sample', most: SAMPLED });
  }

  takeResult({ result, perSecond }, settled) {
    this.result = result;
    this.perSecond = perSecond ?? this.perSecond;
    const now = performance.now();
    if (settled || now - this.lastPaint > CELL_MS) {
      this.lastPaint = now;
      this.matrix.show(this.classes, result.counts, !settled);
    }
    if (settled) this.samples.refresh();
  }

  // ---- Words ----

  number(n) {
    return grouped(n, this.api.strings.thousands);
  }

  tell() {
    const { phase, opened } = this;
    const ready = Boolean(opened?.n);
    this.picker.tell({ have: this.have, error: this.error, sets: opened?.sets ?? [], chosen: opened?.set });
    // What a screen reader should not be told eight times a second.
    this.status.setAttribute('role', phase === 'running' || phase === 'reading' ? 'none' : 'status');
    this.left.textContent = ready ? this.leftText() : '';
    this.lying.hidden = !ready || !opened.lying;
    this.lying.textContent = opened && !opened.sets.includes('mnist10') ? this.api.words.emnistLying : this.api.words.emnistLyingChoose;
    this.work.hidden = this.seen.hidden = !ready;
    this.tellProgress();
  }

  // What the model has no class for.
  leftText() {
    const { left, leftOut } = this.opened;
    if (!left) return '';
    const labels = leftOut.slice(0, LEFT_OUT).join(', ') + (leftOut.length > LEFT_OUT ? ' …' : '');
    return this.api.fill(this.api.words.emnistLeft, { left: this.number(left), labels });
  }

  tellProgress() {
    const status = this.statusText();
    if (this.status.textContent !== status) this.status.textContent = status;
    if (this.opened?.n) this.tellResult();
  }

  statusText() {
    const { words, fill, percent } = this.api;
    const { phase, opened, result, have } = this;
    const number = (n) => this.number(n);
    if (phase === 'reading') return fill(words.emnistReading, { name: this.reading.name, percent: percent(this.reading.share) });
    if (phase === 'half') return have.images ? words.emnistNeedLabels : words.emnistNeedImages;
    if (!opened) return '';
    const n = number(opened.n), done = number(result.done);
    const texts = {
      ready: () => fill(words.emnistOpened, { n }),
      running: () => fill(words.emnistProgress, { n, done, perSecond: number(this.perSecond) }),
      stopped: () => fill(words.emnistStopped, { n, done }),
      done: () => fill(words.emnistDone, { n, percent: percent(result.right / result.done, 2) }),
    };
    const slow = this.runner.inWorker ? '' : ` ${words.emnistNoWorker}`;
    return (texts[phase]?.() ?? '') + slow;
  }

  tellResult() {
    const { words } = this.api;
    const { phase, result, opened } = this;
    const labels = { ready: words.emnistRun, running: words.emnistStop, stopped: words.emnistGoOn, done: words.emnistAgain };
    this.run.textContent = labels[phase] ?? words.emnistRun;
    this.bar.value = result.done / opened.n;
    this.bar.setAttribute('aria-label', this.statusText());
    const { classes, groups } = this.api.recognizer;
    const folding = groups.length < classes.length;
    const rows = [
      ...(opened.folded ? [] : [[result.right, words.emnistRight]]),
      ...(folding ? [[result.rightFolded, words.emnistFolded]] : []),
      [result.top2, words.emnistTop2],
    ];
    this.figures.hidden = this.matrixPart.hidden = result.done === 0;
    this.figures.replaceChildren(...rows.map(([right, name]) => this.figure(right, name)));
  }

  figure(right, name) {
    const { words, fill, percent, decimal } = this.api;
    const { done, classes } = this.result;
    const [low, high] = interval(done ? right / done : 0, done || 1);
    return make('div', make('dt', fill(name, { classes, groups: this.api.recognizer.groups.length })),
      make('dd', make('b', percent(done ? right / done : 0, 2)),
        make('span.note', fill(words.emnistCount, { right: this.number(right), done: this.number(done) })),
        make('span.note', fill(words.emnistInterval, { low: decimal(100 * low, 2), high: decimal(100 * high, 2) }))));
  }

  translate() {
    const { words } = this.api;
    const say = (e, text) => { e.textContent = text; };
    say(this.lead, words.emnistLead);
    this.picker.translate();
    say(this.matrixTitle, words.emnistMatrixTitle);
    say(this.samplesTitle, words.emnistSamplesTitle);
    this.matrix.translate();
    this.samples.translate();
    this.tell();
  }

  // The counts belong to the model that was in use; the files stay chosen.
  modelChanged() {
    this.startRunner();
    if (this.files.length) this.send({ type: 'open', files: this.files });
    this.forget({ images: '', labels: '' });
    this.phase = 'empty';
    this.tell();
  }
}

export const open = (mount, api) => new EmnistRoom(mount, api);
