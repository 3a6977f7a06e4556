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

const unsureText = ({ classes }) => (areLetters(classes) ? strings.notALetter : strings.notKnown);

// "F or f?" where two classes are close, '' where the answer is clear.
export function question({ empty, best, second, probabilities }, { classes, folds }) {
  if (empty) return '';
  const same = folds[best] === folds[second];
  const close = same
    ? probabilities[second] >= SAME_LETTER
    : probabilities[second] >= OTHER_LETTER * probabilities[best];
  return close ? `${classes[best]} ${strings.or} ${classes[second]}?` : '';
}

// "C or c" where the likeliest class stands for both, as their shapes are the same: a capital whose
// small letter the model knows under no other name.
export function bothCases({ best, letter }, { classes, groups, folds }) {
  const small = otherCase(letter), group = groups.indexOf(small);
  const own = !isCapital(letter) || classes.includes(small) || (group >= 0 && group !== folds[best]);
  return own ? '' : `${letter} ${strings.or} ${small}`;
}

// "Then f 5 %, T 1 %"
function runnersUp({ best, probabilities }, classes) {
  const order = [...probabilities.keys()].filter((c) => c !== best && probabilities[c] >= WORTH_NAMING);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const named = order.slice(0, 3).map((c) => withShare(classes[c], percent(probabilities[c])));
  return named.length ? `${strings.then} ${named.join(', ')}` : '';
}

// What a screen reader is told once the drawing rests.
export function spoken(answer, recognizer) {
  if (answer.empty) return strings.nothingDrawn;
  const letter = bothCases(answer, recognizer) || answer.letter;
  const values = { letter, percent: percent(answer.confidence) };
  if (isUnsure(answer)) return fill(areLetters(recognizer.classes) ? strings.settledUnsure : strings.settledUnknown, values);
  const text = fill(strings.settledLetter, values);
  const asked = question(answer, recognizer);
  return asked ? text + fill(strings.settledOr, { letter: recognizer.classes[answer.second] }) : text;
}

export class AnswerCard {
  constructor({ card, letter, confidence, chip, others }) {
    Object.assign(this, { card, letter, confidence, chip, others });
  }

  // No answer yet: what to do instead.
  say(head, hint) {
    this.card.classList.add('quiet');
    this.letter.textContent = '';
    this.confidence.textContent = head;
    this.chip.hidden = true;
    this.others.textContent = hint;
  }

  update(answer, recognizer) {
    if (answer.empty) return this.say(strings.nothingDrawn, strings.nothingDrawnHint);
    const unsure = isUnsure(answer);
    const asked = unsure ? unsureText(recognizer) : question(answer, recognizer);
    const remark = asked || bothCases(answer, recognizer);
    this.card.classList.remove('quiet');
    this.card.classList.toggle('unsure', unsure);
    fitText(this.letter, answer.letter);
    this.confidence.textContent = percent(answer.confidence);
    this.chip.hidden = !remark;
    this.chip.classList.toggle('calm', !asked);
    this.chip.textContent = remark;
    this.others.textContent = runnersUp(answer, recognizer.classes);
    return undefined;
  }
}
