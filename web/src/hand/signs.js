// signs.js - classes of the reader's own: a name and drawings of it.
import { make } from '../shared/dom.js';
import { miniature } from './drawing.js';

const FEW = 5, MANY = 20; // drawings that make a sign
const NAME_BYTES = 15;

export class Signs {
  constructor({ api, memory }) {
    Object.assign(this, { api, memory });
    this.title = make('h4');
    this.lead = make('p.note');
    this.label = make('label', { for: 'sign-name' });
    this.name = make('input', { id: 'sign-name', type: 'text', maxlength: String(NAME_BYTES), autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    this.add = make('button', { type: 'submit' });
    this.form = make('form.sign-form', this.label, this.name, this.add);
    this.alert = make('p.failure', { role: 'alert', hidden: '' });
    this.list = make('ul.signs');
    this.element = make('section.hand-part', this.title, this.lead, this.form, this.alert, this.list);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.begin(this.name.value.trim());
    });
  }

  refuse(text) {
    this.alert.hidden = !text;
    this.alert.textContent = text;
  }

  begin(text) {
    const { words, fill } = this.api;
    this.refuse('');
    if (!text) return this.name.focus();
    try {
      this.memory.change((hand) => hand.addSign(text));
      this.name.value = '';
    } catch (error) {
      const there = this.api.recognizer.classes.includes(text);
      this.refuse(fill(error.status === 'HWR_ERR_TOO_LARGE' ? words.signsFull : there ? words.signThere : words.signName, { name: text }));
      this.name.focus();
    }
    return undefined;
  }

  // The pad's drawing as one more of the sign; the pad is free for the next.
  teach({ text, classIndex }) {
    const { words, fill, answer } = this.api;
    this.refuse('');
    if (!answer || answer.empty) return this.refuse(fill(words.signEmpty, { name: text }));
    try {
      this.memory.teach(classIndex);
      this.api.clear();
    } catch (error) {
      this.refuse(error.status === 'HWR_ERR_TOO_LARGE' ? words.handFull : error.message);
    }
    return undefined;
  }

  save({ text, classIndex }) {
    this.api.download(new Blob([this.memory.hand.save(classIndex)], { type: 'application/octet-stream' }), `${text.replace(/[\\/:*?"<>|]/g, '_')}.hand`);
  }

  remove({ text, classIndex }) {
    const { words, fill } = this.api;
    this.memory.offerUndo(fill(words.signRemoved, { name: text }), this.memory.change((hand) => hand.removeSign(classIndex)));
    this.name.focus();
  }

  button(act, text, label, sign) {
    const button = make('button', { type: 'button', 'data-act': act, 'data-sign': sign.text, 'aria-label': this.api.fill(label, { name: sign.text }) }, text);
    button.addEventListener('click', () => this[act](sign));
    return button;
  }

  row(sign) {
    const { api: { words, fill, recognizer }, memory } = this;
    const own = memory.examples.filter(({ classIndex }) => classIndex === sign.classIndex);
    const rival = own.length ? memory.hand.rival(sign.classIndex) : -1;
    const said = own.length < FEW ? words.signFew : own.length < MANY ? words.signSome : words.signMany;
    return make('li', make('b', sign.text),
      make('span.sign-drawings', ...own.slice(-MANY).map(({ drawing }) => miniature(drawing))),
      make('p.note', fill(said, { n: own.length, few: FEW, many: MANY })),
      rival >= 0 && make('p.sign-rival', fill(words.signRival, { name: sign.text, rival: recognizer.classes[rival] })),
      make('div.hand-buttons',
        this.button('teach', words.signTeach, words.signTeachLabel, sign),
        this.button('save', words.signSave, words.signSaveLabel, sign),
        this.button('remove', words.signRemove, words.signRemoveLabel, sign)));
  }

  update() {
    const { words } = this.api;
    const { act, sign } = document.activeElement?.dataset ?? {};
    this.title.textContent = words.signs;
    this.lead.textContent = words.signsLead;
    this.label.textContent = words.signNew;
    this.add.textContent = words.signAdd;
    this.list.replaceChildren(...this.memory.signs.map((one) => this.row(one)));
    if (act && sign) this.list.querySelector(`[data-act="${act}"][data-sign="${CSS.escape(sign)}"]`)?.focus();
  }
}
