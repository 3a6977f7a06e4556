// line.js - a line of words: its strokes, what the writer has said of them, what they are read as.
//
// web/src/words/ is Word mode: the line (this file), what shows and corrects it, how it was read.
import { isCapital, otherCase } from '../shared/labels.js';

const MOST_ALTERNATIVES = 7, LEAST = 0.003; // of a letter: how many are offered, and from which probability on
const GROUP = 4; // HWR_WORD_GROUP: strokes of a letter at most

const meets = (a, b) => a.some((stroke) => b.includes(stroke));
const same = (a, b) => a.length === b.length && a.every((stroke) => b.includes(stroke));
const inCaseOf = (text, like) => (otherCase(text) && isCapital(text) !== isCapital(like) ? otherCase(text) : text);

// Corrections belong to a state of the drawing, which is an array of its history (pad/history.js), so that undo
// and redo are theirs too. {strokes, text, apart}, see hwr_word_fix; strokes are the drawing's own.
export class Line {
  constructor(drawing) {
    this.drawing = drawing;
    this.fixes = new WeakMap();
    this.before = { strokes: [], fixes: [] };
    this.parts = []; // of the last read(): {text, letters, readings, groups, calls}, letters: {text, probability, strokes, fixed}
  }

  get strokes() {
    return this.drawing.strokes;
  }

  get text() {
    return this.parts.map(({ text }) => text).join(' ');
  }

  get letters() {
    return this.parts.flatMap(({ letters }) => letters);
  }

  // Those of the drawing as it is: what was said of strokes that are still there.
  current() {
    const { strokes } = this;
    if (!this.fixes.has(strokes)) {
      this.fixes.set(strokes, this.before.fixes.filter((fix) => fix.strokes.every((stroke) => strokes.includes(stroke))));
    }
    this.before = { strokes, fixes: this.fixes.get(strokes) };
    return this.before.fixes;
  }

  // Reads all words anew. Throws a RecognizerError, and there are no words, where the core refuses them.
  read(recognizer, language) {
    const { strokes } = this, fixes = this.current();
    this.parts = [];
    const numbers = recognizer.splitWords(strokes);
    const count = strokes.length ? Math.max(...numbers) + 1 : 0;
    this.parts = Array.from({ length: count }, (_, n) => this.readWord(recognizer, language,
      strokes.filter((__, i) => numbers[i] === n), fixes));
  }

  readWord(recognizer, language, strokes, fixes) {
    const places = fixes.map((fix) => ({ ...fix, strokes: fix.strokes.map((stroke) => strokes.indexOf(stroke)) }));
    const answer = recognizer.read(strokes, { language, fixes: places });
    const own = (part) => ({ ...part, strokes: part.strokes.map((i) => strokes[i]) });
    const readings = answer.readings.map((reading) => ({ ...reading, letters: reading.letters.map(own) }));
    const letters = (readings[0]?.letters ?? []).map((letter) => ({ ...letter,
      fixed: fixes.some((fix) => !fix.apart && fix.text && same(fix.strokes, letter.strokes)) }));
    return { text: answer.text, letters, readings, groups: answer.groups.map(own), calls: answer.calls, strokes };
  }

  wordOf(letter) {
    return this.parts.find(({ letters }) => letters.includes(letter));
  }

  // What a letter may be instead, itself first: texts.
  alternatives(letter, { groups: names, folds, classes }) {
    const group = this.wordOf(letter)?.groups.find(({ strokes }) => same(strokes, letter.strokes));
    const shares = names.map(() => 0);
    folds.forEach((fold, c) => { shares[fold] += group?.letters[c] ?? 0; });
    const likely = names.map((name, g) => [shares[g], inCaseOf(name, letter.text)]).filter(([share]) => share >= LEAST)
      .sort(([a], [b]) => b - a).map(([, text]) => text);
    // The network names the case of a letter only where it has a class for each.
    const turned = classes.length ? otherCase(letter.text) : '';
    return [...new Set([letter.text, turned, ...likely])].filter(Boolean).slice(0, MOST_ALTERNATIVES);
  }

  // ---- Corrections: each is a step of the drawing's history ----

  say(...fixes) {
    const kept = this.current().filter((old) => !fixes.some((fix) => meets(old.strokes, fix.strokes)));
    this.drawing.change([...this.strokes]);
    this.fixes.set(this.strokes, [...fixes, ...kept]);
  }

  // A letter is this one.
  choose({ strokes }, text) {
    this.say({ strokes, text, apart: false });
  }

  // A word is what one of its readings says.
  take({ letters }) {
    this.say(...letters.map(({ strokes, text }) => ({ strokes, text, apart: false })));
  }

  canSplit(letter) {
    return letter.strokes.length > 1;
  }

  split({ strokes }) {
    this.say({ strokes, text: '', apart: true });
  }

  // The letter beside one, in the same word: by is 1 or -1.
  neighbour(letter, by) {
    const letters = this.wordOf(letter)?.letters ?? [];
    return letters[letters.indexOf(letter) + by] ?? null;
  }

  canJoin(letter, by) {
    const other = this.neighbour(letter, by);
    return other !== null && other.strokes.length + letter.strokes.length <= GROUP;
  }

  join(letter, by) {
    this.say({ strokes: [...letter.strokes, ...this.neighbour(letter, by).strokes], text: '', apart: false });
  }

  // Takes a letter's strokes away.
  remove({ strokes }) {
    this.drawing.change(this.strokes.filter((stroke) => !strokes.includes(stroke)));
  }
}
