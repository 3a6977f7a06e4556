// hint.js - what helps where something else than one letter was drawn: two letters, or no letter at all.
import { strings } from '../strings/strings.js';
import { areLetters } from '../shared/labels.js';
import { embedded } from './embed.js';

const CLEAR = 0.9; // one letter, if it is as probable as that
const LETTERS = 0.7; // several, if they are: 0.2 % of unipen-test's letters are taken for two, 85 % of its pairs
const MOST = 12; // strokes of a drawing that is looked at

// True where word reading takes the strokes for more than one letter. The recogniser is left with them.
export function areSeveral(recognizer, strokes) {
  if (strokes.length < 2 || strokes.length > MOST) return false;
  const [best] = recognizer.read(strokes, { language: false }).readings;
  return best !== undefined && best.letters.length > 1 && best.probability >= LETTERS;
}

export class Hint {
  // takeAlong(strokes) goes to Word mode with them.
  constructor({ notice, takeAlong }) {
    Object.assign(this, { notice, takeAlong });
    this.told = null; // of which drawing it was said
    this.toldOfDigits = false;
  }

  // The drawing, strokes of the pad, rests with this answer. again() leaves the recogniser as the answer did.
  settle(answer, recognizer, strokes, again) {
    const { notice } = this;
    if (embedded || answer.empty || strokes === this.told || !areLetters(recognizer.classes)) return;
    this.told = strokes;
    if (answer.isLetter && answer.confidence >= CLEAR) return;
    const several = areSeveral(recognizer, strokes);
    again();
    if (several) notice.mention(strings.hintSeveral, strings.hintSeveralGo, () => this.takeAlong(strokes));
    else if (!answer.isLetter && !this.toldOfDigits) {
      this.toldOfDigits = true;
      notice.mention(strings.hintDigits, strings.hintDigitsGo, () => {
        notice.hide();
        location.hash = '#model';
      });
    }
  }
}
