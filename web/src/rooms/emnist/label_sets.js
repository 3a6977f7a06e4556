// label_sets.js - what the numbers of a label file mean, and what they are to a model.
// core/train/data/mapping.c is the native counterpart.
import { classOf } from '../../shared/labels.js';

const DIGITS = [...'0123456789'];
const CAPITALS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const SMALL = CAPITALS.map((letter) => letter.toLowerCase());
const BY_MERGE = [...DIGITS, ...CAPITALS, ...'abdefghnqrt'];

// texts: of each label from `first` on, two where the case is not told. upright: images are
// stored as they are read, as MNIST's are, and not transposed as EMNIST's. digits: whether the set is
// for models that know digits; the two names of ByMerge's numbers differ in nothing else.
const SETS = {
  letters37: { first: 0, texts: BY_MERGE, digits: false },
  balanced47: { first: 0, texts: BY_MERGE, digits: true },
  byclass62: { first: 0, texts: [...DIGITS, ...CAPITALS, ...SMALL] },
  letters26: { first: 1, texts: CAPITALS.map((capital, i) => [capital, SMALL[i]]) },
  digits10: { first: 0, texts: DIGITS },
  mnist10: { first: 0, texts: DIGITS, upright: true },
};
const OTHER = 255; // instead of a class

export const LABEL_SETS = Object.keys(SETS);
export const isUpright = (set) => SETS[set].upright === true;

// Two where the label does not tell the case.
export const textsOf = (set, label) => [SETS[set].texts[label - SETS[set].first]].flat();
const isIn = (set, label) => label >= SETS[set].first && label < SETS[set].first + SETS[set].texts.length;

// What the labels of a set are to a model's {classes, folds}: {folded, targets}, targets[label] a
// class, or where folded a group, because the set does not tell the case of letters whose case is two
// classes to the model; OTHER where the model has no class for it.
function targetsOf(set, { classes, folds }) {
  const { first, texts } = SETS[set];
  const known = texts.map((own) => [own].flat().map((text) => classOf(text, classes)));
  const folded = known.some(([a, b]) => b !== undefined && a !== b);
  const targets = new Uint8Array(256).fill(OTHER);
  known.forEach((of, i) => {
    const c = of.find((index) => index >= 0);
    if (c !== undefined) targets[first + i] = folded ? folds[c] : c;
  });
  return { folded, targets };
}

const usedOf = (labels) => [...new Set(labels)].sort((a, b) => a - b);

// The sets that hold every label, and share classes with a model; likeliest first. Numbers below 10
// and no 0: the Letters split, which counts from 1; otherwise the set with the fewest numbers. Two
// sets that would read the file alike are one. lying: the images look as if they were MNIST's.
export function possibleSets(labels, model, lying = false) {
  const used = usedOf(labels), plain = used[0] > 0 && used[0] < 10;
  const knowsDigits = DIGITS.some((digit) => model.classes.includes(digit));
  const rank = (set) => {
    if (set === 'letters26') return plain ? -1 : 256;
    return SETS[set].texts.length + (isUpright(set) === lying ? 0 : 0.5);
  };
  const seen = new Set();
  return LABEL_SETS.filter((set) => used.every((label) => isIn(set, label)) && (SETS[set].digits ?? knowsDigits) === knowsDigits)
    .sort((a, b) => rank(a) - rank(b))
    .filter((set) => {
      const { folded, targets } = targetsOf(set, model);
      const mine = used.map((label) => targets[label]), key = [isUpright(set), folded, ...mine].join();
      if (seen.has(key) || mine.every((target) => target === OTHER)) return false;
      seen.add(key);
      return true;
    });
}

// The sets that hold every label, whatever a model knows, likeliest first; of two that read it alike the first.
export function setsOf(labels, lying = false) {
  const characters = [...DIGITS, ...CAPITALS, ...SMALL]; // a model that knows them all, each a class
  return possibleSets(labels, { classes: characters, folds: characters.map((_, i) => i) }, lying);
}

// Where the first label is that no set has: {index, label}, or null.
export function outside(labels) {
  const index = labels.findIndex((label) => LABEL_SETS.every((set) => !isIn(set, label)));
  return index < 0 ? null : { index, label: labels[index] };
}

// The images that a model has classes for: {folded, index, targets, left, leftOut}. index says
// which image of the file the k-th is, targets[k] its class, or its group where folded; left images
// have no class, of labels with the texts leftOut.
export function selectImages(labels, set, model) {
  const { folded, targets: table } = targetsOf(set, model);
  const index = new Uint32Array(labels.length), targets = new Uint8Array(labels.length);
  let n = 0;
  labels.forEach((label, i) => {
    if (table[label] === OTHER) return;
    index[n] = i;
    targets[n++] = table[label];
  });
  const leftOut = usedOf(labels).filter((label) => table[label] === OTHER).map((label) => textsOf(set, label)[0]);
  return { folded, index: index.subarray(0, n), targets: targets.subarray(0, n), left: labels.length - n, leftOut };
}
