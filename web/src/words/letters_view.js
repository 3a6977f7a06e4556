// letters_view.js - the reading: each letter a button, and what can be said of the chosen one.
import { make } from '../shared/dom.js';

const UNSURE = 0.5; // letters below are marked

export class LettersView {
  // on: choose(letter, text), take(reading), split(letter), join(letter, by), remove(letter), light(strokes).
  constructor({ words, fill, percent }, line, on) {
    Object.assign(this, { words, fill, percent, line, on });
    this.chosen = null; // a stroke of the chosen letter, which is another object after each reading
    this.at = 0; // the letter that Tab leads to
    this.shown = ''; // what the letters were made of
    this.letters = make('div.words-letters', { role: 'toolbar' });
    this.choices = make('div.words-choices', { role: 'group' });
    this.letters.addEventListener('keydown', (event) => this.key(event));
    this.letters.addEventListener('click', (event) => this.pressed(event.target.closest('button')));
    for (const type of ['pointerover', 'focusin']) this.letters.addEventListener(type, (event) => this.lightUnder(event.target));
    for (const type of ['pointerleave', 'focusout']) this.letters.addEventListener(type, () => this.relight());
  }

  translate() {
    this.letters.setAttribute('aria-label', this.words.lettersLabel);
    this.shown = '';
    this.update();
  }

  get letter() {
    return this.chosen && (this.line.letters.find(({ strokes }) => strokes.includes(this.chosen)) ?? null);
  }

  select(letter) {
    this.chosen = letter?.strokes[0] ?? null;
    if (letter) this.at = this.line.letters.indexOf(letter);
    this.update();
    this.relight();
  }

  // A button for each letter, a gap between words.
  update() {
    const { line, words, fill, percent } = this;
    if (this.chosen && !this.letter) this.chosen = null;
    const all = line.letters, focused = [...this.letters.querySelectorAll('button')].indexOf(document.activeElement);
    this.at = Math.max(0, Math.min(this.at, all.length - 1));
    const key = JSON.stringify([line.parts.map(({ letters }) => letters.map((l) => [l.text, l.probability < UNSURE, l.fixed])), this.at, all.indexOf(this.letter)]);
    if (key !== this.shown) {
      this.shown = key;
      let i = 0;
      this.letters.replaceChildren(...line.parts.map(({ letters }) => make('span.words-word', ...letters.map((letter) => {
        const state = letter.fixed ? '.fixed' : letter.probability < UNSURE ? '.unsure' : '';
        return make(`button.words-letter${state}`, { type: 'button', tabindex: i++ === this.at ? '0' : '-1',
          'aria-pressed': String(letter === this.letter), 'aria-label': letter.fixed
          ? fill(words.letterFixed, { letter: letter.text }) : `${letter.text}, ${percent(letter.probability)}` }, letter.text);
      }))));
      if (focused >= 0) this.focus(Math.min(focused, all.length - 1));
      else if (!this.letter) this.letters.scrollLeft = this.letters.scrollWidth; // the end is being written
    }
    this.choices.setAttribute('aria-label', this.letter ? words.letterChoices : words.wordChoices);
    this.fillChoices();
  }

  focus(i) {
    this.letters.querySelectorAll('button')[i]?.focus();
  }

  fillChoices() {
    const { letter, line, words } = this;
    const last = line.parts[line.parts.length - 1];
    const key = letter ? this.letterKey(letter) : JSON.stringify(last?.readings.map(({ text }) => text) ?? words.hint);
    if (key === this.offered) return;
    this.offered = key;
    const focused = [...this.choices.querySelectorAll('button')].indexOf(document.activeElement);
    if (letter) this.choices.replaceChildren(...this.forLetter(letter));
    else if (last) this.choices.replaceChildren(...this.forWord(last));
    else this.choices.replaceChildren(make('p.note', words.hint));
    if (focused >= 0) (this.choices.querySelectorAll('button')[focused] ?? this.choices.querySelector('button'))?.focus();
  }

  letterKey(letter) {
    const { line } = this;
    return JSON.stringify(['letter', line.letters.indexOf(letter), line.alternatives(letter, this.model), letter.strokes.length,
      line.canJoin(letter, -1), line.canJoin(letter, 1)]);
  }

  option(text, pressed, act) {
    const button = make('button.words-option', { type: 'button', 'aria-pressed': String(pressed) }, text);
    button.addEventListener('click', act);
    return button;
  }

  forWord({ readings }) {
    return [make('div.words-row', ...readings.map((reading, r) => this.option(reading.text, r === 0, () => this.on.take(reading))))];
  }

  // Alternatives, then any other letter, then what concerns its strokes.
  forLetter(letter) {
    const { line, words, on } = this;
    const act = (text, label, work) => {
      const button = make('button', { type: 'button', ...(label && { 'aria-label': label }) }, text);
      button.addEventListener('click', work);
      return button;
    };
    const options = line.alternatives(letter, this.model).map((text, i) => this.option(text, i === 0, () => on.choose(letter, text)));
    const typed = make('input.words-typed', { type: 'text', maxlength: '2', size: '2', 'aria-label': words.typed,
      placeholder: '…', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    typed.addEventListener('input', () => {
      const [text] = typed.value.trim();
      if (text) on.choose(letter, text);
    });
    return [make('div.words-row', ...options, typed), make('div.words-row',
      line.canSplit(letter) && act(words.split, '', () => on.split(letter)),
      line.canJoin(letter, -1) && act(`← ${words.join}`, words.joinBefore, () => on.join(letter, -1)),
      line.canJoin(letter, 1) && act(`${words.join} →`, words.joinAfter, () => on.join(letter, 1)),
      act(words.remove, '', () => on.remove(letter)))];
  }

  // ---- Letters by pointer and keys ----

  letterOf(button) {
    return this.line.letters[[...this.letters.querySelectorAll('button')].indexOf(button)] ?? null;
  }

  pressed(button) {
    const letter = button && this.letterOf(button);
    if (letter) this.select(letter === this.letter ? null : letter);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = this.letterOf(event.target.closest('button'));
    if (!letter) return;
    const all = this.line.letters, at = all.indexOf(letter);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) this.move(Math.max(0, Math.min(all.length - 1, to)));
    else if (event.key === 'Backspace' || event.key === 'Delete') this.on.remove(letter);
    else if ([...event.key].length === 1 && /\p{L}|\p{N}/u.test(event.key)) this.on.choose(letter, event.key);
    else return;
    event.preventDefault();
  }

  // The focus goes to another letter, and where one is chosen, so does the choice.
  move(i) {
    this.at = i;
    if (this.letter) this.select(this.line.letters[i]);
    else this.update();
    this.focus(i);
  }

  lightUnder(target) {
    const letter = this.letterOf(target.closest?.('button'));
    if (letter) this.on.light(letter.strokes);
  }

  relight() {
    this.on.light(this.letter?.strokes ?? []);
  }
}
