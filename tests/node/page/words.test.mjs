// words.test.mjs - a line of words with what its writer says of it: corrections, their undoing, their strokes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import { Drawing } from '../../../web/src/pad/history.js';
import { createRecognizer } from '../../../web/src/recognizer/recognizer.js';
import { Line } from '../../../web/src/words/line.js';
import { write } from '../../letters/words.mjs';
import { modelBytes, root, simdBytes } from '../artifacts.mjs';

const recognizer = await createRecognizer({ simdBytes, modelBytes });
recognizer.loadLanguage(readFileSync(path.join(root, 'weights/en.hwl')));

// As the pad has them: in widths of the pad, from x on.
const strokesOf = (word, x = 0) => write(word).drawing.map(([xs, ys]) => xs.map((v, i) => ({ x: (v + x) / 2000, y: ys[i] / 2000 })));

let drawing, line;
const add = (strokes) => {
  for (const stroke of strokes) drawing.change([...drawing.strokes, stroke]);
};
const read = () => {
  line.read(recognizer, true);
  return line.text;
};
beforeEach(() => {
  drawing = new Drawing();
  line = new Line(drawing);
});

test('a line of two words', () => {
  assert.equal(read(), '');
  add(strokesOf('fig', 1500));
  add(strokesOf('red'));
  assert.equal(read(), 'red fig');
  assert.deepEqual(line.letters.map((l) => l.text).join(''), 'redfig');
  assert.deepEqual(new Set(line.letters.flatMap((l) => l.strokes)), new Set(drawing.strokes));
});

test('a corrected letter stays, goes with undo, comes with redo, and survives more strokes', () => {
  add(strokesOf('Han'));
  read();
  line.choose(line.letters[1], 'u');
  assert.equal(read(), 'Hun');
  assert.equal(line.letters[1].fixed, true);
  drawing.undo();
  assert.notEqual(read(), 'Hun');
  drawing.redo();
  assert.equal(read(), 'Hun');
  add(strokesOf('d', 460));
  assert.equal(read().slice(0, 3), 'Hun');
  line.remove(line.letters[1]);
  assert.equal(read().includes('u'), false, 'its strokes are gone, and with them what was said of them');
  drawing.undo();
  assert.equal(read().slice(0, 3), 'Hun');
});

test('all of the history is scaled, each point once', () => {
  add(strokesOf('fi'));
  line.read(recognizer, true);
  line.choose(line.letters[0], 'f');
  const [[first]] = drawing.strokes, { x, y } = first;
  drawing.undo();
  drawing.scale(0.5);
  drawing.redo();
  assert.equal(drawing.strokes[0][0], first);
  assert.deepEqual([first.x, first.y], [x / 2, y / 2]);
  assert.equal(read()[0], 'f');
});

test('letters are split and joined, the later word holds', () => {
  add(strokesOf('Hand'));
  assert.equal(read(), 'Hand');
  const [h] = line.letters;
  assert.deepEqual(line.letters.map((letter) => line.canSplit(letter)), line.letters.map(({ strokes }) => strokes.length > 1));
  line.split(h);
  read();
  assert.ok(line.letters[0].strokes.length < h.strokes.length);
  while (line.letters[0].strokes.length < h.strokes.length) {
    assert.ok(line.canJoin(line.letters[0], 1));
    assert.equal(line.canJoin(line.letters[0], -1), false);
    line.join(line.letters[0], 1);
    read();
  }
  assert.equal(line.text, 'Hand');
});

test('a reading that is taken fixes all its letters', () => {
  add(strokesOf('Hand'));
  read();
  const other = line.parts[0].readings[1];
  assert.notEqual(other.text, 'Hand');
  line.take(other);
  assert.equal(read(), other.text);
  assert.ok(line.letters.every((l) => l.fixed));
});

test('what a letter may be: itself, its other case, what the network thinks, in the same case', () => {
  add(strokesOf('Hand'));
  read();
  const [first, second] = line.letters.map((letter) => line.alternatives(letter, recognizer));
  assert.deepEqual(first.slice(0, 2), ['H', 'h']);
  assert.deepEqual(second.slice(0, 2), ['a', 'A']);
  assert.ok(second.slice(2).every((text) => text === text.toLowerCase()) && second.length <= 7);
  assert.equal(new Set(second).size, second.length);
});

test('too much at once leaves no words, and says why', () => {
  add(Array.from({ length: 600 }, () => [{ x: 0.1, y: 0.1 }]));
  assert.throws(read, { status: 'HWR_ERR_TOO_LARGE' });
  assert.deepEqual(line.parts, []);
});
