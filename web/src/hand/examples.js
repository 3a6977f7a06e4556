// examples.js - everything that was taught, each with its drawing, and a button to forget it.
import { make } from '../shared/dom.js';
import { miniature } from './drawing.js';

export class Examples {
  constructor({ api, memory, dateOf }) {
    Object.assign(this, { api, memory, dateOf });
    this.title = make('h4');
    this.count = make('p.note');
    this.list = make('ul.examples');
    this.element = make('section.hand-part', this.title, this.count, this.list);
  }

  row({ classIndex, date, drawing }, index) {
    const { api: { words, fill, recognizer }, memory } = this;
    const letter = recognizer.classes[classIndex], day = this.dateOf(date);
    const forget = make('button', { type: 'button', 'aria-label': fill(words.handForgetLabel, { letter, date: day }) }, words.handForget);
    forget.addEventListener('click', () => {
      const undo = memory.change((hand) => hand.forget(index));
      memory.offerUndo(fill(words.handForgotten, { letter }), undo);
      (this.list.querySelectorAll('button')[Math.min(index, this.list.childElementCount - 1)] ?? this.title).focus();
    });
    return make('li', miniature(drawing), make('b', letter), make('span.note', day), forget);
  }

  update() {
    const { api: { words, fill, recognizer }, memory: { examples } } = this;
    const n = examples.length, kinds = new Set(examples.map(({ classIndex }) => classIndex)).size;
    this.title.textContent = words.handExamples;
    this.title.tabIndex = -1;
    this.count.textContent = n ? fill(n === 1 ? words.handCountOne : words.handCount, { n, kinds, all: recognizer.classes.length }) : words.handNone;
    this.list.replaceChildren(...examples.map((example, i) => this.row(example, i)));
  }
}
