// files.js - what was taught as a file, from a file, and erased.
import { make } from '../shared/dom.js';

const REFUSALS = {
  HWR_ERR_MODEL: 'handOtherModel',
  HWR_ERR_TOO_LARGE: 'handTooMuch',
  HWR_ERR_CHECKSUM: 'handDamaged',
  HWR_ERR_TRUNCATED: 'handDamaged',
  HWR_ERR_FORMAT: 'handDamaged',
  HWR_ERR_LABELS: 'handDamaged',
  HWR_ERR_VERSION: 'handVersion',
};
const MOST_BYTES = 1 << 17; // more than any file of examples

export const refusal = (words, status) => words[REFUSALS[status] ?? 'handNoFile'];

export class Files {
  constructor({ api, memory }) {
    Object.assign(this, { api, memory });
    this.save = make('button.hand-save', { type: 'button' });
    this.open = make('button', { type: 'button' });
    this.erase = make('button.hand-erase', { type: 'button' });
    this.input = make('input', { id: 'hand-file', type: 'file', accept: '.hand', hidden: '' });
    this.note = make('p.note');
    this.kept = make('p.hand-lost', { hidden: '' });
    this.alert = make('p.failure', { role: 'alert', hidden: '' });
    this.element = make('section.hand-part', make('div.hand-buttons', this.save, this.open, this.erase), this.input, this.note, this.kept, this.alert);
    this.save.addEventListener('click', () => this.download());
    this.open.addEventListener('click', () => this.input.click());
    this.erase.addEventListener('click', () => this.eraseAll());
    this.input.addEventListener('change', () => {
      if (this.input.files.length) this.take(this.input.files[0]);
      this.input.value = '';
    });
  }

  get empty() {
    return !this.memory.examples.length && !this.memory.signs.length;
  }

  download() {
    if (this.empty) return this.api.notice.mention(this.api.words.handNone);
    return this.api.download(new Blob([this.memory.hand.save()], { type: 'application/octet-stream' }), 'my.hand');
  }

  async take(file) {
    const { words, fill } = this.api;
    this.alert.hidden = true;
    const before = this.memory.examples.length;
    try {
      if (file.size > MOST_BYTES) throw Object.assign(new Error(), { status: 'HWR_ERR_MAGIC' });
      const bytes = new Uint8Array(await file.arrayBuffer());
      const undo = this.memory.change((hand) => hand.load(bytes));
      this.memory.offerUndo(fill(words.handTaken, { file: file.name, n: this.memory.examples.length - before }), undo);
    } catch (error) {
      this.alert.hidden = false;
      this.alert.textContent = fill(refusal(words, error.status), { file: file.name });
    }
  }

  eraseAll() {
    if (this.empty) return this.api.notice.mention(this.api.words.handNone);
    return this.memory.offerUndo(this.api.words.handErased, this.memory.change((hand) => hand.forgetAll()));
  }

  update() {
    const { words, fill } = this.api;
    const { refused, kept, able } = this.memory;
    this.save.textContent = words.handSave;
    this.open.textContent = words.handOpen;
    this.erase.textContent = words.handErase;
    this.input.setAttribute('aria-label', words.handOpen);
    this.note.textContent = words.handFileNote;
    for (const button of [this.save, this.erase]) button.setAttribute('aria-disabled', String(this.empty));
    const lost = !able ? words.handUnable : refused ? fill(refusal(words, refused), { file: words.handKeptName })
      : kept ? '' : words.handNotKept;
    this.kept.hidden = !lost;
    this.kept.textContent = lost;
  }
}
