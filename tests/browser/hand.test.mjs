// What a reader teaches, in Chromium, Firefox and WebKitGTK: a correction, its undo, a reload, a sign, the
// file saved, everything erased, the file opened; and storage that is denied, full or damaged, in Chromium.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { makeSigns } from '../letters/make_letters.mjs';
import { base64, chooseFiles, enterRoom, openInEnglish, press, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { drawWithMouse, fileUrl, frames, launch, letter, open, serve, started } from './harness.mjs';

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

// ---- In the page ----

function shown() {
  const text = (selector) => document.querySelector(selector)?.textContent ?? '';
  const seen = (selector) => { const e = document.querySelector(selector); return e !== null && !e.hidden; };
  return {
    letter: text('#letter'), wrong: seen('#not-this'), choosing: seen('.correction'), owed: seen('.owed') ? text('.owed span') : '',
    choices: [...document.querySelectorAll('.correction-choices button')].map((e) => e.textContent),
    notice: seen('#notice') ? text('#notice-text') : '', bars: document.querySelectorAll('.bar').length,
    learned: [...document.querySelectorAll('.examples:not(.practice-sheet) li b')].map((e) => e.textContent), loaded: 'hand' in (window.lettersRooms ?? {}),
    drawings: document.querySelectorAll('.examples:not(.practice-sheet) path').length, signs: [...document.querySelectorAll('.signs li b')].map((e) => e.textContent),
    alert: [...document.querySelectorAll('#room-hand [role=alert]')].map((e) => e.textContent).join(''), lost: seen('.hand-lost') ? text('.hand-lost') : '',
    rival: text('.sign-rival'),
  };
}
const pick = (text) => [...document.querySelectorAll('.correction-choices button')].find((e) => e.textContent === text).click();
const nameSign = (text) => {
  document.querySelector('#sign-name').value = text;
  document.querySelector('.sign-form button').click();
};
// The bytes of the next file that the page saves, as base64.
const catchFile = () => {
  window.caught = null;
  URL.createObjectURL = (blob) => {
    const reader = new FileReader();
    reader.onload = () => { window.caught = reader.result.split(',')[1]; };
    reader.readAsDataURL(blob);
    return '#saved';
  };
};
const caught = () => window.caught;

// What the answer is given to.
const thumb = () => document.getElementById('thumb').toDataURL();

const opened = (file) => [[file.name, base64(JSON.stringify(file.letter))]];
const a = { name: 'a.ndjson', letter: { word: 'a', drawing: letter('a') } };

for (const { name, there, launch: start } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine, file, server;
    const see = () => engine.evaluate(shown);
    const put = (one) => engine.evaluate(chooseFiles, '#picture-file', opened(one));
    const reads = (word, what) => until(see, ({ letter: read }) => read === word, what);
    const correct = async (word) => {
      await engine.evaluate(press, '#not-this');
      await until(see, ({ choosing }) => choosing, 'the choice of letters');
      await engine.evaluate(pick, word);
      return reads(word, `read as ${word}`);
    };
    before(async () => {
      engine = await start();
      server = await serve({ companions: false }); // an origin of its own, as file: has none everywhere
      await openInEnglish(engine, server.url);
    });
    after(async () => {
      await engine?.close();
      server?.close();
    });

    test('one tap corrects, the likeliest letters first; undo takes it back', async () => {
      await put(a);
      const before = await until(see, ({ letter: read, wrong }) => read === 'a' && wrong, 'a');
      assert.deepEqual([before.loaded, before.owed], [false, ''], 'nothing is loaded for it before it is asked for');
      const now = await correct('q');
      assert.equal(now.choices.length, 36);
      assert.equal(now.choices[0], 'A');
      assert.equal(now.notice, 'Learned: a drawing like this is q.');
      assert.match(now.owed, /^Decided by your example of [A-Z]\w+ \d+\.$/);
      await engine.evaluate(press, '#notice-action');
      assert.equal((await reads('a', 'undone')).owed, '');
    });

    test('after a reload it is read as corrected', async () => {
      await correct('q');
      await new Promise((resolve) => setTimeout(resolve, 500)); // the browser keeps it meanwhile
      await openInEnglish(engine, server.url);
      await put(a);
      const now = await reads('q', 'after the reload');
      assert.ok(now.owed);
    });

    test('a sign is added, drawn and answers', async () => {
      await enterRoom(engine, 'hand');
      await engine.evaluate(nameSign, '★');
      await until(see, ({ signs, bars }) => signs.join() === '★' && bars === 38, 'the sign among the bars');
      const stars = makeSigns(77, 3).filter(({ word }) => word === '★');
      for (const [i, star] of stars.entries()) {
        const before = await engine.evaluate(thumb);
        await put({ name: 'star.ndjson', letter: star });
        await until(() => engine.evaluate(thumb), (now) => now !== before, 'the drawing is there');
        await engine.evaluate(press, '.signs [data-act=teach]');
        await until(see, ({ learned, letter: read }) => learned.length === i + 2 && read === '', 'a drawing more, and the pad is free');
      }
      await put({ name: 'star.ndjson', letter: makeSigns(5, 1).find(({ word }) => word === '★') });
      const now = await reads('★', 'the sign is read');
      assert.deepEqual(now.learned, ['q', ...stars.map(() => '★')]);
      assert.ok(now.drawings >= 5);
      assert.equal(now.rival, '');
    });

    test('saved, erased, and opened again', async () => {
      await engine.evaluate(catchFile);
      await engine.evaluate(press, '.hand-save');
      file = await until(() => engine.evaluate(caught), Boolean, 'the file');
      await engine.evaluate(press, '.hand-erase');
      const erased = await until(see, ({ learned, signs, bars }) => !learned.length && !signs.length && bars === 37, 'erased');
      assert.match(erased.notice, /erased/);
      await put(a);
      await reads('a', 'nothing is taught');
      await engine.evaluate(chooseFiles, '#hand-file', [['my.hand', file]]);
      const back = await until(see, ({ learned, bars }) => learned.length === 7 && bars === 38, 'taken in');
      assert.deepEqual(back.signs, ['★']);
      assert.match(back.notice, /my\.hand.* 7 examples more/);
      await reads('q', 'as it was taught');
    });

    test('a file that is damaged or none is refused in a sentence', async () => {
      const bytes = Buffer.from(file, 'base64');
      bytes[100] ^= 1;
      const other = Buffer.from(file, 'base64');
      other[16] ^= 1;
      for (const [content, sentence] of [[bytes, /is damaged/], [other, /is damaged/], [Buffer.from('no hand'), /is no \.hand file/], [Buffer.alloc(200000), /is no \.hand file/]]) {
        await engine.evaluate(chooseFiles, '#hand-file', [['bad.hand', base64(content)]]);
        await until(see, ({ alert }) => sentence.test(alert), String(sentence));
      }
      assert.equal((await see()).learned.length, 7);
    });
  });
}

