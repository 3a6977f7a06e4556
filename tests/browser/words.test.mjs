// Word mode in Chromium, Firefox and WebKitGTK: words written with real pointer events, corrected, undone; the
// same readings in all three and in Node, which tests/node/recognizer/words.test.mjs compares with the program.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { write } from '../letters/words.mjs';
import { modelBytes, scalarBytes } from '../node/artifacts.mjs';
import { press, select, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { fileUrl } from './harness.mjs';

const languageBytes = readFileSync(new URL('../../weights/en.hwl', import.meta.url));
const words = ['Hand', 'quick', 'the', 'year', 'LETTER'].flatMap((word) => [write(word).drawing, write(word, { late: true }).drawing]);
const node = await createRecognizer({ scalarBytes, modelBytes });
node.loadLanguage(languageBytes);
const expected = words.map((drawing) => JSON.stringify(node.read(strokesFromDrawing(drawing)).readings));

const readInPage = (drawings) => window.letters.then((recognizer) => drawings.map((drawing) => JSON.stringify(recognizer.read(
  drawing.map(([xs, ys]) => xs.map((x, i) => ({ x, y: ys[i] })))).readings)));
const shown = () => [...document.querySelectorAll('.words-word')].map((word) => word.textContent).join(' ');
const textSoFar = () => document.querySelector('.words-text textarea').value;
const boxOfPad = () => {
  document.querySelector('.words-frame').scrollIntoView({ block: 'center' });
  const { left, top, width, height } = document.querySelector('.words-pad').getBoundingClientRect();
  return { left, top, width, height };
};
const boxOfLetter = (i) => {
  const { left, top, width, height } = document.querySelectorAll('.words-letter')[i].getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
};

// A word on the pad's lines from x (of its width) on, in whole pixels, which every driver can point at.
async function writeOn(engine, word, { x = 0.03, late = false } = {}) {
  const box = await engine.evaluate(boxOfPad), unit = (box.height * 0.28) / 100;
  await engine.mouse(write(word, { late }).drawing.map(([xs, ys]) => xs.map((v, i) => ({
    x: Math.round(box.left + box.width * x + v * unit), y: Math.round(box.top + box.height * 0.7 + (ys[i] - 190) * unit),
  }))));
}
const reads = (engine, text) => until(() => engine.evaluate(shown), (got) => got === text, text);
const named = (name) => `.words-tools button:nth-child(${['undo', 'redo', 'eraser', 'clear', 'backspace', 'space', 'newline'].indexOf(name) + 1})`;

for (const { name, there, launch } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    before(async () => {
      engine = await launch();
      await engine.open(`${fileUrl}#word`);
      await until(() => engine.evaluate(() => document.querySelector('.words-pad') !== null), Boolean, 'Word mode');
      await select(engine, 'language', 'en');
    });
    after(() => engine?.close());

    test('a word is read as it is written, dots late', async () => {
      await writeOn(engine, 'the');
      await reads(engine, 'the');
      await until(() => engine.evaluate(() => document.querySelector('.words [role=status]').textContent), (said) => said === 'Reads the', 'spoken');
      await engine.evaluate(press, named('clear'));
      await reads(engine, '');
      await writeOn(engine, 'quick', { late: true });
      await reads(engine, 'quick');
      // Nothing moves any more.
      await until(() => engine.evaluate(() => document.querySelector('.words [role=status]').textContent), (said) => said === 'Reads quick', 'spoken');
    });

    test('a letter is corrected by touch, undone, done again; typed on the reading', async () => {
      const at = await engine.evaluate(boxOfLetter, 1);
      await engine.mouse([[at]]);
      await until(() => engine.evaluate(() => document.querySelectorAll('.words-letter[aria-pressed=true]').length), (n) => n === 1, 'chosen');
      const options = await engine.evaluate(() => [...document.querySelectorAll('.words-option')].map((e) => e.textContent));
      assert.deepEqual(options.slice(0, 2), ['u', 'U']);
      await engine.evaluate(() => document.querySelectorAll('.words-option')[1].click());
      await reads(engine, 'qUick');
      await engine.evaluate(press, named('undo'));
      await reads(engine, 'quick');
      await engine.evaluate(press, named('redo'));
      await reads(engine, 'qUick');
      await engine.evaluate(() => {
        const letter = document.querySelectorAll('.words-letter')[1];
        letter.focus();
        letter.dispatchEvent(new KeyboardEvent('keydown', { key: 'o', bubbles: true, cancelable: true }));
      });
      await reads(engine, 'qoick');
      assert.equal(await engine.evaluate(() => document.activeElement.textContent), 'o', 'the focus stays on the letter');
      // The network reads it as another letter, so its hand has learned something, which can be taken back.
      const taught = () => window.letters.then((recognizer) => recognizer.hand.examples().map(({ classIndex }) => recognizer.classes[classIndex]).join());
      await until(() => engine.evaluate(taught), (got) => got === 'O', 'taught');
      assert.equal(await engine.evaluate(() => document.getElementById('notice-text').textContent), 'Learned: a drawing like this is O.');
      await engine.evaluate(press, '#notice-action');
      await until(() => engine.evaluate(taught), (got) => got === '', 'taken back');
      await reads(engine, 'qoick');
      await engine.evaluate(press, named('backspace'));
      await until(() => engine.evaluate(shown), (got) => got.length === 4 && got.startsWith('qo'), 'the last letter is gone');
    });

    test('a wide gap is a space; words go into the text and come back', async () => {
      await engine.evaluate(press, named('clear'));
      await writeOn(engine, 'red');
      await writeOn(engine, 'fig', { x: 0.6 });
      await reads(engine, 'red fig');
      await engine.evaluate(press, named('space'));
      await reads(engine, '');
      assert.equal(await engine.evaluate(textSoFar), 'red fig ');
      await engine.evaluate(press, named('space'));
      assert.equal(await engine.evaluate(textSoFar), 'red fig  ');
      await engine.evaluate(press, named('undo'));
      await reads(engine, 'red fig');
      assert.equal(await engine.evaluate(textSoFar), '');
      await engine.evaluate(press, named('newline'));
      await reads(engine, '');
      assert.equal(await engine.evaluate(textSoFar), 'red fig\n');
    });

    test('the same readings as in Node, to the bit', async () => {
      assert.deepEqual(await engine.evaluate(readInPage, words), expected);
    });

    test('how it was read: the groups, the winning ones lit', async () => {
      await writeOn(engine, 'Hand');
      await reads(engine, 'Hand');
      await engine.evaluate(() => { document.querySelector('.words-inside').open = true; });
      await until(() => engine.evaluate(() => [...document.querySelectorAll('.words-lattice .won text:not(.share)')].map((e) => e.textContent).join('')),
        (text) => text === 'Hand', 'the path');
      assert.ok(await engine.evaluate(() => document.querySelectorAll('.words-lattice .other').length) > 0);
    });

    test('the switch leads to the letter and back, and a reload keeps the line and the text', async () => {
      await engine.evaluate(press, '#mode-letter');
      await until(() => engine.evaluate(() => document.getElementById('words').hidden && document.getElementById('pad').clientWidth > 0), Boolean, 'the letter');
      await engine.evaluate(press, '#mode-word');
      await reads(engine, 'Hand');
      await engine.evaluate(() => { setTimeout(() => location.reload()); window.before = true; });
      await new Promise((resolve) => setTimeout(resolve, 1000)); // what is asked while the page goes is lost
      await until(() => engine.evaluate(() => window.before === undefined && document.querySelector('.words-pad') !== null), Boolean, 'reloaded');
      await reads(engine, 'Hand');
      assert.equal(await engine.evaluate(textSoFar), 'red fig\n');
    });
  });
}
