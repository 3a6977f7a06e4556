// practice.js - letters asked for one by one, how they were read, and all that was drawn as a file.
// What is drawn teaches nothing by itself: a misread letter is taught where the reader says so.
import { toNdjson } from '../pad/exporting.js';
import { normalize } from '../pad/importing.js';
import { make, makeChoice } from '../shared/dom.js';
import { classOf } from '../shared/labels.js';
import { miniature } from './drawing.js';

const SETS = ['capitals', 'small', 'words'];
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
const MOST = 1000; // drawings that are kept, the latest
const KEY = 'practice';
const SIDE = 255; // of a miniature

export class Practice {
  constructor({ api, memory }) {
    Object.assign(this, { api, memory });
    this.set = SETS[0];
    this.asked = []; // letters to come, the first one now
    this.total = 0;
    this.done = []; // [{word, read, right, strokes}] of this time
    this.drawn = []; // [{line, word, right, date}] of all times
    this.build();
    memory.store.read(KEY).then((kept) => {
      if (Array.isArray(kept)) this.drawn = kept.filter((one) => typeof one?.line === 'string' && typeof one.word === 'string');
      this.update();
    });
  }

  build() {
    const button = (act) => {
      const e = make('button', { type: 'button' });
      e.addEventListener('click', () => this[act]());
      return e;
    };
    this.title = make('h4');
    this.lead = make('p.note');
    this.choice = makeChoice('practice', SETS, this.set, (set) => {
      this.set = set;
      this.update();
    });
    this.text = make('input', { id: 'practice-words', type: 'text', maxlength: '200', autocomplete: 'off', spellcheck: 'false' });
    this.textLabel = make('label', { for: 'practice-words' });
    this.textField = make('p.sign-form', this.textLabel, this.text);
    [this.start, this.next, this.skip, this.stop, this.save, this.erase] = ['begin', 'take', 'pass', 'end', 'download', 'forget'].map(button);
    this.next.className = 'practice-next';
    this.prompt = make('p.practice-prompt', { role: 'status' });
    this.going = make('div.hand-buttons', this.next, this.skip, this.stop);
    this.score = make('p.practice-score', { role: 'status' });
    this.sheet = make('ul.examples.practice-sheet');
    this.results = make('div.scroll');
    this.files = make('div.hand-buttons', this.save, this.erase);
    this.element = make('section.hand-part.practice', this.title, this.lead, this.choice.element, this.textField, make('div.hand-buttons', this.start),
      this.prompt, this.going, this.score, this.sheet, this.results, this.files);
  }

  letters() {
    const text = { capitals: ALPHABET.toUpperCase(), small: ALPHABET, words: this.text.value }[this.set];
    return [...text].filter((letter) => classOf(letter, this.api.recognizer.classes) >= 0);
  }

  begin() {
    const { words } = this.api;
    this.asked = this.letters();
    this.total = this.asked.length;
    this.done = [];
    this.note = this.total ? '' : words.practiceNothing;
    this.api.clear();
    this.update();
    if (this.total) this.next.focus();
    else this.text.focus();
  }

  // The pad's drawing is the letter that was asked for.
  take() {
    const { api: { answer, recognizer, strokes, words, fill, clear } } = this;
    const word = this.asked[0];
    if (word === undefined) return; // nothing is asked for
    if (!answer || answer.empty || !strokes.length) {
      this.prompt.textContent = fill(words.practiceEmpty, { letter: word });
      return;
    }
    const right = recognizer.folds[answer.best] === recognizer.folds[classOf(word, recognizer.classes)];
    this.done.push({ word, read: answer.letter, right, strokes: strokes.map((s) => s.map(({ x, y }) => ({ x, y }))) });
    this.drawn.push({ line: toNdjson(strokes, word), word, right, date: Math.floor(Date.now() / 1000) });
    this.drawn = this.drawn.slice(-MOST);
    this.keep();
    clear();
    this.pass();
  }

  pass() {
    this.asked.shift();
    this.update();
    if (!this.asked.length) this.start.focus();
  }

  end() {
    this.asked = [];
    this.update();
    this.start.focus();
  }

  keep() {
    this.memory.store.write(KEY, this.drawn.length ? this.drawn : null).then(() => this.memory.changed(false));
  }

  download() {
    this.api.download(new Blob(this.drawn.map(({ line }) => line), { type: 'application/x-ndjson' }), 'mine.ndjson');
  }

  forget() {
    const before = this.drawn;
    this.drawn = [];
    this.keep();
    this.update();
    this.memory.offerUndo(this.api.words.practiceErased, () => {
      this.drawn = before;
      this.keep();
      this.update();
    });
  }

  row(one) {
    const { api: { words, fill, recognizer }, memory } = this;
    const mini = miniature(normalize(one.strokes).map((s) => s.map(({ x, y }) => ({ x: SIDE * x, y: SIDE * y }))));
    const teach = !one.right && !one.taught && make('button', { type: 'button', 'aria-label': fill(words.practiceTeachLabel, { letter: one.word }) }, words.practiceTeach);
    if (teach) {
      teach.addEventListener('click', () => {
        one.taught = true;
        memory.teach(classOf(one.word, recognizer.classes), one.strokes);
        this.update();
        this.title.focus();
      });
    }
    return make(one.right ? 'li' : 'li.practice-wrong', mini, make('b', one.word), make('span.note', one.right ? words.practiceRight : fill(words.practiceRead, { letter: one.read })), teach);
  }

  // Letter by letter over all times, and of the latest ten drawings.
  table() {
    const { words } = this.api;
    const letters = [...new Set(this.drawn.map(({ word }) => word))].sort((a, b) => a.localeCompare(b));
    const right = (all) => `${all.filter((one) => one.right).length} / ${all.length}`;
    const rows = letters.map((letter) => {
      const own = this.drawn.filter(({ word }) => word === letter);
      return make('tr', make('th', { scope: 'row' }, letter), make('td', right(own)), make('td', right(own.slice(-10))));
    });
    return make('details', make('summary', words.practiceResults), make('table',
      make('thead', make('tr', ...['practiceLetter', 'practiceAll', 'practiceLast'].map((key) => make('th', { scope: 'col' }, words[key])))), make('tbody', ...rows)));
  }

  update() {
    const { words, fill } = this.api;
    const going = this.asked.length > 0, many = this.drawn.length;
    const texts = [[this.title, words.practice], [this.lead, words.practiceLead], [this.choice.legend, words.practiceWhich], [this.start, words.practiceStart],
      [this.next, words.practiceNext], [this.skip, words.practiceSkip], [this.stop, words.practiceStop], [this.save, fill(words.practiceSave, { n: many })],
      [this.erase, words.practiceErase], [this.textLabel, words.practiceWords]];
    for (const [e, text] of texts) e.textContent = text;
    this.title.tabIndex = -1;
    this.choice.texts.forEach((e, i) => { e.textContent = [words.practiceCapitals, words.practiceSmall, words.practiceList][i]; });
    this.textField.hidden = this.set !== 'words' || going;
    this.start.hidden = this.choice.element.hidden = going;
    this.going.hidden = !going;
    this.prompt.textContent = going ? fill(words.practiceAsk, { letter: this.asked[0], i: this.total - this.asked.length + 1, n: this.total }) : this.note ?? '';
    this.score.textContent = this.done.length && !going ? fill(words.practiceScore, { right: this.done.filter(({ right }) => right).length, n: this.done.length }) : '';
    this.sheet.replaceChildren(...(going ? [] : this.done.map((one) => this.row(one))));
    this.files.hidden = this.results.hidden = !many || going;
    this.results.replaceChildren(this.table());
  }
}
