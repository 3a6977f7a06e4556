// room.js - many images at once, each a point: the sample letters, or the reader's EMNIST, laid out by the network's
// features or by their pixels, and the drawing of the pad among them. All work is in mapping.js.
import { make } from '../../shared/dom.js';
import { workerOf } from '../../shared/worker.js';
import { Picker } from '../emnist/picker.js';
import { PointCard } from './card.js';
import { ClassesTable } from './classes_table.js';
import { Controls, HOWS, SPACES } from './controls.js';
import { Galleries } from './galleries.js';
import { MovingMap } from './moving.js';

const HOW = { pca: 'mapPca', umap: 'mapUmap' };

class MapRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api, phase: 'reading', progress: null, points: null, placed: null, more: null, error: null });
    this.files = []; // as last chosen here; none: the sample letters
    Object.assign(this, { space: SPACES[0], how: HOWS[0] });
    this.asked = false; // where the drawing lies, and not answered yet
    this.build();
    this.listen();
    this.translate();
  }

  build() {
    this.controls = new Controls(this.api, { layOut: (change) => this.layOut(change), colour: (which) => this.colour(which),
      only: (c) => this.pickOut(c), limit: () => this.choose(this.more?.set) });
    this.lead = make('p.room-lead');
    this.view = new MovingMap({ hover: (i) => this.card.point(i), pick: (i) => this.card.pick(i), enter: (i) => this.card.enter(i) });
    const button = (name) => make(`button.map-${name}`, { type: 'button' });
    this.zoomIn = button('in');
    this.zoomOut = button('out');
    this.fit = button('fit');
    this.stop = button('stop');
    this.bar = make('progress', { max: '1', value: '0' });
    this.status = make('p.emnist-status');
    this.card = new PointCard(this.api, this.view);
    this.hint = make('p.note', { id: 'map-hint' });
    this.legend = make('p.note');
    this.view.canvas.setAttribute('aria-describedby', 'map-hint');
    this.table = new ClassesTable(this.api);
    this.galleries = new Galleries(this.api, this.card, (i) => this.view.choose(i));
    this.picker = new Picker('map', this.mount, this.api, (files) => this.take(files), (set) => this.choose(set));
    this.ownTitle = make('summary');
    this.back = button('drawn');
    this.own = make('details', this.ownTitle, this.picker.root, this.picker.set, this.back);
    this.mount.append(this.lead,
      this.controls.root, this.status, this.picker.alert,
      make('div.map-place', this.view.canvas, this.card.tip, make('div.map-work', this.bar, this.stop), make('div.map-tools', this.zoomIn, this.zoomOut, this.fit)),
      this.card.root, this.legend, this.hint, this.api.miniPad(), this.galleries.root, this.table.root, this.own);
  }

  listen() {
    this.zoomIn.addEventListener('click', () => this.view.zoom(1.5));
    this.zoomOut.addEventListener('click', () => this.view.zoom(1 / 1.5));
    this.fit.addEventListener('click', () => this.view.fit());
    this.stop.addEventListener('click', () => this.send({ type: 'stop' }));
    this.back.addEventListener('click', () => this.useDrawn());
  }

  choose(set) {
    this.begin({ type: 'choose', set, limit: this.controls.limit });
  }

  colour(which) {
    this.view.byAnswer = which === 'answer';
    this.view.schedule();
  }

  pickOut(c) {
    this.view.only = c;
    this.view.choose(-1);
    this.galleries.show(this.points, c);
  }

  // Files that another room opened are taken over.
  shown() {
    if (this.worker) return;
    if (this.api.files.length > 1) this.take(this.api.files);
    else this.useDrawn();
  }

  // ---- To the worker and back ----

  startWorker() {
    const worker = workerOf(document.getElementById('code-mapping').textContent, () => this.fail({ code: 'mapNoWorker', values: {} }));
    worker.addEventListener('message', ({ data }) => { if (worker === this.worker) this.hear(data); });
    this.worker = worker;
    worker.postMessage({ type: 'start', bytes: this.api.bytes() });
  }

  send(message, transfer = []) {
    try {
      if (!this.worker) this.startWorker();
      this.worker.postMessage(message, transfer);
    } catch {
      this.fail({ code: 'mapNoWorker', values: {} });
    }
  }

  // Other points are on their way.
  begin(message, transfer) {
    Object.assign(this, { phase: 'reading', progress: null, placed: null, error: null, asked: false });
    this.send(message, transfer);
    this.tell();
  }

  useDrawn() {
    this.files = [];
    this.begin({ type: 'drawn', samples: this.api.samples });
  }

  async take(files) {
    if (!files.length) return;
    this.files = files.length > 1 ? files : [...this.files.slice(-1), ...files];
    this.api.files = this.files;
    try {
      const read = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })));
      this.begin({ type: 'open', files: read, limit: this.controls.limit }, read.map(({ bytes }) => bytes));
    } catch {
      this.fail({ code: 'idxUnreadable', values: { name: files[0].name } });
    }
  }

  fail(error) {
    Object.assign(this, { phase: 'done', error });
    this.tell();
  }

  hear({ type, ...message }) {
    const take = {
      started: () => {},
      reading: () => { this.progress = { what: 'emnistReading', ...message }; },
      progress: () => { this.progress = message; },
      half: () => { this.phase = 'done'; this.more = message; },
      error: () => this.fail(message),
      failed: () => this.fail({ code: 'emnistFailed', values: message }),
      points: () => this.takePoints(message),
      positions: () => this.takePositions(message),
      stopped: () => { this.phase = 'done'; this.locate(); },
      located: () => this.takeLocated(message),
    }[type];
    take();
    if (type === 'progress' || type === 'reading') this.tellProgress();
    else if (type !== 'located') this.tell();
  }

  takePoints({ n, classes, images, targets, answers, confidences, typical, ...more }) {
    Object.assign(this, { points: { n, classes, images, targets, answers, confidences, typical }, more });
    this.view.show(this.points);
    this.view.fit();
    this.controls.offer(this.points, -1);
    this.card.show(this.points, more);
    this.table.show(this.points, null);
    this.galleries.show(this.points, -1);
    this.layOut({});
  }

  layOut({ space = this.space, how = this.how }) {
    Object.assign(this, { space, how });
    if (!this.points) return;
    Object.assign(this, { phase: 'laying', progress: null, placed: null, asked: false });
    this.send({ type: 'layOut', space, how });
    this.tell();
  }

  takePositions(placed) {
    this.placed = placed;
    this.view.place(placed.at, placed.centres?.at);
    if (!placed.done) return;
    this.phase = 'done';
    this.table.show(this.points, placed.company);
    this.locate();
  }

  // ---- The pad's drawing, and a point that is chosen ----

  update() {
    this.locate();
  }

  // One question at a time: the answer to it may ask the next.
  locate() {
    if (!this.placed) return;
    const { answer } = this.api;
    if (!answer || answer.empty) {
      this.again = false;
      this.view.draw(null);
      return;
    }
    if (this.asked) {
      this.again = true;
      return;
    }
    Object.assign(this, { asked: true, again: false, askedText: answer.letter });
    this.send({ type: 'locate', image: answer.image });
  }

  takeLocated({ at }) {
    this.asked = false;
    this.view.draw(at && this.api.answer && !this.api.answer.empty ? { at, text: this.askedText } : null);
    if (this.again) this.locate();
  }

  // ---- Words ----

  tell() {
    const { words } = this.api;
    const { error, more, phase } = this;
    this.picker.tell({ have: more?.have ?? { images: '', labels: '' }, error, sets: more?.sets ?? [], chosen: more?.set });
    this.status.setAttribute('role', phase === 'done' ? 'status' : 'none');
    this.controls.ofFiles(Boolean(more?.set));
    this.back.hidden = !this.files.length;
    this.view.canvas.setAttribute('aria-label', this.points ? this.labelText() : words.mapEmpty);
    this.legend.textContent = this.legendText();
    this.tellProgress();
  }

  legendText() {
    const { words, fill } = this.api, { centres } = this.placed ?? {};
    return centres ? `${words.mapLegend} ${fill(words.mapCentres, { n: this.picker.number(centres.images) })}` : words.mapLegend;
  }

  labelText() {
    const { words, fill } = this.api, { n, classes } = this.points;
    return fill(words.mapLabel, { n: this.picker.number(n), classes: classes.length });
  }

  tellProgress() {
    const busy = this.phase !== 'done', text = this.statusText();
    if (this.status.textContent !== text) this.status.textContent = text;
    this.bar.parentElement.classList.toggle('idle', !busy);
    this.bar.value = busy ? this.progress?.share ?? 0 : 1;
    this.bar.setAttribute('aria-label', text || this.api.words.mapLead);
    this.stop.disabled = this.phase !== 'laying';
  }

  statusText() {
    const { words, fill, percent } = this.api, { phase, progress, placed, points, more } = this;
    if (phase !== 'done') return progress ? fill(words[progress.what], { name: progress.name, percent: percent(progress.share) }) : words.mapPreparing;
    if (!points && more && !more.set && !more.drawn) return more.have?.images ? words.emnistNeedLabels : words.emnistNeedImages;
    if (!points || !placed) return '';
    const n = this.picker.number(points.n), wrong = points.targets.reduce((sum, t, i) => sum + Number(t !== points.answers[i]), 0);
    const values = { n, right: percent(1 - wrong / points.n, 1), how: words[HOW[placed.how]], explained: percent(placed.explained) };
    return fill(!placed.done ? words.mapStopped : placed.how === 'pca' ? words.mapDonePca : words.mapDone, values);
  }

  translate() {
    const { words } = this.api;
    const say = (e, text) => { e.textContent = text; };
    say(this.lead, words.mapLead);
    this.controls.translate();
    say(this.zoomIn, '+');
    say(this.zoomOut, '−');
    this.zoomIn.setAttribute('aria-label', words.mapIn);
    this.zoomOut.setAttribute('aria-label', words.mapOut);
    say(this.fit, words.mapFit);
    say(this.stop, words.mapStop);
    this.card.translate();
    say(this.hint, words.mapHint);
    say(this.ownTitle, words.mapOwnFiles);
    say(this.back, words.mapBack);
    this.picker.translate();
    this.table.translate();
    this.galleries.translate();
    if (this.points) {
      this.controls.offer(this.points, this.view.only);
      this.table.show(this.points, this.placed?.company ?? null);
    }
    this.tell();
  }

  // Features and answers belong to the model that was in use.
  modelChanged() {
    if (!this.worker) return;
    this.worker.terminate();
    this.worker = null;
    Object.assign(this, { points: null, placed: null, more: null });
    this.view.show(null);
    if (this.files.length > 1) this.take(this.files);
    else this.useDrawn();
  }
}

export const open = (mount, api) => new MapRoom(mount, api);
