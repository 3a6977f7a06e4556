// text.js - the text so far, to edit and to copy.
import { make } from '../shared/dom.js';

export class TextSoFar {
  constructor({ words, notice }) {
    Object.assign(this, { words, notice });
    this.label = make('span.unseen');
    this.area = make('textarea', { rows: '1', spellcheck: 'false' });
    this.copyButton = make('button', { type: 'button' });
    this.copyButton.addEventListener('click', () => this.copy());
    this.element = make('div.words-text', make('label', this.label, this.area), this.copyButton);
    this.line = ''; // what is on the pad
    this.added = new WeakMap(); // state of the drawing -> {before, after}: what was added when it came about
  }

  translate() {
    this.label.textContent = this.words.text;
    this.area.placeholder = this.words.textEmpty;
    this.copyButton.textContent = this.words.copy;
  }

  get value() {
    return this.area.value;
  }

  set value(text) {
    this.area.value = text;
    this.area.rows = Math.max(1, Math.min(3, text.split('\n').length));
    this.area.scrollTop = this.area.scrollHeight;
  }

  offer(line) {
    this.line = line;
  }

  add(text, state) {
    const old = this.added.get(state), before = old?.after === this.value ? old.before : this.value, after = this.value + text;
    this.added.set(state, { before, after });
    this.value = after;
  }

  // The drawing leaves a state, or comes to it again; text that was edited meanwhile is left alone.
  undo(state) {
    const { before, after } = this.added.get(state) ?? {};
    if (after !== undefined && this.value === after) this.value = before;
  }

  redo(state) {
    const { before, after } = this.added.get(state) ?? {};
    if (after !== undefined && this.value === before) this.value = after;
  }

  backspace() {
    this.value = [...this.value].slice(0, -1).join('');
  }

  // With what is on the pad.
  async copy() {
    const text = this.value + this.line;
    if (!text) return this.notice.mention(this.words.copyNothing);
    try {
      await navigator.clipboard.writeText(text);
      return this.notice.mention(this.words.copied);
    } catch {
      this.area.select();
      return this.notice.mention(this.words.copyBySelf);
    }
  }
}
