// room.js - Word mode: a wide pad, the reading above it as it is written, and the text so far.
import { draw, make, say } from '../shared/dom.js';
import { LatticeView } from './lattice_view.js';
import { LettersView } from './letters_view.js';
import { Line } from './line.js';
import { TextSoFar } from './text.js';

const PEN = 5; // CSS pixels
const MAX_SIDE = 2400; // pixels of the canvas from left to right
const SETTLED_MS = 600; // the reading is spoken once the drawing has rested this long
const NONE = 'none'; // instead of a language: letter by letter
const KEY = 'handwritten-letters-words';

class Words {
  constructor(mount, api) {
    Object.assign(this, { mount, api });
    this.visible = false;
    this.loaded = NONE; // the language that the recogniser has
    this.failed = ''; // what to do where the core refused the drawing
    this.text = new TextSoFar(api);
    this.makePad();
    this.line = new Line(this.sheet.drawing);
    const edit = (work) => (...args) => { work(...args); this.sheet.edited(); };
    const { line } = this;
    this.letters = new LettersView(api, line, {
      choose: edit((letter, text) => line.choose(letter, text)), take: edit((reading) => line.take(reading)),
      split: edit((letter) => line.split(letter)), join: edit((letter, by) => line.join(letter, by)),
      remove: edit((letter) => line.remove(letter)), light: (strokes) => this.light(strokes),
    });
    this.lattice = new LatticeView(api, line);
    this.spoken = make('p.unseen', { role: 'status' });
    this.makeTools();
    this.makeLanguages();
    mount.append(this.text.element, make('div.words-read', this.letters.letters, this.letters.choices), this.frame, this.tools,
      make('div.words-foot', this.languages, this.note), this.lattice.element, this.spoken);
    this.listen();
    this.modelChanged();
    this.restore();
    this.translate();
  }

  makePad() {
    const { api } = this;
    this.canvas = make('canvas.words-pad', { role: 'application', tabindex: '0' });
    this.hint = make('p.words-hint', { 'aria-hidden': 'true' });
    const cursor = make('div.cursor', { hidden: '' });
    this.frame = make('div.words-frame', this.canvas, make('div.words-guides'), this.hint, cursor);
    this.sheet = api.makeSheet({ canvas: this.canvas, cursor, changed: () => this.changed(), maxSide: MAX_SIDE });
    this.lit = [];
  }

