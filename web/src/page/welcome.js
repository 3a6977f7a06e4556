// welcome.js - a tour of five steps, offered on the empty pad until something was drawn in this browser, or it was
// taken; in the help it can be had again.
import { strings } from '../strings/strings.js';
import { Tour } from '../shared/tour.js';
import { embedded } from './embed.js';

const KEY = 'welcomed';
// A step's title and text, and what is lit.
const STEPS = [
  ['tourDraw', 'tourDrawText', '.pad-frame'],
  ['tourAnswer', 'tourAnswerText', '#answer'],
  ['tourModes', 'tourModesText', '.modes'],
  ['tourPlaces', 'tourPlacesText', '.places'],
  ['tourTry', 'tourTryText', '.try'],
];

const $ = (id) => document.getElementById(id);

export class Welcome {
  // help: the dialog.
  constructor({ settings, help }) {
    Object.assign(this, { settings, help });
    this.known = embedded || settings.get(KEY, false, (v) => v === true);
    this.offer = $('tour-offer');
    this.tour = new Tour({
      box: 'page-tour', steps: STEPS.length,
      said: (step) => STEPS[step].slice(0, 2).map((key) => strings[key]),
      show: (step) => document.querySelector(STEPS[step][2]),
      opened: () => { this.offer.hidden = true; },
      closed: () => this.done(),
    });
    document.querySelector('main').append(this.tour.element);
    this.offer.addEventListener('click', () => this.tour.open($('pad')));
    $('tour-again').addEventListener('click', () => {
      help.hide();
      this.open();
    });
    addEventListener('hashchange', () => this.tour.close()); // the reader goes elsewhere
  }

  translate() {
    this.tour.translate(strings.tourOffer, strings);
  }

  // All that it shows is in Letter mode.
  open() {
    const begin = () => this.tour.open($('help-open'));
    if (document.body.dataset.mode !== 'word') return begin();
    addEventListener('hashchange', () => requestAnimationFrame(begin), { once: true });
    location.hash = '#letter';
    return undefined;
  }

  // Once a frame.
  update(blank) {
    if (!blank) this.done();
    this.offer.hidden = this.known || !this.tour.element.hidden;
  }

  done() {
    if (this.known) return;
    this.known = true;
    this.offer.hidden = true;
    this.settings.set(KEY, true);
  }
}
