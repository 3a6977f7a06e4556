// tour.js - six steps through the room: a sentence each, and what it speaks about in view and lit.
import { make, say } from '../../shared/dom.js';

const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const TALL = 0.6; // of the window: what is taller is shown from its top

// A step's title and text, and what it does in the room: it returns what is lit.
const STEPS = [
  ['tourIn', 'tourInText', (room) => room.imageSection],
  ['tourFilter', 'tourFilterText', (room) => room.watchWindow(0)],
  ['tourMaps', 'tourMapsText', (room) => room.views[0].box],
  ['tourDeeper', 'tourDeeperText', (room) => room.overview.element],
  ['tourWhere', 'tourWhereText', (room) => room.lookFrom(room.deepest)],
  ['tourAnswer', 'tourAnswerText', (room) => room.softmax.element],
];

export class Tour {
  constructor(room, { words, fill }) {
    Object.assign(this, { room, words, fill, step: 0, lit: null });
    const button = (act) => {
      const e = make('button', { type: 'button' });
      e.addEventListener('click', act);
      return e;
    };
    this.opener = button(() => this.open());
    this.title = make('h4');
    this.text = make('p');
    this.said = make('div', { role: 'status', tabindex: '-1' }, this.title, this.text);
    this.back = button(() => this.go(this.step - 1));
    this.next = button(() => (this.step < STEPS.length - 1 ? this.go(this.step + 1) : this.close()));
    this.end = button(() => this.close());
    this.element = make('section.inside-tour', { hidden: '' }, this.said, make('div.inside-buttons', this.back, this.next, this.end));
    document.addEventListener('keydown', (event) => this.key(event));
  }

  translate() {
    const { words } = this;
    say(this.opener, words.tour);
    say(this.back, words.tourBack);
    say(this.end, words.tourEnd);
    this.element.setAttribute('aria-label', words.tour);
    this.tell();
  }

  tell() {
    const { words, fill, room: { model: { layers }, deepest } } = this, [title, text] = STEPS[this.step];
    say(this.title, `${fill(words.tourCount, { n: this.step + 1, all: STEPS.length })} ${words[title]}`);
    say(this.text, fill(words[text], { first: layers[0].name, n: layers[0].outChannels, deep: layers[deepest].name }));
    this.back.setAttribute('aria-disabled', String(this.step === 0));
    this.end.hidden = this.step === STEPS.length - 1;
    say(this.next, this.end.hidden ? words.tourEnd : words.tourNext);
  }

  open() {
    this.element.hidden = false;
    this.room.mount.classList.add('inside-touring');
    this.room.needDrawing();
    this.go(0);
    this.said.focus({ preventScroll: true });
  }

  go(step) {
    if (step < 0) return;
    this.dim();
    this.step = step;
    this.tell();
    this.lit = STEPS[step][2](this.room);
    this.lit.classList.add('inside-lit');
    this.lit.scrollIntoView({ block: this.lit.offsetHeight < innerHeight * TALL ? 'center' : 'start' });
  }

  // What the step spoke about is as the rest again.
  dim() {
    this.lit?.classList.remove('inside-lit');
    this.room.rest();
  }

  close() {
    if (this.element.hidden) return;
    const { activeElement } = document;
    this.dim();
    this.lit = null;
    this.room.mount.classList.remove('inside-touring');
    if (this.element.contains(activeElement) || activeElement === document.body) this.opener.focus({ preventScroll: true });
    this.element.hidden = true;
  }

  // Arrows and Escape, wherever nothing else has the focus; presenters' remote controls turn pages.
  key(event) {
    const { activeElement } = document;
    if (this.element.hidden || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (activeElement !== document.body && !this.element.contains(activeElement)) return;
    if (event.key === 'Escape') this.close();
    else if (event.key in KEYS) this.go(Math.min(STEPS.length - 1, this.step + KEYS[event.key]));
    else return;
    event.preventDefault();
  }
}
