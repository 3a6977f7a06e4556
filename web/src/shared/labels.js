// labels.js - what follows from the texts of a model's classes and groups: {classes, groups, folds},
// as a recogniser has them. core/labels.c says which text belongs to which class.

// The same single letter in its other case, '' where text is none that has one.
export function otherCase(text) {
  if ([...text].length !== 1) return '';
  const small = text.toLowerCase(), capital = text.toUpperCase();
  const other = small === text ? capital : small;
  const back = small === text ? other.toLowerCase() : other.toUpperCase();
  return other !== text && back === text && [...other].length === 1 ? other : '';
}

export const isCapital = (text) => otherCase(text) !== '' && text.toLowerCase() !== text;

// The class that a drawing of text belongs to: its own, or where there is none that of the letter's
// other case, as C stands for c. -1 for neither.
export function classOf(text, classes) {
  const own = classes.indexOf(text);
  return own >= 0 ? own : classes.indexOf(otherCase(text));
}

// The classes of each group, in their order.
export function membersOf({ groups, folds }) {
  const members = groups.map(() => []);
  folds.forEach((group, c) => members[group].push(c));
  return members;
}

// Do classes differ from groups, and is every group of two a capital and its small letter?
export function describeGroups(model) {
  const { classes } = model;
  const several = membersOf(model).filter((members) => members.length > 1);
  const isPair = ([a, b, ...more]) => !more.length && otherCase(classes[a]) === classes[b];
  return { folding: several.length > 0, cases: several.length > 0 && several.every(isPair) };
}

// Engines take long to prepare for all of Unicode, which most alphabets do without.
export const areLetters = (texts) => texts.every((text) => /^[A-Za-z]$/.test(text) || /^\p{L}$/u.test(text));

// "C 98 %", "8: 98 %": a class and its share, told apart where the class is a number.
export const withShare = (text, share) => (/\d$/.test(text) ? `${text}:\u00a0${share}` : `${text}\u00a0${share}`);

// Room a text takes, in Latin letters.
export const widthOf = (text) => [...text].reduce((sum, c) => sum + (c >= '\u1100' ? 2 : 1), 0);
export const widest = (texts) => Math.max(1, ...texts.map(widthOf));

// Has a large letter shrink to where a longer text fits: the property --shrink, for its style.
export function fitText(e, text) {
  if (e.textContent === text) return;
  e.textContent = text;
  e.style.setProperty('--shrink', String(Math.min(4, Math.max(1, 0.6 * widthOf(text)))));
}
