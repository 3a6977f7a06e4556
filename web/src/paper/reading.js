// reading.js - the letters of a photograph, word by word.

// The numbers of the letters, a list for each word.
export function wordsOf(letters) {
  const all = [];
  letters.forEach(({ word }, i) => {
    if (i && word === letters[i - 1].word) all[all.length - 1].push(i);
    else all.push([i]);
  });
  return all;
}

// Whether any word has several letters.
export const hasWords = (letters) => wordsOf(letters).some(({ length }) => length > 1);

// What the reader has taught is certain: the language reads what stands around it.
function probabilitiesOf({ owed, best, probabilities }) {
  return owed < 0 ? probabilities : probabilities.map((_, c) => (c === best ? 1 : 0));
}

// The letters of one word as the language has them; null where each is read by itself: of a word of one letter, or where
// the core cannot read it, as one of more letters than it takes.
export function readWord(recognizer, letters, answers) {
  if (letters.length < 2 || answers.some(({ empty }) => empty)) return null;
  try {
    const { readings } = recognizer.readLetters(letters.map(({ box }, i) => ({ box, probabilities: probabilitiesOf(answers[i]) })));
    return readings[0]?.letters.map(({ text }) => text) ?? null;
  } catch (error) {
    if (!error.status) throw error;
    return null;
  }
}

// All letters as a text: words with spaces, lines with a stroke between them.
export function textOf(letters, texts) {
  const between = (a, b) => (a.line !== b.line ? ' / ' : a.word !== b.word ? ' ' : '');
  return letters.map((letter, i) => (i ? between(letters[i - 1], letter) : '') + texts[i]).join('');
}
