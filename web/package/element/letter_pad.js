// letter_pad.js - <letter-pad>: the page's pad with a recogniser, as a field of a form. README.md tells what it offers.
import { draw, make } from '../../src/shared/dom.js';
import { PEN } from '../../src/pad/ink.js';
import { PadElement } from '../../src/pad/pad_element.js';
import { createRecognizer } from '../index.js';
import { style } from './style.js';
import { textsFor } from './texts.js';

const SETTLED_MS = 600; // the answer is spoken once the drawing has rested this long
const MAX_POINTS = 16384; // that a word may have
const WIDER = 3; // times as wide as high: a pad for words
const NOTHING = { value: '', alternatives: [] };

let sheetOfStyles = null; // of all pads

export class LetterPad extends PadElement {
  static formAssociated = true;
  static observedAttributes = ['mode', 'required', 'label', 'lang'];

  // Makes the recogniser that all pads share, when the first of them comes into a page.
  static createRecognizer = createRecognizer;

  static #shared = null;

  static get recognizer() {
    return (LetterPad.#shared ??= LetterPad.createRecognizer());
  }

  #internals = this.attachInternals();
  #recognizer = null;
  #broken = false;
  #answer = NOTHING;
  #changed = ''; // value of the last change event
  #settling = 0;
  #themed = new MutationObserver(() => this.changed()); // colours or language may be others
  #disabled = false;

  constructor() {
    super();
    this.clearButton = make('button', { part: 'clear', type: 'button', hidden: '' },
      draw('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, draw('path', { d: 'm4 4 12 12M16 4 4 16' })));
    this.spoken = make('span.spoken', { role: 'status' });
    if (!sheetOfStyles) {
      sheetOfStyles = new CSSStyleSheet();
      sheetOfStyles.replaceSync(style);
    }
    const { shadowRoot: root } = this;
    root.adoptedStyleSheets = [sheetOfStyles];
    root.append(this.clearButton, this.spoken);
    this.sheet.maxPoints = MAX_POINTS;
    for (const type of ['pointerdown', 'keydown']) {
      root.addEventListener(type, (event) => this.#disabled && event.stopPropagation(), { capture: true });
    }
    this.canvas.addEventListener('keydown', (event) => this.#key(event));
    this.clearButton.addEventListener('click', () => {
      this.clear();
      this.canvas.focus();
    });
  }

  // ---- What scripts use ----

  // Text: the letter or word that is recognised, '' for none. Setting it takes the drawing away.
  get value() { return this.#answer.value; }
  set value(text) {
    this.sheet.replace([]);
    this.#answer = { value: `${text}`, alternatives: [] };
    this.#changed = this.value;
    this.#tellForm();
    this.#name();
  }

  // [[{x, y}, ...], ...] in widths of the pad, y down; copies.
  get strokes() { return this.sheet.strokes.map((stroke) => stroke.map(({ x, y }) => ({ x, y }))); }
  set strokes(strokes) {
    this.sheet.replace(strokes.map((stroke) => stroke.map(({ x, y }) => ({ x, y }))));
  }

  // [{text, confidence}], the most probable first; copies.
  get alternatives() { return this.#answer.alternatives.map((one) => ({ ...one })); }

  get mode() { return this.getAttribute('mode') === 'word' ? 'word' : 'letter'; }
  set mode(mode) { this.setAttribute('mode', mode); }
  get disabled() { return this.hasAttribute('disabled'); }
  set disabled(on) { this.toggleAttribute('disabled', Boolean(on)); }
  get required() { return this.hasAttribute('required'); }
  set required(on) { this.toggleAttribute('required', Boolean(on)); }
  get name() { return this.getAttribute('name') ?? ''; }
  set name(name) { this.setAttribute('name', name); }
  get type() { return this.localName; }
  get form() { return this.#internals.form; }
  get labels() { return this.#internals.labels; }
  get validity() { return this.#internals.validity; }
  get validationMessage() { return this.#internals.validationMessage; }
  get willValidate() { return this.#internals.willValidate; }
  checkValidity() { return this.#internals.checkValidity(); }
  reportValidity() { return this.#internals.reportValidity(); }

  clear() { this.sheet.edit('clear'); }
  undo() { this.sheet.edit('undo'); }
  redo() { this.sheet.edit('redo'); }

  // ---- What the browser calls ----

  connectedCallback() {
    super.connectedCallback();
    for (const e of [document.documentElement, document.body]) this.#themed.observe(e, { attributes: true });
    this.#tellForm();
    LetterPad.recognizer.then((recognizer) => {
      this.#recognizer = recognizer;
      this.schedule();
    }, (error) => {
      this.#broken = true;
      this.#name();
      this.dispatchEvent(new ErrorEvent('error', { error, message: error.message }));
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#themed.disconnect();
    clearTimeout(this.#settling);
  }

  attributeChangedCallback(attribute) {
    if (attribute === 'mode') this.sheet.ink.pen = this.mode === 'word' ? PEN / WIDER : PEN;
    this.#tellForm();
    this.changed();
  }

  formDisabledCallback(disabled) {
    this.#disabled = disabled;
    this.sheet.finish();
    this.canvas.tabIndex = disabled ? -1 : 0;
    this.canvas.setAttribute('aria-disabled', String(disabled));
    for (const part of [this.canvas, this.clearButton]) part.classList.toggle('disabled', disabled);
    this.schedule();
  }

  formResetCallback() { this.value = ''; }

  formStateRestoreCallback(state) { this.strokes = JSON.parse(state); }

  // ---- What it does by itself ----

  #key(event) {
    const { key } = event, control = event.ctrlKey || event.metaKey;
    if (control && key.toLowerCase() === 'z') this.sheet.edit(event.shiftKey ? 'redo' : 'undo');
    else if (control && key.toLowerCase() === 'y') this.sheet.edit('redo');
    else if (!control && (key === 'Backspace' || key === 'Delete')) this.clear();
    else return;
    event.preventDefault();
  }

  // At most one painting and one answer.
  frame() {
    this.paint();
    this.clearButton.hidden = this.sheet.strokes.length === 0 || this.#disabled;
    this.#recognize();
  }

  #recognize() {
    if (this.#recognizer && (this.sheet.strokes.length > 0 || this.#answer.alternatives.length > 0)) {
      const before = JSON.stringify(this.#answer);
      this.#answer = this.#read();
      if (JSON.stringify(this.#answer) !== before) this.#answered();
    }
    this.#name();
    if (this.value !== this.#changed && !this.sheet.pad.drawingNow) {
      this.#changed = this.value;
      this.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  #read() {
    const { strokes } = this.sheet;
    try {
      if (this.mode === 'word') {
        const { text, readings } = this.#recognizer.read(strokes);
        return { value: text, alternatives: readings.map((reading) => ({ text: reading.text, confidence: reading.probability })) };
      }
      const { letter, isLetter, alternatives } = this.#recognizer.recognize(strokes);
      return { value: isLetter ? letter : '', alternatives: alternatives.map((one) => ({ text: one.letter, confidence: one.confidence })) };
    } catch (error) {
      if (!error.status) throw error;
      return { ...NOTHING, tooMuch: true };
    }
  }

  #answered() {
    this.#tellForm();
    this.dispatchEvent(new CustomEvent('letter', { bubbles: true, detail: { value: this.value, alternatives: this.alternatives } }));
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => { this.spoken.textContent = this.#state(textsFor(this)); }, SETTLED_MS);
  }

  // The value, the drawing to restore it from, and whether it will do.
  #tellForm() {
    const texts = textsFor(this);
    this.#internals.setFormValue(this.value, JSON.stringify(this.strokes));
    const missing = this.required && !this.value;
    const message = this.mode === 'word' ? texts.missingWord : texts.missing;
    if (missing) this.#internals.setValidity({ valueMissing: true }, message, this.canvas);
    else this.#internals.setValidity({});
  }

  #state(texts) {
    if (this.#broken) return texts.broken;
    if (this.value) return texts.read.replace('{value}', () => this.value);
    if (this.#answer.tooMuch) return texts.tooMuch;
    return this.sheet.strokes.length ? texts.unknown : texts.empty;
  }

  // What a screen reader calls the pad: its label, and what is on it.
  #name() {
    const texts = textsFor(this);
    const label = this.getAttribute('label') ?? this.#internals.labels[0]?.textContent.trim() ?? texts.pad;
    this.describe(texts.role, `${label}: ${this.#state(texts)}`);
    this.clearButton.setAttribute('aria-label', texts.clear);
    this.clearButton.title = texts.clear;
  }
}
