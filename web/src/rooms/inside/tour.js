// tour.js - six steps through the room.
import { make, say } from '../../shared/dom.js';
import { Tour } from '../../shared/tour.js';

// A step's title and text, and what it does in the room: it returns what is lit.
const STEPS = [
  ['tourIn', 'tourInText', (room) => room.imageSection],
  ['tourFilter', 'tourFilterText', (room) => room.watchWindow(0)],
  ['tourMaps', 'tourMapsText', (room) => room.views[0].box],
  ['tourDeeper', 'tourDeeperText', (room) => room.overview.element],
  ['tourWhere', 'tourWhereText', (room) => room.lookFrom(room.deepest)],
  ['tourAnswer', 'tourAnswerText', (room) => room.softmax.element],
];

export class InsideTour {
  constructor(room, { words, strings, fill }) {
    Object.assign(this, { room, words, strings, fill });
    const touring = (on) => room.mount.classList.toggle('inside-touring', on);
    this.tour = new Tour({
      box: 'inside-tour', steps: STEPS.length,
      said: (step) => this.said(step),
      show: (step) => STEPS[step][2](room),
      rest: () => room.rest(),
      opened: () => { touring(true); room.needDrawing(); },
      closed: () => touring(false),
    });
    this.opener = make('button', { type: 'button' });
    this.opener.addEventListener('click', () => this.tour.open(this.opener));
    this.element = this.tour.element;
  }

  said(step) {
    const { words, fill, room: { model: { layers }, deepest } } = this, [title, text] = STEPS[step];
    return [words[title], fill(words[text], { first: layers[0].name, n: layers[0].outChannels, deep: layers[deepest].name })];
  }

  translate() {
    say(this.opener, this.words.tour);
    this.tour.translate(this.words.tour, this.strings);
  }

  close() {
    this.tour.close();
  }
}
