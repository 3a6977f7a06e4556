// correction.js - under the answer: "Not this?" with every class, and to which example an answer is owed.
import { make } from '../shared/dom.js';
import { classOf } from '../shared/labels.js';

const $ = (id) => document.getElementById(id);

export class Correction {
  constructor({ api, memory, dateOf }) {
    Object.assign(this, { api, memory, dateOf });
    this.answer = null;
    this.subject = null; // what was on the pad when the choice was opened
    this.button = $('not-this');
    this.legend = make('legend');
    this.choices = make('div.correction-choices');
    this.panel = make('fieldset.correction', { id: 'correction', hidden: '' }, this.legend, this.choices);
    this.owedText = make('span');
    this.forget = make('button', { type: 'button' });
    this.owed = make('p.owed', { hidden: '' }, this.owedText, this.forget);
    $('answer').append(this.owed, this.panel);
    this.button.setAttribute('aria-controls', 'correction');
    this.forget.addEventListener('click', () => this.forgetOwed());
    this.panel.addEventListener('keydown', (event) => this.key(event));
    this.choices.addEventListener('click', (event) => {
      const { dataset } = event.target.closest('button') ?? {};
      if (dataset) this.choose(Number(dataset.class));
    });
  }

  get open() {
    return !this.panel.hidden;
  }

  // The classes, the likeliest first.
  toggle() {
    const { api: { recognizer }, answer } = this;
    if (this.open) return this.close();
    if (!answer || answer.empty) return undefined;
    if (!this.memory.able) return this.api.notice.say(this.api.words.handUnable);
    const order = [...answer.probabilities.keys()].sort((a, b) => answer.probabilities[b] - answer.probabilities[a]);
    this.choices.replaceChildren(...order.filter((c) => c !== answer.best).map((c) =>
      make('button', { type: 'button', 'data-class': String(c) }, recognizer.classes[c])));
    this.subject = this.api.subject();
    this.panel.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    this.choices.firstElementChild.focus({ preventScroll: true });
    return this.panel.scrollIntoView({ block: 'nearest' });
  }

  close() {
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    if (hadFocus) this.button.focus({ preventScroll: true });
  }

  key(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.close();
  }

  choose(classIndex) {
    this.close();
    this.teach(classIndex, null, () => this.button.focus());
  }

  // Strokes that are one letter of a word; nothing where the network reads them so, in either case.
  learn(strokes, text, undone) {
    const { api: { recognizer }, memory } = this, classIndex = classOf(text, recognizer.classes);
    if (!memory.able || classIndex < 0) return;
    const { foldedBest } = recognizer.recognizeStrokes(strokes);
    if (foldedBest !== recognizer.folds[classIndex]) this.teach(classIndex, strokes, undone);
  }

  // strokes: null for what is on the pad. undone() is called where the reader takes it back.
  teach(classIndex, strokes, undone) {
    const { api, memory } = this, letter = api.recognizer.classes[classIndex];
    try {
      const undo = memory.teach(classIndex, strokes);
      memory.offerUndo(api.fill(api.words.handLearned, { letter }), () => {
        undo();
        undone();
      });
    } catch (error) {
      api.notice.say(error.status === 'HWR_ERR_TOO_LARGE' ? api.words.handFull : error.message);
    }
  }

  // The example that decided the answer goes.
  forgetOwed() {
    const { owed } = this.answer;
    if (owed < 0) return;
    this.memory.change((hand) => hand.forget(owed));
    this.button.focus();
  }

  answered(answer) {
    this.answer = answer;
    if (this.open && (!answer || answer.empty || this.api.subject() !== this.subject)) this.close();
    const example = answer && !answer.empty ? this.memory.examples[answer.owed] : null;
    this.owed.hidden = !example;
    if (example) this.owedText.textContent = this.api.fill(this.api.words.handOwed, { date: this.dateOf(example.date) });
  }

  translate() {
    const { words } = this.api;
    this.legend.textContent = words.handWhich;
    this.forget.textContent = words.handForgetIt;
    this.answered(this.answer);
  }
}
