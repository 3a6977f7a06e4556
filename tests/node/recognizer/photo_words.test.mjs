// photo_words.test.mjs - words on photographs: both modules read them as `letters recognize --many --language` does, and
// what the page makes of their letters.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { Finder } from '../../../web/src/paper/finder.js';
import { readWord, textOf, wordsOf } from '../../../web/src/paper/reading.js';
import { createRecognizer } from '../../../web/src/recognizer/recognizer.js';
import { write } from '../../letters/words.mjs';
import { modelBytes, paintPixels, root, scalarBytes, simdBytes, wasmDir } from '../artifacts.mjs';
import { folder, letters as run, png, put, weights } from '../cli/cli.mjs';

const english = path.join(root, 'weights/en.hwl'), sheet = path.join(root, 'tests/photos/sheet.jpg');

// What the program prints of a picture, letter by letter.
function native(file, ...more) {
  const { status, stdout, stderr } = run('recognize', '--weights', weights, '--image', file, '--many', '--language', english, ...more);
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

// Lines of words.
function painted(side, lines) {
  const strokes = lines.flatMap((words, line) => {
    let left = 0;
    return words.flatMap((word) => {
      const { drawing } = write(word), from = left;
      left += Math.max(...drawing.flatMap(([xs]) => xs)) + 160;
      return drawing.map(([xs, ys]) => Float32Array.from({ length: 2 * xs.length }, (_, k) =>
        (k % 2 ? ys[k >> 1] + 400 * line : xs[k >> 1] + from) * 0.24 - 60));
    });
  });
  return paintPixels(strokes, side, { ink: 40, paper: 220, radius: 3 });
}

// A picture of words as a file, and what the page finds on it.
function found(lines) {
  const side = 1200, pixels = painted(side, lines), { data } = pixels;
  const { letters } = new Finder(readFileSync(path.join(wasmDir, 'paper.wasm'))).find(pixels);
  return { letters, file: put('words.png', png(side, side, { grey: (x, y) => data[4 * (y * side + x)] })) };
}

for (const [name, bytes] of Object.entries({ simdBytes, scalarBytes })) {
  describe(name.replace('Bytes', ''), () => {
    let recognizer;
    before(async () => {
      recognizer = await createRecognizer({ [name]: bytes, modelBytes });
      recognizer.loadLanguage(readFileSync(english));
    });
    const read = (letters, answers) => wordsOf(letters).flatMap((word) =>
      readWord(recognizer, word.map((i) => letters[i]), word.map((i) => answers[i])) ?? word.map((i) => answers[i].letter));

    test('the photograph of two words is read as natively', { skip: /no libjpeg/.test(run('recognize', '--weights', weights, '--image', sheet).stderr) }, () => {
      const wanted = native(sheet);
      const letters = wanted.map(({ box, line, word_number: word }) => ({ box, line, word }));
      const answers = wanted.map(({ best, probabilities }) =>
        ({ owed: -1, letter: best, probabilities: Float32Array.from(recognizer.classes, (text) => probabilities[text]) }));
      assert.equal(read(letters, answers).join(''), wanted.map((letter) => letter.read).join(''));
      assert.equal(wanted.slice(0, 4).map((letter) => letter.read).join(''), 'FARM');
      // A letter that the reader has taught stays, whatever its word would have.
      const q = wanted.findIndex(({ best }) => best === 'q');
      assert.notEqual(wanted[q].read.toLowerCase(), 'q', 'its word would have another');
      Object.assign(answers[q], { owed: 0, best: recognizer.classes.indexOf('q') });
      assert.equal(read(letters, answers)[q].toLowerCase(), 'q');
    });

    test('a picture of words is found and read as natively, letter for letter', () => {
      const { letters, file } = found([['the', 'a', 'fig'], ['Hand', 'LETTER']]);
      const wanted = native(file);
      assert.deepEqual(letters.map(({ line, word }) => [line, word]), wanted.map(({ line, word_number: word }) => [line, word]));
      const texts = read(letters, letters.map((letter) => recognizer.recognizePixels(letter.pixels)));
      assert.deepEqual(texts, wanted.map((letter) => letter.read));
      assert.equal(textOf(letters, texts), 'the a fig / Hand LETTER');
    });

    test('what a hand has decided holds, here and natively', () => {
      const { drawing } = write('t'), { letters, file } = found([['the']]);
      const taught = put('taught.ndjson', `${JSON.stringify({ word: 'C', drawing })}\n`), hand = path.join(folder, 'my.hand');
      assert.equal(run('hand', '--weights', weights, '--teach', taught, '--out', hand).status, 0);
      const wanted = native(file, '--hand', hand).map((letter) => letter.read);
      assert.equal(wanted.join('').toLowerCase(), 'che');
      recognizer.hand.start();
      recognizer.hand.load(readFileSync(hand));
      assert.deepEqual(read(letters, letters.map((letter) => recognizer.recognizePixels(letter.pixels))), wanted);
      recognizer.hand.forgetAll();
    });

    test('the language decides between letters that look alike', () => {
      const doubtful = { t: 1, h: 1, C: 0.55, e: 0.45 };
      const letters = [['t'], ['h'], ['C', 'e']].map((may, i) => ({
        box: [50 * i, may[0] === 'C' ? 45 : 0, 50 * i + 40, 100],
        probabilities: Float32Array.from(recognizer.classes, (c) => (may.includes(c) ? doubtful[c] : 0)),
      }));
      assert.equal(recognizer.readLetters(letters).text, 'the');
      assert.equal(recognizer.readLetters(letters, { language: false }).text, 'thc');
    });

    test('what is no word is left to its letters', () => {
      const letter = (i) => ({ box: [50 * i, 0, 50 * i + 40, 60], line: 0, word: 0 });
      const certain = (text) => ({ owed: -1, empty: false, probabilities: Float32Array.from(recognizer.classes, (c) => Number(c === text)) });
      const all = (n, text = 'O') => [Array.from({ length: n }, (_, i) => letter(i)), Array.from({ length: n }, () => certain(text))];
      assert.deepEqual(readWord(recognizer, ...all(2)).map((text) => text.toUpperCase()), ['O', 'O']);
      assert.equal(readWord(recognizer, ...all(1)), null);
      assert.equal(readWord(recognizer, ...all(65)), null, 'more than a word has');
      assert.equal(readWord(recognizer, ...all(5000)), null, 'more than there is room for');
      const [letters, answers] = all(3);
      answers[1].empty = true;
      assert.equal(readWord(recognizer, letters, answers), null);
      assert.throws(() => recognizer.readLetters(all(65)[0].map(({ box }) => ({ box, probabilities: answers[0].probabilities }))), /at most 64 letters/);
      assert.throws(() => recognizer.readLetters([{ box: [0, 0, 0, 9], probabilities: answers[0].probabilities }]), { status: 'HWR_ERR_ARGUMENT' });
      assert.deepEqual(recognizer.readLetters([]), { empty: true, text: '', readings: [] });
    });
  });
}
