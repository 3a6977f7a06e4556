// tour.js - steps through a part of the page: a sentence each, and what it speaks about in view and lit.
import { make, say } from './dom.js';

const KEYS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const TALL = 0.6; // of the window: what is taller is shown from its top

export class Tour {
  // box: its class beside "tour"; steps: how many there are. said(step) gives a title and a text; show(step) prepares
  // the step and returns what is to be lit, rest() is called once it is no more; opened() and closed() around the whole.
  constructor({ box, steps, said, show, rest = () => {}, opened = () => {}, closed = () => {} }) {
    Object.assign(this, { steps, parts: { said, show, rest, opened, closed }, step: 0, lit: null, opener: null });
    const button = (act) => {
      const e = make('button', { type: 'button' });
      e.addEventListener('click', act);
      return e;
    };
    this.title = make('h4');
    this.text = make('p');
    this.said = make('div', { role: 'status', tabindex: '-1' }, this.title, this.text);
    this.back = button(() => this.go(this.step - 1));
    this.next = button(() => (this.step < steps - 1 ? this.go(this.step + 1) : this.close()));
    this.end = button(() => this.close());
    this.element = make(`section.tour.${box}`, { hidden: '' }, this.said, make('div.tour-buttons', this.back, this.next, this.end));
    document.addEventListener('keydown', (event) => this.key(event), true); // before the pad's own keys
  }

  // name: of the whole; strings: the page's.
  translate(name, strings) {
    this.strings = strings;
    say(this.back, strings.tourBack);
    say(this.end, strings.tourEnd);
    this.element.setAttribute('aria-label', name);
    this.tell();
  }

  tell() {
    const { strings, step, steps } = this, [title, text] = this.parts.said(step);
    say(this.title, `${strings.tourCount.replace('{n}', step + 1).replace('{all}', steps)} ${title}`);
    say(this.text, text);
    this.back.setAttribute('aria-disabled', String(step === 0));
    this.end.hidden = step === steps - 1;
    say(this.next, this.end.hidden ? strings.tourEnd : strings.tourNext);
  }

  // opener: what has the focus again after it.
  open(opener) {
    this.opener = opener;
    this.element.hidden = false;
    this.parts.opened();
    this.go(0);
    this.said.focus({ preventScroll: true });
  }

  go(step) {
    if (step < 0) return;
    this.dim();
    this.step = step;
    this.tell();
    this.lit = this.parts.show(step);
    this.lit.classList.add('tour-lit');
    this.lit.scrollIntoView({ block: this.lit.offsetHeight < innerHeight * TALL ? 'center' : 'start' });
  }

  // What the step spoke about is as the rest again.
  dim() {
    this.lit?.classList.remove('tour-lit');
    this.parts.rest();
  }

  close() {
    if (this.element.hidden) return;
    const { activeElement } = document;
    this.dim();
    this.lit = null;
    this.parts.closed();
    if (this.element.contains(activeElement) || activeElement === document.body) this.opener.focus({ preventScroll: true });
    this.element.hidden = true;
  }

  // Arrows and Escape, wherever nothing else has the focus; presenters' remote controls turn pages.
  key(event) {
    const { activeElement } = document;
    if (this.element.hidden || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (activeElement !== document.body && !this.element.contains(activeElement)) return;
    if (event.key === 'Escape') this.close();
    else if (event.key in KEYS) this.go(Math.min(this.steps - 1, this.step + KEYS[event.key]));
    else return;
    event.preventDefault();
  }
}
