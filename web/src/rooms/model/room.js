// room.js - another .hwr file in the page's own place, and the one in use as a file.
// The core's parser is the judge of a file; this room only words its refusals.
import { make } from '../../shared/dom.js';
import { takeDrops } from '../../shared/dropzone.js';
import { grouped } from '../../shared/numbers.js';
import { readModelFile } from '../../recognizer/model_file.js';
import { belongs } from '../../shared/sample_letters.js';

const REFUSALS = {
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

class ModelRoom {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.file = ''; // name of the file in use, '' for the page's own
    this.said = null; // the last outcome, {key, values}
    this.refused = null; // the last refusal, likewise
    this.scores = { own: null, used: null };
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
    this.alert = make('p.failure', { role: 'alert', hidden: '' });
    this.status = make('p.model-status', { role: 'status' });
    this.zone = make('div.model-zone', make('div.model-buttons', this.choose, this.back, this.save), this.input, this.hint);
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
    takeDrops(this.mount, this.zone, ([name]) => /\.hwr$/i.test(name), ([file]) => this.take(file));
  }

  // The size is looked at before the file is read.
  async read(file) {
    const limit = this.api.recognizer.maxModelBytes;
    if (file.size > limit) throw Object.assign(new Error('too large'), { status: 'TOO_LARGE' });
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch (error) {
      throw Object.assign(error, { status: 'UNREADABLE' });
    }
    if (!bytes.length) throw Object.assign(new Error('empty'), { status: 'EMPTY' });
    return bytes;
  }

  async take(file) {
    const order = ++this.order;
    try {
      const bytes = await this.read(file);
      if (order !== this.order) return;
      await this.api.loadModel(bytes);
      this.file = file.name;
      this.refused = null;
      this.said = { key: 'modelLoaded', values: { file: file.name } };
    } catch (error) {
      if (order !== this.order) return;
      const values = { file: file.name, size: this.number(file.size), limit: this.number(this.api.recognizer.maxModelBytes), detail: error.message };
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
    const { modelBytes } = this.api.bytes();
    const recognizer = await this.api.second(modelBytes);
    const right = this.api.samples.filter(({ letter, strokes }) =>
      belongs({ letter }, recognizer.recognizeStrokes(strokes).letter, recognizer.classes)).length;
    if (this.api.shipped) this.scores.own = right;
    this.scores.used = right;
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
    const { own, used } = this.scores;
    const rows = [
      [words.modelInUse, fill(shipped ? words.modelOwn : words.modelOther, { name: model.name, file: this.file })],
      [words.modelSize, fill(words.modelSizeText, { bytes: this.number(model.bytes), parameters: this.number(model.parameters), macs: decimal(model.macs / 1e6, 2) })],
      [words.modelLayers, model.layers.map(({ name }) => name).join(', ')],
      [words.modelSamples, used === null ? '…' : fill(words.modelSamplesText, { right: used, n: this.api.samples.length, own: own ?? '…' })],
    ];
    this.facts.replaceChildren(...rows.flatMap(([name, value]) => [make('dt', name), make('dd', value)]));
  }

  translate() {
    const { words } = this.api;
    this.lead.textContent = words.modelLead;
    this.choose.textContent = words.modelChoose;
    this.input.setAttribute('aria-label', words.modelChoose);
    this.back.textContent = words.modelBack;
    this.save.textContent = words.modelSave;
    this.hint.textContent = words.modelDropHint;
    this.tell();
  }

  modelChanged() {
    this.scores.used = null;
    this.tell();
    this.score();
  }
}

export const open = (mount, api) => new ModelRoom(mount, api);
