// room.js - Word mode: a wide pad, the reading above it as it is written, and the text so far.
import { make, say } from '../shared/dom.js';
import { onLine } from './arriving.js';
import { LatticeView } from './lattice_view.js';
import { LettersView } from './letters_view.js';
import { Line } from './line.js';
import { TextSoFar } from './text.js';
import { ToolBar } from './tools.js';

const PEN = 5; // CSS pixels
const MAX_SIDE = 2400; // pixels of the canvas from left to right
const SETTLED_MS = 600; // the reading is spoken once the drawing has rested this long
const ROOM = 0.98; // of the pad's width, for ink that is scaled
const KEY = 'handwritten-letters-words';

class Words {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.visible = false;
    this.failed = ''; // what to do where the core refused the drawing
    this.text = new TextSoFar(api);
    this.makePad();
    this.line = new Line(this.sheet.drawing);
    const edit = (work) => (...args) => { work(...args); this.sheet.edited(); };
    const { line } = this;
    this.letters = new LettersView(api, line, {
      choose: edit((letter, text) => this.choose(letter, text)), take: edit((reading) => line.take(reading)),
      split: edit((letter) => line.split(letter)), join: edit((letter, by) => line.join(letter, by)),
      remove: edit((letter) => line.remove(letter)), light: (strokes) => this.light(strokes),
    });
    this.lattice = new LatticeView(api, line);
    this.spoken = make('p.unseen', { role: 'status' });
    this.makeTools();
    this.makeLanguages();
    mount.append(this.text.element, make('div.words-read', this.letters.letters, this.letters.choices), this.frame, this.tools.element,
      make('div.words-foot', this.languages, this.note), this.lattice.element, this.spoken);
    this.listen();
    this.modelChanged();
    this.restore();
    this.translate();
  }

  makePad() {
    this.pad = make('letter-pad.words-pad');
    this.pad.frame = () => { if (this.visible) this.readAndShow(); };
    this.hint = make('p.words-hint', { 'aria-hidden': 'true' });
    this.frame = make('div.words-frame', this.pad, make('div.words-guides'), this.hint);
    this.sheet = this.pad.sheet;
    this.sheet.ink.maxSide = MAX_SIDE;
  }

  makeTools() {
    const edit = (what) => () => this.edit(what);
    this.tools = new ToolBar({
      undo: edit('undo'), redo: edit('redo'), clear: edit('clear'), eraser: () => this.toggleEraser(),
      backspace: () => this.backspace(), space: () => this.commit(' '), newline: () => this.commit('\n'),
    });
  }

  makeLanguages() {
    const { api } = this;
    this.select = make('select');
    this.selectLabel = make('span');
    this.languages = make('label.words-language', this.selectLabel, this.select);
    this.note = make('p.note');
    this.select.addEventListener('change', () => {
      this.arrival(api.language.choose(this.select.value));
      this.pad.changed();
    });
    api.language.addEventListener('change', () => {
      this.select.value = api.language.code;
      this.pad.changed();
    });
  }

  listen() {
    // Before the letter's pad, which has the same keys.
    document.addEventListener('keydown', (event) => this.key(event), true);
    addEventListener('pagehide', () => this.keep());
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.keep(); });
  }

  translate() {
    const { words, strings, language } = this.api;
    this.tools.translate(this.api);
    this.pad.describe(strings.padRole, words.padEmpty);
    this.hint.textContent = words.padHint;
    this.selectLabel.textContent = words.language;
    const names = new Intl.DisplayNames([strings.languageCode], { type: 'language' });
    this.select.replaceChildren(...language.all.map((code) =>
      make('option', { value: code }, language.isNone(code) ? words.lettersOnly : names.of(code))));
    this.select.value = language.code;
    this.note.textContent = words.about;
    this.spoken.textContent = '';
    this.text.translate();
    this.lattice.translate();
    this.letters.translate();
    this.pad.changed();
  }

  // Another recogniser, or another model in it.
  modelChanged() {
    this.letters.model = this.api.recognizer;
    this.arrival(this.api.language.load());
    this.pad.changed();
  }

  // Words are read letter by letter until the language is there.
  arrival(coming) {
    coming.catch(() => this.api.notice.say(this.api.words.languageLost));
  }

  shown() {
    this.visible = true;
    if (this.letters.model !== this.api.recognizer) this.modelChanged();
    this.fit();
    this.pad.changed();
  }

  // Strokes of the letter's pad in the place of the line, which undo brings back.
  take(strokes) {
    this.sheet.replace(onLine(strokes, this.aspect));
    this.pad.focus({ preventScroll: true });
  }

  hidden() {
    this.visible = false;
    this.sheet.finish();
  }

  // ---- The drawing ----

  fit() {
    const { clientWidth: wide, clientHeight: high } = this.pad;
    if (!wide) return;
    this.sheet.ink.pen = PEN / wide;
    this.keepOnLines(high / wide);
  }

  // The pad has another shape, as where a phone was turned: the ink stays on its lines, as far as there is room.
  keepOnLines(aspect) {
    const { drawing, strokes } = this.sheet, ratio = aspect / (this.aspect ?? aspect);
    this.aspect = aspect;
    if (Math.abs(ratio - 1) < 0.01) return;
    const right = Math.max(0.01, ...strokes.flat().map(({ x }) => x));
    drawing.scale(Math.min(ratio, Math.max(1, ROOM / right)));
  }

  light(strokes) {
    const { sheet } = this, { lit } = sheet;
    if (strokes.length === lit.length && strokes.every((stroke) => lit.includes(stroke))) return;
    sheet.lit = strokes;
    sheet.paint();
  }

  reread() {
    this.pad.changed();
  }

  // At most one reading a frame, and none where nothing changed.
  readAndShow() {
    const { sheet, line, api } = this;
    this.fit();
    if (!this.pad.paint()) return;
    this.read();
    this.letters.update();
    this.letters.relight();
    this.lattice.update();
    this.tools.enable('undo', sheet.drawing.canUndo);
    this.tools.enable('redo', sheet.drawing.canRedo);
    this.tools.enable('clear', !sheet.blank);
    this.tools.enable('backspace', !sheet.blank || this.text.value !== '');
    this.hint.hidden = !sheet.blank;
    say(this.note, this.failed || api.words.about);
    this.text.offer(line.text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), SETTLED_MS);
  }

  read() {
    this.failed = '';
    if (!this.api.recognizer) return;
    try {
      this.line.read(this.api.recognizer, this.api.language.ready);
    } catch (error) {
      if (!error.status) throw error;
      this.failed = this.api.words.tooMuch;
    }
  }

  settle() {
    const { pad, sheet, line, api: { words, fill, strings } } = this;
    if (sheet.pad.drawingNow) {
      this.timer = setTimeout(() => this.settle(), SETTLED_MS);
      return;
    }
    const { text } = line;
    pad.describe(strings.padRole, text ? `${strings.padDrawn} ${text}` : words.padEmpty);
    if (text) say(this.spoken, fill(words.spoken, { text }));
    else if (this.spoken.textContent) say(this.spoken, strings.nothingDrawn);
  }

  // ---- What the reader can press ----

  // What the writer says of a letter teaches the hand too.
  choose(letter, text) {
    const { strokes } = letter;
    this.line.choose(letter, text);
    if (text !== letter.text) this.api.learn(strokes, text, () => this.pad.focus());
  }

  // A word that was put into the text leaves it again when that is undone, and comes back with it.
  edit(what) {
    const before = this.sheet.strokes;
    this.sheet.edit(what);
    if (what === 'undo') this.text.undo(before);
    if (what === 'redo') this.text.redo(this.sheet.strokes);
  }

  toggleEraser() {
    const { pad } = this.sheet;
    pad.erasing = !pad.erasing;
    this.tools.press('eraser', pad.erasing);
    this.pad.classList.toggle('erasing', pad.erasing);
  }

  // The line goes into the text, followed by a space or a new line, and the pad is free.
  commit(after) {
    this.sheet.finish();
    this.read();
    const { text } = this.line;
    if (this.failed) return;
    this.letters.select(null);
    if (this.sheet.strokes.length) this.sheet.drawing.change([]);
    this.text.add(text + after, this.sheet.strokes);
    this.sheet.edited();
    say(this.spoken, text);
  }

  // The last letter, or where nothing is drawn the text's last character.
  backspace() {
    this.sheet.finish();
    const { letters } = this.line;
    if (letters.length) this.line.remove(letters[letters.length - 1]);
    else this.text.backspace();
    this.sheet.edited();
  }

  key(event) {
    if (!this.visible || document.querySelector('dialog[open]') || event.target.closest?.('input[type=text], textarea, select')) return;
    const act = this.actionOf(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  actionOf({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
    const command = ctrlKey || metaKey, name = key.toLowerCase();
    if (altKey) return null;
    if (command && name === 'z') return () => this.edit(shiftKey ? 'redo' : 'undo');
    if (command && name === 'y') return () => this.edit('redo');
    if (command) return null;
    if (name === 'escape') return () => this.escape();
    if (target !== this.pad) return null;
    return { e: () => this.toggleEraser(), backspace: () => this.backspace() }[name] ?? null;
  }

  // Closes what is open, else clears the pad.
  escape() {
    const { letter } = this.letters;
    if (!letter) return this.edit('clear');
    const i = this.line.letters.indexOf(letter);
    this.letters.select(null);
    return this.letters.focus(i);
  }

  // ---- A reload keeps the line and the text, where the browser lets it ----

  keep() {
    this.sheet.finish();
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ text: this.text.value, aspect: this.aspect,
        code: this.api.encodeStrokes(this.sheet.strokes) }));
    } catch {
      // Denied or full: a reload begins anew.
    }
  }

  restore() {
    try {
      const { text, code, aspect } = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
      if (aspect > 0) this.aspect = aspect;
      if (typeof text === 'string') this.text.value = text;
      const strokes = this.api.decodeStrokes(code);
      if (strokes?.length) this.sheet.replace(strokes);
    } catch {
      // Denied, or not what was written.
    }
  }
}

export const open = (mount, api) => new Words(mount, api);
