// module_words.js - reading whole words: the exports that wasm/ has for them.
import { LetterModule, REMEDIES, RecognizerError } from './module.js';

const FIX_BYTES = 22, FIX_STROKES = 4, LABEL_BYTES = 15; // of hwr_word_fix, core/words/reader.h
const WORD_REMEDIES = { ...REMEDIES, HWR_ERR_TOO_LARGE: 'a word has at most 64 strokes and 16384 points: leave gaps between words' };
const MOST_LETTERS = 64;
const LETTERS_REMEDIES = { ...REMEDIES, HWR_ERR_TOO_LARGE: `a word has at most ${MOST_LETTERS} letters: leave gaps between words` };
const LANGUAGE_REMEDIES = {
  HWR_ERR_MAGIC: 'hand over a .hwl language file',
  HWR_ERR_VERSION: 'use the language file that came with this program',
  HWR_ERR_MEMORY: 'use a language of fewer words',
  HWR_ERR_TRUNCATED: 'fetch the language file again, it is incomplete',
  HWR_ERR_CHECKSUM: 'fetch the language file again',
  HWR_ERR_FORMAT: 'write the language file again with tools/words/make_language.mjs',
};

export class WordModule extends LetterModule {
  // A .hwl file in the place of the language before it.
  loadLanguage(bytes) {
    this.openWords();
    const capacity = this.x.hwr_wasm_language_capacity();
    if (bytes.length > capacity) throw this.tooLarge('the language in bytes', bytes.length, capacity, LANGUAGE_REMEDIES.HWR_ERR_MEMORY);
    this.view(Uint8Array, this.x.hwr_wasm_language_buffer(), bytes.length).set(bytes);
    this.answer(this.x.hwr_wasm_load_language(bytes.length), 'the language', LANGUAGE_REMEDIES);
  }

  // Makes room for words where there is none yet: the memory grows.
  openWords() {
    this.answer(this.x.hwr_wasm_open_words(), 'room for words', { HWR_ERR_MEMORY: 'close other pages, then reload this one' });
  }

  // The number of each stroke's word, from left to right.
  splitWords(strokes) {
    this.openWords();
    this.writeStrokes(strokes);
    this.answer(this.x.hwr_wasm_split_words(strokes.length), 'the line', { HWR_ERR_TOO_LARGE: 'clear the drawing' });
    return [...this.view(Uint16Array, this.x.hwr_wasm_word_of(), strokes.length)];
  }

  // Strokes of one word; withLanguage: in the loaded language, if there is one. fixes: [{strokes, apart, text}],
  // see hwr_word_fix; more than there is room for are left out. before: the word's beginning, where it has one.
  readWord(strokes, withLanguage, fixes, before) {
    this.openWords();
    this.writeStrokes(strokes);
    const begun = new TextEncoder().encode(before), most = this.x.hwr_wasm_before_capacity();
    this.view(Uint8Array, this.x.hwr_wasm_before(), most).fill(0).set(begun.length < most ? begun : []);
    const n = Math.min(fixes.length, this.x.hwr_wasm_fixes_capacity());
    const room = this.view(Uint8Array, this.x.hwr_wasm_fixes(), n * FIX_BYTES).fill(0);
    fixes.slice(0, n).forEach(({ strokes: which, apart = false, text = '' }, f) => {
      const places = which.slice(0, FIX_STROKES), label = new TextEncoder().encode(text);
      if (label.length > LABEL_BYTES) throw new RecognizerError('HWR_ERR_ARGUMENT', `a letter: "${text}" is longer than ${LABEL_BYTES} bytes`);
      room.set([Math.min(which.length, 255), ...places], f * FIX_BYTES);
      room.set([apart ? 1 : 0, ...label], f * FIX_BYTES + 1 + FIX_STROKES);
    });
    return this.answer(this.x.hwr_wasm_read_strokes(strokes.length, withLanguage ? 1 : 0, n), 'the word', WORD_REMEDIES);
  }

  // Letters of one word that lie apart already, [{box: [left, top, right, bottom], probabilities}] in reading order,
  // probabilities being of all classes.
  readLetters(letters, withLanguage) {
    this.openWords();
    const classes = this.classes.length, numbers = letters.length * (4 + classes);
    if (numbers > 2 * this.maxPoints) throw this.tooLarge('letters of a word', letters.length, MOST_LETTERS, LETTERS_REMEDIES.HWR_ERR_TOO_LARGE);
    const room = this.view(Float32Array, this.x.hwr_wasm_points(), numbers);
    letters.forEach(({ box, probabilities }, i) => {
      room.set(box, 4 * i);
      room.set(probabilities, 4 * letters.length + classes * i);
    });
    return this.answer(this.x.hwr_wasm_read_letters(letters.length, withLanguage ? 1 : 0), 'the word', LETTERS_REMEDIES);
  }

  // What the last reading chose among, from left to right: [{strokes, probability, letters}], letters being the
  // network's probabilities of all classes.
  wordGroups() {
    const { x } = this;
    return Array.from({ length: x.hwr_wasm_word_groups() }, (_, g) => ({
      strokes: [...this.view(Uint8Array, x.hwr_wasm_group_strokes(g), x.hwr_wasm_group_size(g))],
      probability: x.hwr_wasm_group_probability(g),
      letters: this.view(Float32Array, x.hwr_wasm_group_letters(g), this.classes.length).slice(),
    }));
  }

  // Of the last word, the most probable first: [{text, probability, letters: [{text, probability,
  // strokes}]}], strokes being indices among those that have points.
  readings() {
    const { x } = this;
    return Array.from({ length: x.hwr_wasm_readings() }, (_, r) => {
      const letters = Array.from({ length: x.hwr_wasm_reading_letters(r) }, (__, i) => ({
        text: this.string(x.hwr_wasm_letter_text(r, i)),
        probability: x.hwr_wasm_letter_probability(r, i),
        strokes: [...this.view(Uint8Array, x.hwr_wasm_letter_strokes(r, i), x.hwr_wasm_letter_size(r, i))],
      }));
      return { text: letters.map(({ text }) => text).join(''), probability: x.hwr_wasm_reading_probability(r), letters };
    });
  }

  readCalls() {
    return this.x.hwr_wasm_read_calls();
  }
}