  makeTools() {
    const { sheet } = this;
    const icons = { undo: 'M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8H8', redo: 'm12 4 4 4-4 4M16 8H8a4 4 0 0 0 0 8h4',
      eraser: 'm8 17-5-5 8-8 6 6-7 7zM7 8l6 6M8 17h9', clear: 'm5 5 10 10M15 5 5 15', backspace: 'M7 5h10v10H7l-4-5zM10 8l4 4M14 8l-4 4',
      space: 'M3 10v4h14v-4', newline: 'M16 4v6H5M8 7l-3 3 3 3' };
    this.buttons = Object.fromEntries(Object.entries(icons).map(([name, d]) => {
      const icon = draw('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, draw('path', { d }));
      const label = make('span'), button = make('button', { type: 'button' }, icon, label);
      return [name, { button, label }];
    }));
    const on = (name, act) => this.buttons[name].button.addEventListener('click', act);
    for (const what of ['undo', 'redo', 'clear']) on(what, () => this.edit(what));
    on('eraser', () => this.toggleEraser());
    on('backspace', () => this.backspace());
    on('space', () => this.commit(' '));
    on('newline', () => this.commit('\n'));
    this.buttons.eraser.button.setAttribute('aria-pressed', 'false');
    this.tools = make('div.tools.words-tools', { role: 'group' }, ...Object.values(this.buttons).map(({ button }) => button));
  }

  makeLanguages() {
    const { api } = this;
    this.select = make('select');
    this.selectLabel = make('span');
    this.languages = make('label.words-language', this.selectLabel, this.select);
    this.note = make('p.note');
    const known = (code) => code === NONE || api.languages.includes(code);
    const usual = api.languages.includes(api.strings.languageCode) ? api.strings.languageCode : api.languages[0] ?? NONE;
    this.language = api.settings.get('wordLanguage', usual, known);
    this.select.addEventListener('change', () => {
      this.language = this.select.value;
      api.settings.set('wordLanguage', this.language);
      this.loadLanguage();
      this.changed();
    });
  }

  listen() {
    new ResizeObserver(() => requestAnimationFrame(() => this.fit())).observe(this.canvas);
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => this.changed());
    }
    // Before the letter's pad, which has the same keys.
    document.addEventListener('keydown', (event) => this.key(event), true);
    addEventListener('pagehide', () => this.keep());
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.keep(); });
  }

  translate() {
    const { words, strings, languages } = this.api;
    const said = {
      undo: [strings.undo, strings.undoKeys], redo: [strings.redo, strings.redoKeys], eraser: [strings.eraser, strings.eraserKeys],
      clear: [strings.clear, strings.clearKeys], backspace: [words.backspace, words.backspaceTitle],
      space: [words.space, words.spaceTitle], newline: [words.newline, words.newlineTitle],
    };
    for (const [name, { label, button }] of Object.entries(this.buttons)) [label.textContent, button.title] = said[name];
    this.tools.setAttribute('aria-label', strings.toolsLabel);
    this.canvas.setAttribute('aria-roledescription', strings.padRole);
    this.hint.textContent = words.padHint;
    this.selectLabel.textContent = words.language;
    const names = new Intl.DisplayNames([strings.languageCode], { type: 'language' });
    this.select.replaceChildren(...[...languages, NONE].map((code) => make('option', { value: code }, code === NONE ? words.lettersOnly : names.of(code))));
    this.select.value = this.language;
    this.note.textContent = words.about;
    this.spoken.textContent = '';
    this.text.translate();
    this.lattice.translate();
    this.letters.translate();
    this.changed();
  }

  // Another recogniser, or another model in it.
  modelChanged() {
    this.letters.model = this.api.recognizer;
    this.loadLanguage();
    this.changed();
  }

  // Words are read letter by letter until the language is there.
  async loadLanguage() {
    const { api: { recognizer, language, notice, words }, language: code } = this;
    this.loaded = NONE;
    if (!recognizer || code === NONE) return;
    try {
      const bytes = await language(code);
      if (code !== this.language) return;
      recognizer.loadLanguage(bytes);
      this.loaded = code;
    } catch {
      this.language = this.select.value = NONE;
      notice.say(words.languageLost);
    }
    this.changed();
  }

  shown() {
    this.visible = true;
    if (this.letters.model !== this.api.recognizer) this.modelChanged();
    this.fit();
    this.changed();
  }

  hidden() {
    this.visible = false;
    this.sheet.finish();
  }

  // ---- The drawing ----

  fit() {
    if (!this.canvas.clientWidth) return;
    this.sheet.ink.pen = PEN / this.canvas.clientWidth;
    if (this.sheet.ink.fit()) this.changed();
  }

  light(strokes) {
    if (strokes.length === this.lit.length && strokes.every((stroke) => this.lit.includes(stroke))) return;
    this.lit = strokes;
    this.paint();
  }

  paint() {
    this.sheet.ink.draw(this.sheet.strokes, this.lit);
  }

  // At most one reading a frame.
  changed() {
    if (this.queued || !this.visible) return;
    this.queued = true;
    requestAnimationFrame(() => {
      this.queued = false;
      if (this.visible) this.frameNow();
    });
  }

  frameNow() {
    const { sheet, line, api } = this;
    this.read();
    this.letters.update();
    this.letters.relight();
    this.paint();
    this.lattice.update();
    const enable = (name, able) => this.buttons[name].button.setAttribute('aria-disabled', String(!able));
    enable('undo', sheet.drawing.canUndo);
    enable('redo', sheet.drawing.canRedo);
    enable('clear', !sheet.blank);
    enable('backspace', !sheet.blank || this.text.value !== '');
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
      this.line.read(this.api.recognizer, this.loaded !== NONE);
    } catch (error) {
      if (!error.status) throw error;
      this.failed = this.api.words.tooMuch;
    }
  }

  settle() {
    const { sheet, line, api: { words, fill, strings } } = this;
    if (sheet.pad.drawingNow) {
      this.timer = setTimeout(() => this.settle(), SETTLED_MS);
      return;
    }
    const { text } = line;
    this.canvas.setAttribute('aria-label', text ? `${strings.padDrawn} ${text}` : words.padEmpty);
    if (text) say(this.spoken, fill(words.spoken, { text }));
    else if (this.spoken.textContent) say(this.spoken, strings.nothingDrawn);
  }

  // ---- What the reader can press ----

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
    this.buttons.eraser.button.setAttribute('aria-pressed', String(pad.erasing));
    this.canvas.classList.toggle('erasing', pad.erasing);
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
    if (target !== this.canvas) return null;
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
      sessionStorage.setItem(KEY, JSON.stringify({ text: this.text.value, code: this.api.encodeStrokes(this.sheet.strokes) }));
    } catch {
      // Denied or full: a reload begins anew.
    }
  }

  restore() {
    try {
      const { text, code } = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
      if (typeof text === 'string') this.text.value = text;
      const strokes = this.api.decodeStrokes(code);
      if (strokes?.length) this.sheet.replace(strokes);
    } catch {
      // Denied, or not what was written.
    }
  }
}

export const open = (mount, api) => new Words(mount, api);
