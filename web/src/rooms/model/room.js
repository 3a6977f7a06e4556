// room.js - another .hwr file in the page's own place, and the one in use as a file.
// The core's parser is the judge of a file; this room only words its refusals.
import { make } from '../../shared/dom.js';
import { takeDrops } from '../../shared/dropzone.js';
import { grouped } from '../../shared/numbers.js';
import { readModelFile } from '../../recognizer/model_file.js';
import { classOf } from '../../shared/labels.js';

// A model that is offered by name: published beside the page (web/build.mjs), not inside it.
const OFFERED = 'balanced.hwr';

const REFUSALS = {
  FLOAT_WEIGHTS: 'modelFloat',
  FROM_FILE: 'modelOfferedFile',
  FETCH_FAILED: 'modelFetchFailed',
  TOO_LARGE: 'modelTooLarge',
  EMPTY: 'modelEmpty',
  UNREADABLE: 'modelUnreadable',
  HWR_ERR_TOO_LARGE: 'modelTooLarge',
  HWR_ERR_MEMORY: 'modelMemory',
  HWR_ERR_TRUNCATED: 'modelTruncated',
  HWR_ERR_MAGIC: 'modelMagic',
  HWR_ERR_VERSION: 'modelVersion',
  HWR_ERR_CHECKSUM: 'modelChecksum',
  HWR_ERR_FORMAT: 'modelFormat',
  HWR_ERR_SHAPE: 'modelShape',
  HWR_ERR_LABELS: 'modelLabels',
};

const refusal = (status, error = new Error(status)) => Object.assign(error, { status });

// Float weights, by name or content: a safetensors file begins with the length of its header, a JSON
// object, as 64 bits.
async function isFloatWeights(file) {
  if (/\.safetensors$/i.test(file.name)) return true;
  const start = new Uint8Array(await file.slice(0, 9).arrayBuffer());
  return start.length === 9 && start[8] === 0x7b && start.subarray(4, 8).every((byte) => byte === 0);
}

class ModelRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.file = ''; // name of the file in use, '' for the page's own
    this.said = null; // the last outcome, {key, values}
    this.refused = null; // the last refusal, likewise
    this.own = null; // {right, n} of the sample letters that the page's own model knows
    this.scores = null; // the same of the model in use, null while they are read
    this.scoring = 0; // of the measurements: the latest wins
    this.order = 0; // of the files: the latest wins
    this.build();
    this.listen();
    this.score();
    this.translate();
  }

  build() {
    this.lead = make('p.room-lead');
    this.facts = make('dl.model-facts');
    this.choose = make('button', { type: 'button' });
    this.save = make('button', { type: 'button' });
    this.back = make('button', { type: 'button' });
    this.input = make('input', { type: 'file', accept: '.hwr', hidden: '' });
    this.hint = make('p.note');
    this.offer = make('button.model-offer', { type: 'button' });
    this.offerText = make('p.note');
    this.alert = make('p.failure', { role: 'alert', hidden: '' });
    this.status = make('p.model-status', { role: 'status' });
    this.zone = make('div.model-zone', make('div.model-buttons', this.choose, this.back, this.save, this.offer), this.input, this.hint,
      this.offerText);
    this.mount.append(this.lead, this.facts, this.zone, this.alert, this.status);
    // Beside the pad, so that no answer is taken for the page's own.
    this.badge = make('span.badge.model-badge', { hidden: '' });
    document.getElementById('badge').after(this.badge);
  }

  listen() {
    this.choose.addEventListener('click', () => this.input.click());
    this.input.addEventListener('change', () => {
      if (this.input.files.length) this.take(this.input.files[0]);
      this.input.value = '';
    });
    this.back.addEventListener('click', () => this.restore());
    this.save.addEventListener('click', () => this.download());
    this.offer.addEventListener('click', () => this.use({ name: OFFERED, size: 0 }, () => this.fetchOffered()));
    takeDrops(this.mount, this.zone, ([name]) => /\.(hwr|safetensors)$/i.test(name), ([file]) => this.take(file));
  }

  // Name, beginning and size are looked at before the file is read.
  async read(file) {
    const limit = this.api.recognizer.maxModelBytes;
    try {
      if (await isFloatWeights(file)) throw refusal('FLOAT_WEIGHTS');
      if (file.size > limit) throw refusal('TOO_LARGE');
      if (!file.size) throw refusal('EMPTY');
      return new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw error.status ? error : refusal('UNREADABLE', error);
    }
  }

  // From beside the page; a page that is a file itself may read no other.
  async fetchOffered() {
    if (location.protocol === 'file:') throw refusal('FROM_FILE');
    this.said = { key: 'modelFetching', values: { file: OFFERED } };
    this.tell();
    try {
      const response = await fetch(OFFERED);
      if (!response.ok) throw new Error(String(response.status));
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw refusal('FETCH_FAILED', error);
    }
  }

  take(file) {
    return this.use(file, () => this.read(file));
  }

  // Puts a model to use: file is its {name, size}, read() gives its bytes.
  async use(file, read) {
    const order = ++this.order;
    let { size } = file;
    try {
      const bytes = await read();
      if (order !== this.order) return;
      size = bytes.length;
      await this.api.loadModel(bytes);
      this.file = file.name;
      this.refused = null;
      this.said = { key: 'modelLoaded', values: { file: file.name } };
    } catch (error) {
      if (order !== this.order) return;
      const values = { file: file.name, size: this.number(size), limit: this.number(this.api.recognizer.maxModelBytes), detail: error.message };
      this.refused = { key: REFUSALS[error.status] ?? 'modelRefused', values };
      this.said = { key: 'modelKept', values: {} };
    }
    this.tell();
  }

  async restore() {
    this.order++;
    await this.api.loadModel(null);
    this.file = '';
    this.refused = null;
    this.said = { key: 'modelRestored', values: {} };
    this.choose.focus(); // the button that had it goes
    this.tell();
  }

  download() {
    const { modelBytes } = this.api.bytes();
    this.api.download(new Blob([modelBytes], { type: 'application/octet-stream' }), this.file || `${readModelFile(modelBytes).name}.hwr`);
  }

  // How many sample letters the model in use reads right, measured in an instance of its own.
  async score() {
    const order = ++this.scoring, { shipped } = this.api;
    const recognizer = await this.api.second();
    const known = this.api.samples.filter(({ letter }) => classOf(letter, recognizer.classes) >= 0);
    const right = known.filter(({ letter, strokes }) =>
      classOf(letter, recognizer.classes) === recognizer.recognizeStrokes(strokes).best).length;
    if (order !== this.scoring) return;
    this.scores = { right, n: known.length };
    if (shipped) this.own = this.scores;
    this.tell();
  }

  number(n) {
    return grouped(n, this.api.strings.thousands);
  }

  tell() {
    const { words, fill, shipped } = this.api;
    const sentence = (outcome) => (outcome ? fill(words[outcome.key], outcome.values) : '');
    this.alert.hidden = !this.refused;
    this.alert.textContent = sentence(this.refused);
    this.status.textContent = sentence(this.said);
    this.back.hidden = shipped;
    this.badge.hidden = shipped;
    this.badge.textContent = fill(words.modelBadge, { file: this.file });
    this.tellFacts();
  }

  tellFacts() {
    const { words, fill, decimal, shipped } = this.api;
    const model = readModelFile(this.api.bytes().modelBytes);
    const { labels, groups } = model;
    const rows = [
      [words.modelInUse, fill(shipped ? words.modelOwn : words.modelOther, { name: model.name, file: this.file })],
      [words.modelSize, fill(words.modelSizeText, { bytes: this.number(model.bytes), parameters: this.number(model.parameters), macs: decimal(model.macs / 1e6, 2) })],
      [words.modelLayers, model.layers.map(({ name }) => name).join(', ')],
      [words.modelClasses, `${labels.length}: ${labels.join(' ')}`],
      ...(groups.length < labels.length ? [[words.modelGroups, `${groups.length}: ${groups.join(' ')}`]] : []),
      [words.modelSamples, this.samplesText()],
    ];
    this.facts.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', name), make('dd', value)]));
  }

  samplesText() {
    const { words, fill } = this.api;
    const { own, scores } = this;
    if (!scores) return '…';
    if (!scores.n) return words.modelSamplesNone;
    return fill(words.modelSamplesText, scores) + (own && own !== scores ? ` ${fill(words.modelSamplesOwn, own)}` : '');
  }

  translate() {
    const { words } = this.api;
    this.lead.textContent = words.modelLead;
    this.choose.textContent = words.modelChoose;
    this.input.setAttribute('aria-label', words.modelChoose);
    this.back.textContent = words.modelBack;
    this.save.textContent = words.modelSave;
    this.hint.textContent = words.modelDropHint;
    this.offer.textContent = words.modelOffer;
    this.offerText.textContent = words.modelOfferText;
    this.tell();
  }

  modelChanged() {
    this.scores = null;
    this.tell();
    this.score();
  }
}

export const open = (mount, api) => new ModelRoom(mount, api);
