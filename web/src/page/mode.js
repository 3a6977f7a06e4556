// mode.js - one letter or whole words: the switch at the top, and the address #word. Word mode
// (web/src/words/) is loaded when it is first shown, as rooms are.
import { strings, fill, percent } from '../strings/strings.js';
import { decodeStrokes, encodeStrokes } from '../pad/codec.js';
import { isField } from '../pad/pictures.js';
import { make } from '../shared/dom.js';
import { whole, wholePage } from './parts.js';
import { realise } from './rooms.js';

const WORD = '#word', LETTER = '#letter';

const $ = (id) => document.getElementById(id);

export class Mode {
  // recognizer(): null until there is one. learn(strokes, text, undone): see the room of the hand.
  // language: a WordLanguage.
  constructor({ language, notice, recognizer, learn }) {
    Object.assign(this, { language, notice, recognizer, learn });
    this.room = null; // what web/src/words/room.js returned
    this.taken = null; // strokes that Word mode is to begin with
    for (const [id, hash] of [['mode-word', WORD], ['mode-letter', LETTER]]) {
      $(id).addEventListener('change', () => { location.hash = hash; });
    }
    addEventListener('hashchange', () => this.follow());
    // What is pasted or dropped goes to the letter's pad.
    for (const type of ['paste', 'drop']) {
      document.addEventListener(type, ({ target }) => { if (this.isWord && !isField(target)) location.hash = LETTER; });
    }
    this.follow();
  }

  // Any other address is the letter's.
  get isWord() {
    return location.hash === WORD;
  }

  follow() {
    const word = this.isWord;
    document.body.dataset.mode = word ? 'word' : 'letter';
    $(word ? 'mode-word' : 'mode-letter').checked = true;
    $('words').hidden = !word;
    if (!word || !this.recognizer()) this.room?.hidden();
    else if (whole()) this.open();
    else this.bring();
  }

  // What is still to come of the page, or why it does not.
  bring() {
    const say = (kind, role, text) => $('words').replaceChildren(make(kind, { role }, text));
    say('p.note', 'status', strings.loading);
    wholePage().then(() => this.follow(), () => say('p.failure', 'alert', strings.partMissing));
  }

  open() {
    if (!this.room) {
      $('words').replaceChildren();
      realise('style-words', 'style');
      realise('code-words', 'script');
      const { open, tables } = globalThis.lettersRooms.words;
      this.tables = tables;
      this.spoken = { ...tables[strings.languageCode] };
      this.room = open($('words'), this.makeApi());
    }
    this.room.shown();
    if (this.taken) this.room.take(this.taken);
    this.taken = null;
  }

  // To Word mode, with strokes of the letter's pad.
  takeAlong(strokes) {
    this.taken = strokes;
    this.notice.hide();
    location.hash = WORD;
  }

  makeApi() {
    const { language, notice, recognizer, learn, spoken } = this;
    return {
      // Word mode's own strings and the page's, both in the language of the moment.
      words: spoken, strings, fill, percent, language, notice, learn,
      get recognizer() { return recognizer(); },
      encodeStrokes, decodeStrokes,
    };
  }

  translate() {
    if (!this.room) return;
    Object.assign(this.spoken, this.tables[strings.languageCode]);
    this.room.translate();
  }

  modelChanged() {
    this.room?.modelChanged();
  }

  // The hand was taught, or has forgotten something.
  reread() {
    this.room?.reread();
  }
}
