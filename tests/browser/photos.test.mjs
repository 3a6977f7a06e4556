// A photograph of a sheet in Chromium, Firefox and WebKitGTK: every letter in its place as its word is read, or by itself,
// another one chosen or corrected, a part of the picture, and what is said where there is nothing to read.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { base64, chooseFiles, openInEnglish, press, until } from './driving.mjs';
import { root, weightsFile } from '../node/artifacts.mjs';
import { engines } from './engines.mjs';
import { fileUrl } from './harness.mjs';

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const photo = readFileSync(new URL('../photos/sheet.jpg', import.meta.url));
const { letters } = JSON.parse(readFileSync(new URL('../photos/sheet.json', import.meta.url)));
const wanted = letters.map(({ letter }) => letter).join('');
const odd = wanted.indexOf('q'); // another letter in its word
// What the command line reads.
const asWords = execFileSync(path.join(root, 'build/native/letters'), ['recognize', '--weights', weightsFile, '--image',
  path.join(root, 'tests/photos/sheet.jpg'), '--many', '--language', path.join(root, 'weights/en.hwl')], { encoding: 'utf8' })
  .trim().split('\n').map((line) => JSON.parse(line).read).join('');

// A BMP by its levels of grey.
function painted(grey) {
  const width = 400, height = 300, file = Buffer.alloc(54 + 3 * width * height);
  file.write('BM', 'latin1');
  for (const [value, at] of [[file.length, 2], [54, 10], [40, 14], [width, 18], [height, 22]]) file.writeUInt32LE(value, at);
  for (const [value, at] of [[1, 26], [24, 28]]) file.writeUInt16LE(value, at);
  for (let y = 0; y < height; y++) // from the foot
    for (let x = 0; x < width; x++) file.fill(grey(x, height - 1 - y), 54 + 3 * (y * width + x), 57 + 3 * (y * width + x));
  return base64(file);
}

// ---- In the page ----

function shown() {
  const buttons = [...document.querySelectorAll('.found button')];
  const pad = document.getElementById('pad').getBoundingClientRect();
  const seen = (selector) => { const e = document.querySelector(selector); return e !== null && e.getClientRects().length > 0; };
  return {
    read: buttons.map((e) => e.textContent).join(''), names: buttons.map((e) => e.getAttribute('aria-label')),
    pressed: buttons.findIndex((e) => e.getAttribute('aria-pressed') === 'true'), focus: buttons.indexOf(document.activeElement),
    tabs: buttons.filter((e) => e.tabIndex === 0).length,
    places: buttons.map((e) => e.getBoundingClientRect()).map((b) => [(b.left - pad.left) / pad.width, (b.top - pad.top) / pad.height]),
    letter: document.getElementById('letter').textContent, head: document.getElementById('confidence').textContent,
    words: seen('.as-words') ? document.querySelector('.as-words').getAttribute('aria-pressed') : '', byWord: buttons.findIndex((e) => e.matches('.by-word')),
    hint: document.getElementById('others').textContent, notice: document.getElementById('notice-text').textContent,
    crop: seen('.crop-start'), cropping: seen('.crop'), back: seen('#picture-back'), loaded: 'paper' in (window.lettersRooms ?? {}),
  };
}

const key = (selector, name) => document.querySelector(selector)
  .dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
const pick = (text) => [...document.querySelectorAll('.correction-choices button')].find((e) => e.textContent === text).click();
const go = (hash) => { location.hash = hash; };
const chooseLanguage = (code) => {
  const e = document.querySelector('.words-language select');
  e.value = code;
  e.dispatchEvent(new Event('change'));
};
const focus = (selector) => document.querySelector(selector).focus();

