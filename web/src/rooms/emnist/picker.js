// picker.js - the place where EMNIST's two files are chosen or dropped, in every room that opens them.
import { make } from '../../shared/dom.js';
import { takeDrops } from '../../shared/dropzone.js';
import { grouped } from '../../shared/numbers.js';

const OURS = /\.(gz|idx\d?(-ubyte)?|zip)$|ubyte$/i; // names that are no pictures
const SET_NAMES = { letters37: 'emnistByMerge', balanced47: 'emnistByMerge', byclass62: 'emnistByclass62',
  letters26: 'emnistLetters26', digits10: 'emnistDigits10', mnist10: 'emnistMnist10' };

export class Picker {
  // take(files) receives what the reader chose, choose(set) another meaning of the labels. root stands where the
  // files are asked for, alert and set where the room puts them.
  constructor(name, mount, api, take, choose) {
    this.api = api;
    this.have = { images: '', labels: '' };
    this.error = null; // {code, values}
    this.sets = []; // what the labels may mean; the first is chosen
    this.file = make('input', { type: 'file', multiple: '', hidden: '' });
    this.button = make('button', { type: 'button', class: 'emnist-choose' });
    this.hint = make('p.note');
    this.slots = make('dl.emnist-slots');
    this.zone = make('div.emnist-zone', this.button, this.file, this.hint, this.slots);
    this.whereTitle = make('summary');
    this.whereText = make('p.note');
    this.root = make('div', this.zone, make('details', this.whereTitle, this.whereText));
    this.alert = make('p.failure.emnist-alert', { role: 'alert', hidden: '' });
    this.setLabel = make('label', { for: `${name}-set` });
    this.setSelect = make('select', { id: `${name}-set` });
    this.set = make('p.emnist-set', { hidden: '' }, this.setLabel, this.setSelect);
    this.button.addEventListener('click', () => this.file.click());
    this.file.addEventListener('change', () => {
      take([...this.file.files]);
      this.file.value = '';
    });
    this.setSelect.addEventListener('change', () => choose(this.setSelect.value));
    takeDrops(mount, this.zone, (names) => names.every((each) => OURS.test(each)), take);
  }

  number(n) {
    return grouped(n, this.api.strings.thousands);
  }

  // What there is: the files' names, what is wrong with them, what their labels may mean.
  tell({ have = this.have, error = this.error, sets = this.sets, chosen = sets[0] } = {}) {
    Object.assign(this, { have, error, sets });
    const { words } = this.api;
    const slot = (title, name, example) => [make('dt', title), name ? make('dd', `✓ ${name}`) : make('dd.note', example)];
    this.slots.replaceChildren(...slot(words.emnistImages, have.images, words.emnistImagesExample),
      ...slot(words.emnistLabels, have.labels, words.emnistLabelsExample));
    this.alert.hidden = !error;
    this.alert.textContent = error ? this.errorText(error) : '';
    this.set.hidden = sets.length < 2;
    this.setLabel.textContent = words.emnistSet;
    this.setSelect.replaceChildren(...sets.map((set) => make('option', { value: set }, words[SET_NAMES[set]])));
    this.setSelect.value = chosen;
  }

  errorText({ code, values }) {
    const shown = Object.fromEntries(Object.entries(values).map(([key, v]) =>
      [key, typeof v === 'number' && !['label', 'width', 'height'].includes(key) ? this.number(v) : v]));
    return this.api.fill(this.api.words[code], shown);
  }

  translate() {
    const { words } = this.api;
    this.button.textContent = words.emnistChoose;
    this.hint.textContent = words.emnistDropHint;
    this.file.setAttribute('aria-label', words.emnistChoose);
    this.whereTitle.textContent = words.emnistWhere;
    this.whereText.textContent = words.emnistWhereText;
  }
}
