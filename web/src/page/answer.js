// answer.js - the big letter, how sure the network is, and what else it may be.
import { strings, fill, percent } from '../strings/strings.js';
import { areLetters, fitText, isCapital, otherCase, withShare } from '../shared/labels.js';

const SAME_LETTER = 0.05; // from here the other case of the same letter is worth a question
const OTHER_LETTER = 0.4; // another letter: this much of the best's probability
const WORTH_NAMING = 0.005;

// True where something is drawn and the network takes it for no letter.
export function isUnsure({ empty, isLetter }) {
  return !empty && !isLetter;
}

// young: so little is drawn, and so lately, that a letter may come of it.
function unsureText({ classes }, young) {
  if (areLetters(classes)) return young ? strings.notALetterYet : strings.notALetter;
  return young ? strings.notKnownYet : strings.notKnown;
}

// "F or f?" where two classes are close, '' where the answer is clear.
export function question({ empty, best, second, probabilities }, { classes, folds }) {
  if (empty) return '';
  const same = folds[best] === folds[second];
  const close = same
    ? probabilities[second] >= SAME_LETTER
    : probabilities[second] >= OTHER_LETTER * probabilities[best];
  return close ? `${classes[best]} ${strings.or} ${classes[second]}?` : '';
}

// The small letter where the likeliest class stands for both, as with C and c, whose shapes are the same: of a
// capital whose small letter the model knows under no other name. '' elsewhere.
export function sharedSmall({ best, letter }, { classes, groups, folds }) {
  const small = otherCase(letter), group = groups.indexOf(small);
  const own = !isCapital(letter) || classes.includes(small) || (group >= 0 && group !== folds[best]);
  return own ? '' : small;
}

// "Then f 5 %, T 1 %", or where the drawing is no letter, "Nearest F 40 %, f 5 %, T 1 %"
function named({ best, probabilities }, classes, unsure) {
  const order = [...probabilities.keys()].filter((c) => (unsure || c !== best) && probabilities[c] >= WORTH_NAMING);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const first = order.slice(0, 3).map((c) => withShare(classes[c], percent(probabilities[c])));
  return first.length ? `${unsure ? strings.nearest : strings.then} ${first.join(', ')}` : '';
}

// What a screen reader is told once the drawing rests.
export function spoken(answer, recognizer, young) {
  if (answer.empty) return strings.nothingDrawn;
  const small = sharedSmall(answer, recognizer);
  const letter = small ? `${answer.letter} ${strings.or} ${small}` : answer.letter;
  const values = { letter, percent: percent(answer.confidence) };
  if (isUnsure(answer)) return fill(strings.settledUnsure, { said: unsureText(recognizer, young), ...values });
  const text = fill(strings.settledLetter, values);
  const asked = question(answer, recognizer);
  return asked ? text + fill(strings.settledOr, { letter: recognizer.classes[answer.second] }) : text;
}

export class AnswerCard {
  constructor({ card, letter, small, confidence, chip, others, wrong }) {
    Object.assign(this, { card, letter, small, confidence, chip, others, wrong });
  }

  // No answer yet: what to do instead.
  say(head, hint) {
    this.card.classList.add('quiet');
    this.letter.textContent = this.small.textContent = '';
    this.confidence.textContent = head;
    this.chip.hidden = this.wrong.hidden = true;
    this.others.textContent = hint;
  }

  update(answer, recognizer, young = false) {
    if (answer.empty) return this.say(strings.nothingDrawn, strings.nothingDrawnHint);
    const unsure = isUnsure(answer);
    const asked = unsure ? '' : question(answer, recognizer);
    const small = unsure ? '' : sharedSmall(answer, recognizer);
    this.card.classList.remove('quiet');
    this.card.classList.toggle('pair', small !== '');
    this.card.classList.toggle('unsure', unsure);
    fitText(this.letter, answer.letter);
    this.small.textContent = small;
    this.confidence.textContent = unsure ? unsureText(recognizer, young) : percent(answer.confidence);
    this.chip.hidden = !asked;
    this.wrong.hidden = false;
    this.chip.textContent = asked;
    this.others.textContent = named(answer, recognizer.classes, unsure);
    return undefined;
  }
}