for (const { name, there, launch: start } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    const see = () => engine.evaluate(shown);
    const reads = (text, words = 'true') => until(see, (now) => now.read === text && now.words === words, text);
    before(async () => {
      engine = await start();
      await openInEnglish(engine, fileUrl);
    });
    after(() => engine?.close());

    test('every letter is found, in its place, with its answer', async () => {
      assert.equal((await see()).loaded, false, 'nothing is loaded before a picture is opened');
      await engine.evaluate(chooseFiles, '#picture-file', [['sheet.jpg', base64(photo)]]);
      assert.notEqual(asWords[odd].toLowerCase(), wanted[odd]);
      const { names, pressed, letter, notice, tabs, places, byWord } = await reads(asWords);
      assert.deepEqual([pressed, letter, tabs, byWord], [0, wanted[0], 1, odd]);
      assert.match(names[1], new RegExp(`^Letter 2 of ${wanted.length}: ${wanted[1]}, .+%$`));
      assert.match(names[odd], new RegExp(`^Letter 7 of ${wanted.length}: ${asWords[odd]} in its word, by itself q, .+%$`));
      assert.equal(notice, `${wanted.length} letters: ${asWords.slice(0, 4)} / ${asWords.slice(4)}`);
      // The picture lies in the middle of the pad with 6 % around it.
      letters.forEach(({ box: [left, top] }, i) => {
        const scale = 0.88 / 800, down = (1 - 600 * scale) / 2;
        assert.ok(Math.abs(places[i][0] - (0.06 + left * scale)) < 0.02, `${i}: ${places[i]}`);
        assert.ok(Math.abs(places[i][1] - (down + top * scale)) < 0.02, `${i}: ${places[i]}`);
      });
    });

    test('another one is chosen by touch or arrow key, and the card tells what else it may be', async () => {
      await engine.evaluate(press, '.found button:nth-child(3)');
      await until(see, ({ letter, pressed }) => letter === wanted[2] && pressed === 2, wanted[2]);
      await engine.evaluate(key, '.found button:nth-child(3)', 'ArrowRight');
      const { focus: focused, tabs } = await until(see, ({ letter, pressed }) => letter === wanted[3] && pressed === 3, wanted[3]);
      assert.deepEqual([focused, tabs], [3, 1]);
    });

    test('by its own each letter is read where words are not wanted, or have no language', async () => {
      await engine.evaluate(press, '.as-words');
      const { notice, byWord } = await reads(wanted, 'false');
      assert.equal(notice, `${wanted.length} letters: ${wanted.slice(0, 4)} / ${wanted.slice(4)}`);
      assert.equal(byWord, -1);
      await engine.evaluate(press, '.as-words');
      await reads(asWords);
      await engine.evaluate(go, '#word');
      await until(() => engine.evaluate(() => document.querySelector('.words-language') !== null), Boolean, 'Word mode');
      await engine.evaluate(chooseLanguage, 'none');
      await engine.evaluate(go, '#letter');
      await reads(wanted, '');
      await engine.evaluate(go, '#word');
      await engine.evaluate(chooseLanguage, 'en');
      await engine.evaluate(go, '#letter');
      await reads(asWords);
    });

    test('a corrected letter holds in its word, until that is undone', async () => {
      await engine.evaluate(press, `.found button:nth-child(${odd + 1})`);
      await until(see, ({ letter, pressed }) => letter === wanted[odd] && pressed === odd, 'its own answer');
      await engine.evaluate(press, '#not-this');
      await until(() => engine.evaluate(() => document.querySelectorAll('.correction-choices button').length), Boolean, 'the choice');
      await engine.evaluate(pick, 'Q');
      const { notice } = await reads(`${asWords.slice(0, odd)}Q${asWords.slice(odd + 1)}`);
      assert.match(notice, /^Learned/, 'with its undo');
      await engine.evaluate(press, '#notice-action');
      await reads(asWords);
    });

    test('a part is chosen with arrow keys and read; Escape leaves all as it was', async () => {
      await engine.evaluate(press, '.crop-start');
      await until(see, ({ cropping, crop }) => cropping && !crop, 'the frame');
      await engine.evaluate(key, '.crop-corner.first', 'Escape');
      const kept = await until(see, ({ cropping, crop }) => !cropping && crop, 'the frame gone');
      assert.equal(kept.read, asWords);
      await engine.evaluate(press, '.crop-start');
      // From 15..85 % to the right half of the upper line.
      for (let i = 0; i < 16; i++) await engine.evaluate(key, '.crop-corner.first', 'ArrowRight');
      for (let i = 0; i < 20; i++) {
        await engine.evaluate(key, '.crop-corner.first', 'ArrowUp');
        await engine.evaluate(key, '.crop-corner.last', 'ArrowRight');
        await engine.evaluate(key, '.crop-corner.last', i < 17 ? 'ArrowUp' : 'none');
      }
      await engine.evaluate(press, '.crop-buttons button');
      const inside = letters.filter(({ box: [left, , , bottom] }) => left > 0.47 * 800 && bottom < 0.51 * 600).map(({ letter }) => letter).join('');
      assert.ok(inside.length > 0);
      const isInside = ({ read, letter }) => (inside.length > 1 ? read === inside : letter === inside && read === '');
      await until(see, isInside, inside);
      await engine.evaluate(press, '.crop-start');
      await until(see, ({ cropping, read }) => cropping && read === '', 'the whole picture');
      await engine.evaluate(press, '.crop-buttons button:last-child');
      await until(see, isInside, `${inside} again`);
    });

    test('one letter where the light falls off is the simple case', async () => {
      const light = (x) => 240 - x / 3, inL = (x, y) => x > 150 && y < 240 && ((x < 166 && y > 60) || (y > 224 && x < 260));
      const choose = (grey) => engine.evaluate(chooseFiles, '#picture-file', [['painted.bmp', painted(grey)]]);
      await choose((x, y) => (inL(x, y) ? 30 : light(x)));
      const { crop } = await until(see, ({ letter, read, back }) => letter === 'L' && read === '' && back, 'L');
      assert.equal(crop, true);
      await choose(light);
      const { hint } = await until(see, ({ head }) => head === 'No letter found', 'none');
      assert.match(hint, /^Nothing stands out/);
      await engine.evaluate(press, '#picture-back');
      await until(see, ({ back, crop: still }) => !back && !still, 'the drawing');
    });

    test('axe finds nothing, with letters and with the frame', { skip: name !== 'Chromium' }, async () => {
      await engine.evaluate(chooseFiles, '#picture-file', [['sheet.jpg', base64(photo)]]);
      await reads(asWords);
      await engine.evaluate(axe);
      for (const cropping of [false, true]) {
        if (cropping) await engine.evaluate(press, '.crop-start');
        const found = await engine.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] })
          .then(({ violations }) => violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join()}`)));
        assert.deepEqual(found, []);
      }
      await engine.evaluate(focus, '.crop-corner.last');
    });
  });
}
