// room.js - training on the page: EMNIST's files, a few choices, curves and filters while a worker trains, and
// the pad read by the outcome. All work is in training.js.
import { make } from '../../shared/dom.js';
import { bytesOfText } from '../../shared/byte_text.js';
import { workerOf } from '../../shared/worker.js';
import { Picker } from '../emnist/picker.js';
import { LearningCurves } from './curves.js';
import { Filters } from './filters.js';

const PARAMETERS = 16504; // of the small network
const IMAGES = [1000, 2000, 4000, 8000, 16000], EPOCHS = [5, 10, 20, 40, 80];
const FEW_CLASSES = 10; // of a file with more, so many are chosen at first
const MOST_SEED = 4294967295;

class TrainRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api, phase: 'empty', opened: null, progress: null, best: null });
    this.files = []; // as last chosen here
    this.reading = null;
    this.said = null; // what was made of the outcome, a key
    this.used = false; // the pad is read by this training
    this.build();
    this.listen();
    this.translate();
  }

  build() {
    this.lead = make('p.room-lead');
    this.picker = new Picker('train', this.mount, this.api, (files) => this.take(files), (set) => this.send({ type: 'choose', set }));
    this.status = make('p.emnist-status', { role: 'status' });
    const field = (id, control) => ({ control, label: make('label', { for: id }) });
    const select = (id, values, value) => {
      const control = make('select', { id }, ...values.map((v) => make('option', { value: v }, this.picker.number(v))));
      control.value = value;
      return field(id, control);
    };
    this.classes = field('train-classes', make('input', { id: 'train-classes', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }));
    this.all = make('button', { type: 'button' });
    this.images = select('train-images', IMAGES, 4000);
    this.epochs = select('train-epochs', EPOCHS, 20);
    this.seed = field('train-seed', make('input', { id: 'train-seed', type: 'number', min: '0', max: String(MOST_SEED), value: '1' }));
    this.start = make('button', { type: 'button', class: 'train-start' });
    this.bar = make('progress', { max: '1', value: '0' });
    const grid = (name, { label, control }, ...more) => make(`div.train-field.train-${name}`, label, make('div', control, ...more));
    this.work = make('div.train-work', { hidden: '' },
      make('div.train-fields', grid('which', this.classes, this.all), grid('images', this.images), grid('epochs', this.epochs), grid('seed', this.seed)),
      make('div.train-run', this.start, this.bar));
    this.curves = new LearningCurves(this.api);
    this.filters = new Filters(this.api);
    this.use = make('button', { type: 'button', class: 'train-use' });
    this.save = make('button', { type: 'button' });
    this.outcome = make('p.note', { role: 'status' });
    this.seen = make('div.train-seen', { hidden: '' }, make('div.train-columns', this.curves.root, this.filters.root),
      make('div.train-end', make('div.train-buttons', this.use, this.save), this.outcome, this.api.miniPad()));
    this.mount.append(this.lead, this.picker.root, this.picker.alert, this.picker.set, this.status, this.work, this.seen);
  }

  listen() {
    this.start.addEventListener('click', () => this.startOrStop());
    this.all.addEventListener('click', () => this.chooseClasses(this.opened.texts.length));
    this.use.addEventListener('click', () => this.send({ type: 'model', purpose: 'use' }));
    this.save.addEventListener('click', () => this.send({ type: 'model', purpose: 'save' }));
  }

  // Files that another room opened are taken over.
  shown() {
    if (this.phase === 'empty' && this.api.files.length > 1) this.take(this.api.files);
  }

  // ---- To the worker and back ----

  // One worker for all trainings; started with the first files.
  startWorker() {
    this.worker = workerOf(document.getElementById('code-training').textContent, () => this.fail('trainNoWorker', {}));
    this.worker.addEventListener('message', ({ data }) => this.hear(data));
    this.worker.postMessage({ type: 'start', wasm: bytesOfText(document.getElementById('wasm-train').textContent) });
  }

  send(message, transfer = []) {
    try {
      if (!this.worker) this.startWorker();
      this.worker.postMessage(message, transfer);
    } catch {
      this.fail('trainNoWorker', {});
    }
  }

  fail(code, values) {
    this.picker.tell({ error: { code, values } });
    this.phase = this.opened ? 'ready' : 'empty';
    this.tell();
  }

  // Read here: a worker of WebKit's reads no files of a page that is a file.
  async take(files) {
    if (!files.length) return;
    this.files = files.length > 1 ? files : [...this.files.slice(-1), ...files];
    this.api.files = this.files;
    this.phase = 'reading';
    this.opened = null;
    this.reading = { name: files[0].name, share: 0 };
    this.tell();
    try {
      const read = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })));
      this.send({ type: 'open', files: read }, read.map(({ bytes }) => bytes));
    } catch {
      this.fail('idxUnreadable', { name: files[0].name });
    }
  }

  hear({ type, ...message }) {
    const take = {
      started: () => {},
      reading: () => { this.reading = message; },
      half: () => { this.phase = 'half'; this.picker.tell({ have: message.have, error: null, sets: [] }); },
      error: () => { this.phase = 'error'; this.picker.tell({ have: message.have, error: message, sets: [] }); },
      failed: () => { this.fail('emnistFailed', message); },
      opened: () => this.takeOpened(message),
      few: () => { this.fail('trainFew', { n: message.n, least: message.least }); },
      training: () => this.begin(message),
      progress: () => this.takeProgress(message),
      epoch: () => { this.held = message.right; this.curves.addHeld(message.done, message.right); },
      trained: () => { this.phase = message.stopped ? 'stopped' : 'done'; },
      model: () => this.takeModel(message),
    }[type];
    take();
    if (type === 'progress' || type === 'epoch') this.tellProgress();
    else this.tell();
  }

  takeOpened(message) {
    this.opened = message;
    this.phase = 'ready';
    this.picker.tell({ have: message.have, error: null, sets: message.sets, chosen: message.set });
    this.chooseClasses(message.texts.length > 2 * FEW_CLASSES ? FEW_CLASSES : message.texts.length);
  }

  chooseClasses(n) {
    this.classes.control.value = this.opened.texts.slice(0, n).map(([text]) => text).join('');
  }

  // The characters of the field that the files have, each once.
  get wanted() {
    const known = new Set(this.opened.texts.map(([text]) => text));
    return [...new Set([...this.classes.control.value].filter((text) => known.has(text)))];
  }

  startOrStop() {
    if (this.phase === 'training') return this.send({ type: 'stop' });
    const classes = this.wanted;
    if (classes.length < 2) {
      this.picker.tell({ error: { code: 'trainNoClasses', values: {} }, chosen: this.opened.set });
      return this.classes.control.focus();
    }
    this.picker.tell({ error: null, chosen: this.opened.set });
    Object.assign(this, { phase: 'training', progress: null, held: 0, said: null, epochCount: Number(this.epochs.control.value) });
    const seed = Math.min(Math.max(Math.floor(Number(this.seed.control.value)) || 0, 0), MOST_SEED);
    this.seed.control.value = seed;
    this.send({ type: 'train', classes, images: Number(this.images.control.value), epochs: this.epochCount, seed });
    return this.tell();
  }

  begin(training) {
    this.training = training;
    this.curves.begin(training.steps, this.epochCount);
  }

  takeProgress(progress) {
    this.progress = progress;
    this.curves.add(progress.done, progress.right);
    this.filters.show(progress.filters);
  }

  async takeModel({ purpose, bytes }) {
    const file = new File([bytes], this.api.words.trainFile);
    if (purpose === 'save') {
      this.api.download(file, file.name);
      return;
    }
    await this.api.room('model').take(file);
    this.said = 'trainUsed';
    this.tell();
  }

  // ---- Words ----

  tell() {
    const { words } = this.api;
    const { phase, opened, progress } = this;
    const training = phase === 'training';
    this.picker.tell({ chosen: opened?.set });
    this.status.setAttribute('role', training || phase === 'reading' ? 'none' : 'status');
    this.work.hidden = !opened;
    this.seen.hidden = !progress;
    for (const { control } of [this.classes, this.images, this.epochs, this.seed]) control.disabled = training;
    this.all.disabled = training || !opened;
    this.start.disabled = !opened;
    this.use.disabled = this.save.disabled = !progress;
    this.start.textContent = training ? words.trainStop : progress ? words.trainAgain : words.trainStart;
    this.use.textContent = training ? words.trainUseAgain : words.trainUse;
    this.outcome.textContent = this.said && !this.api.shipped ? words[this.said] : '';
    this.tellProgress();
  }

  tellProgress() {
    const status = this.statusText();
    if (this.status.textContent !== status) this.status.textContent = status;
    this.seen.hidden = !this.progress;
    this.bar.value = this.progress ? this.progress.done / this.training.steps : 0;
    this.bar.setAttribute('aria-label', status);
  }

  statusText() {
    const { words, fill, percent } = this.api;
    const { phase, opened, progress, training } = this;
    const number = (n) => this.picker.number(n);
    if (phase === 'reading') return fill(words.emnistReading, { name: this.reading.name, percent: percent(this.reading.share) });
    if (phase === 'half') return this.picker.have.images ? words.emnistNeedLabels : words.emnistNeedImages;
    if (!opened) return '';
    if (phase === 'training' && !progress) return words.trainPreparing;
    const said = progress && { right: percent(phase === 'training' ? progress.right : this.held), seconds: number(progress.seconds) };
    if (phase === 'training') {
      const left = ((training.steps - progress.done) * progress.seconds) / progress.done;
      return fill(words.trainProgress, { ...said, epoch: Math.min(Math.floor(progress.done / training.stepsPerEpoch) + 1, this.epochCount), epochs: this.epochCount,
        perSecond: number(progress.perSecond), seconds: number(left) });
    }
    if (progress) return fill(phase === 'stopped' ? words.trainStopped : words.trainDone, { ...said, n: number(training.n), held: number(training.heldOut) });
    return fill(words.trainReady, { n: number(opened.texts.reduce((sum, [, n]) => sum + n, 0)), texts: opened.texts.map(([text]) => text).join(' ') });
  }

  translate() {
    const { words, fill } = this.api;
    this.lead.textContent = fill(words.trainLead, { parameters: this.picker.number(PARAMETERS) });
    this.classes.label.textContent = words.trainClasses;
    this.all.textContent = words.trainAll;
    this.images.label.textContent = words.trainImages;
    this.epochs.label.textContent = words.trainEpochs;
    this.seed.label.textContent = words.trainSeed;
    this.save.textContent = words.trainSave;
    this.picker.translate();
    this.curves.translate();
    this.filters.translate();
    this.tell();
  }

  modelChanged() {
    this.tell();
  }
}

export const open = (mount, api) => new TrainRoom(mount, api);
