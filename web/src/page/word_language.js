// word_language.js - the language that words are read in, on the line and on photographs: which one the reader has
// chosen, and whether the recogniser has it by now.
import { strings } from '../strings/strings.js';
import { wordLanguage, wordLanguages } from './payload.js';

const NONE = 'none'; // instead of a language: letter by letter

// Tells of a 'change' when another is chosen or has come.
export class WordLanguage extends EventTarget {
  // recognizer(): null until there is one.
  constructor({ settings, recognizer }) {
    super();
    Object.assign(this, { settings, recognizer, chosen: null, held: null });
  }

  // The codes of those there are, and the one for none.
  get all() {
    return [...wordLanguages(), NONE];
  }

  get code() {
    this.chosen ??= this.usual(this.all);
    return this.chosen;
  }

  usual(all) {
    const first = all.includes(strings.languageCode) ? strings.languageCode : all[0];
    return this.settings.get('wordLanguage', first, (code) => all.includes(code));
  }

  isNone(code) {
    return code === NONE;
  }

  choose(code) {
    this.chosen = code;
    this.settings.set('wordLanguage', code);
    this.changed();
    return this.load();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  // Whether the recogniser reads words in it.
  get ready() {
    return this.held?.code === this.code && this.held.recognizer === this.recognizer();
  }

  // Brings it into the recogniser. Rejects where it does not come: words are read letter by letter then.
  async load() {
    const { code } = this;
    if (this.isNone(code) || !this.recognizer() || this.ready) return;
    try {
      const bytes = await wordLanguage(code), recognizer = this.recognizer();
      if (code !== this.code) return; // another was chosen meanwhile
      recognizer.loadLanguage(bytes);
      this.held = { code, recognizer };
      this.changed();
    } catch (error) {
      if (code !== this.code) return;
      this.chosen = NONE;
      this.changed();
      throw error;
    }
  }
}