describe('Chromium alone', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());
  const see = (page) => page.evaluate(shown);
  const correct = async (page, word) => {
    await page.click('#not-this');
    await until(() => see(page), ({ choosing }) => choosing, 'the choice');
    await page.evaluate(pick, word);
    await until(() => see(page), ({ letter: read }) => read === word, word);
  };

  for (const [what, prepare] of [
    ['denied', () => Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('denied', 'SecurityError'); } })],
    ['full', () => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }],
  ]) {
    test(`storage that is ${what}: the correction counts, and the room says that it is not kept`, async () => {
      const page = await open(browser, fileUrl, { prepare });
      await drawWithMouse(page, letter('a'));
      await correct(page, 'q');
      await page.evaluate(() => { location.hash = '#room-hand'; });
      await until(() => see(page), ({ lost }) => /does not let the page keep/.test(lost), 'the warning');
      assert.deepEqual(page.complaints, []);
      await page.browserContext().close();
    });
  }

  test('kept examples that are damaged: told, and the page goes on', async () => {
    const server = await serve({ companions: false });
    const page = await open(browser, server.url);
    await drawWithMouse(page, letter('a'));
    await correct(page, 'q');
    await page.evaluate(() => new Promise((resolve, reject) => {
      const opening = indexedDB.open('handwritten-letters');
      opening.onerror = reject;
      opening.onsuccess = () => {
        const store = opening.result.transaction('hand', 'readwrite').objectStore('hand');
        store.openCursor().onsuccess = ({ target: { result } }) => {
          const bytes = result.value;
          bytes[60] ^= 4;
          result.update(bytes).onsuccess = resolve;
        };
      };
    }));
    await page.reload();
    await started(page);
    await page.evaluate(() => { location.hash = '#room-hand'; });
    await until(() => see(page), ({ lost }) => /damaged/.test(lost), 'the warning');
    await page.click('#clear');
    await drawWithMouse(page, letter('a'));
    await until(() => see(page), ({ letter: read }) => read === 'a', 'read by the networks');
    await correct(page, 'q');
    assert.equal((await see(page)).lost, '');
    await page.browserContext().close();
    server.close();
  });

  test('practice asks for letters, judges, keeps and saves them, and teaches only where asked', async () => {
    const server = await serve({ companions: false });
    const page = await open(browser, server.url);
    const prompt = () => page.$eval('.practice-prompt', (e) => e.textContent);
    await page.evaluate(() => { location.hash = '#room-hand'; });
    await page.waitForSelector('.practice input[value=words]');
    await page.evaluate(() => {
      document.querySelector('.practice input[value=words]').click();
      document.querySelector('#practice-words').value = 'Fo 1 x';
      [...document.querySelectorAll('.practice button')].find((e) => e.textContent === 'Start').click();
    });
    assert.equal(await prompt(), 'Draw F (1 of 3)');
    await page.evaluate(press, '.practice-next');
    assert.equal(await prompt(), 'Draw F on the pad first.');
    for (const [word, next] of [['F', 'Draw o (2 of 3)'], ['o', 'Draw x (3 of 3)'], ['y', '']]) {
      await page.evaluate(chooseFiles, '#picture-file', opened({ name: 'one.ndjson', letter: { word, drawing: letter(word) } }));
      await until(() => see(page), ({ letter: read }) => read.toLowerCase() === word.toLowerCase(), word);
      await page.evaluate(press, '.practice-next');
      await until(prompt, (text) => text === next, next);
    }
    assert.match(await page.$eval('.practice-score', (e) => e.textContent), /^2 of 3 were read right/);
    assert.deepEqual((await see(page)).learned, [], 'practice teaches nothing');
    await page.evaluate(press, '.practice-wrong button');
    await until(() => see(page), ({ learned }) => learned.join() === 'X', 'taught as it was asked');
    await page.evaluate(catchFile);
    await page.evaluate(() => [...document.querySelectorAll('.practice button')].find((e) => /Save all 3/.test(e.textContent)).click());
    const file = Buffer.from(await until(() => page.evaluate(caught), Boolean, 'the file'), 'base64').toString();
    const lines = file.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines.map(({ word, drawing }) => [word, drawing.length]), [['F', letter('F').length], ['o', 1], ['x', letter('y').length]]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await page.reload();
    await started(page);
    await page.evaluate(() => { location.hash = '#room-hand'; });
    await page.waitForFunction(() => document.querySelectorAll('.practice tbody tr').length === 3);
    assert.deepEqual(page.complaints.filter((text) => text.startsWith('exception')), []);
    await page.browserContext().close();
    server.close();
  });

  test('by keyboard; with every room open a sign comes and goes; no violation of accessibility', async () => {
    const page = await open(browser, fileUrl);
    await drawWithMouse(page, letter('a'));
    await page.evaluate(() => { document.querySelector('#room-hand').open = true; });
    await page.waitForFunction(() => document.querySelector('#room-hand .examples'));
    await page.focus('#not-this');
    await page.keyboard.press('Enter');
    await until(() => see(page), ({ choosing }) => choosing, 'the choice');
    await page.evaluate(axe);
    const check = async () => {
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), []);
    };
    await check();
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'not-this');
    assert.equal((await see(page)).letter, 'a', 'Escape closes the choice and leaves the drawing');
    await page.keyboard.press('Enter');
    await until(() => see(page), ({ choosing }) => choosing, 'the choice');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(() => see(page), ({ owed }) => owed, 'owed to the example');
    await page.evaluate(nameSign, '★');
    await until(() => see(page), ({ bars }) => bars === 38, 'the sign');
    await check();
    await page.evaluate(() => { for (const room of document.querySelectorAll('.room')) room.open = true; });
    await frames(page, 10);
    await page.evaluate(press, '.signs [data-act=remove]');
    await until(() => see(page), ({ bars }) => bars === 37, 'removed');
    await page.evaluate(press, '#notice-action');
    await until(() => see(page), ({ bars }) => bars === 38, 'undone');
    await page.evaluate(() => [...document.querySelectorAll('.owed button')][0].click());
    await until(() => see(page), ({ owed, letter: read }) => !owed && read === 'a', 'forgotten');
    await frames(page, 10);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });
});
