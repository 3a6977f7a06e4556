// Word mode in Chromium at the sizes of phones and of a desktop, in both themes and languages: the pad and its tools on
// the first screen, a pad that stays where it is while it is written on, nothing for axe to say.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { decodeStrokes } from '../../web/src/pad/codec.js';
import { write } from '../letters/words.mjs';
import { fileUrl, frames, launch, open } from './harness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SIZES = [[360, 640], [375, 553], [844, 390], [1280, 900]];

async function violations(page) {
  const found = await page.evaluate(() => window.axe.run());
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`);
}

const layout = (page) => page.evaluate(() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return {
    pad: JSON.stringify(box('.words-pad')),
    bottom: Math.max(box('.words-pad').bottom, box('.words-tools').bottom),
    wide: document.documentElement.scrollWidth,
    small: [...document.querySelectorAll('.words-tools button, .words-choices button')].filter((e) => e.getBoundingClientRect().height < 43.5).length,
    cut: [...document.querySelectorAll('.words-tools button')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent).join(),
  };
});

async function writeOn(page, word) {
  const box = await page.$eval('.words-pad', (pad) => pad.getBoundingClientRect().toJSON());
  const unit = (box.height * 0.27) / 100;
  for (const [xs, ys] of write(word).drawing) {
    const points = xs.map((v, i) => [box.left + box.width * 0.03 + v * unit, box.top + box.height * 0.7 + (ys[i] - 190) * unit]);
    await page.mouse.move(...points[0]);
    await page.mouse.down();
    for (const point of points.slice(1)) await page.mouse.move(...point);
    await page.mouse.up();
  }
  await frames(page);
}

for (const [width, height] of SIZES) {
  for (const [language, dark] of [['en', false], ['de', true]]) {
    test(`${width} x ${height}, ${language}${dark ? ', dark' : ''}`, async () => {
      const page = await open(browser, `${fileUrl}#word`, { width, height, touch: width < 1000, scale: 2, dark });
      await page.evaluate(axe);
      await page.select('#language', language);
      await frames(page, 5);
      const empty = await layout(page);
      assert.ok(empty.bottom <= height, `the tools end at ${empty.bottom}`);
      assert.deepEqual({ wide: empty.wide, small: empty.small, cut: empty.cut }, { wide: width, small: 0, cut: '' });
      assert.deepEqual(await violations(page), [], 'empty');
      await writeOn(page, 'Hand');
      assert.equal(await page.$eval('.words-letters', (e) => e.textContent), 'Hand');
      assert.equal((await layout(page)).pad, empty.pad, 'the pad has not moved');
      assert.deepEqual(await violations(page), [], 'written');
      await page.$$eval('.words-letter', ([first]) => first.click());
      await page.$eval('.words-inside', (e) => { e.open = true; });
      await frames(page);
      const chosen = await layout(page);
      assert.deepEqual({ wide: chosen.wide, small: chosen.small }, { wide: width, small: 0 });
      assert.deepEqual(await violations(page), [], 'a letter chosen, the lattice open');
      assert.deepEqual(page.complaints, []);
      await page.browserContext().close();
    });
  }
}

test('on paper the ink is dark', async () => {
  const page = await open(browser, `${fileUrl}#word`, { dark: true });
  await writeOn(page, 'Hand');
  const corner = () => page.$eval('.words-pad', ({ canvas }) => [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data]);
  assert.deepEqual(await corner(), [29, 32, 39, 255]);
  await page.emulateMediaType('print');
  await frames(page, 5);
  assert.deepEqual(await corner(), [255, 255, 255, 255]);
  await page.browserContext().close();
});

test('by keyboard alone: a line is drawn, read, chosen, replaced, and Escape goes back step by step', async () => {
  const page = await open(browser, `${fileUrl}#word`);
  await page.focus('.words-pad');
  await page.keyboard.press(' ');
  const start = await page.$eval('.words-pad', (pad) => {
    const [{ left, top, width, height }, at] = [pad, pad.cursor].map((e) => e.getBoundingClientRect());
    return [(at.left + at.width / 2 - left) / width, (at.top + at.height / 2 - top) / height].map((v) => Math.round(100 * v));
  });
  assert.deepEqual(start, [50, 50], 'the middle of the pad');
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await frames(page);
  const reading = () => page.$eval('.words-letters', (e) => e.textContent);
  assert.equal((await reading()).length, 1);
  await page.focus('.words-letter');
  await page.keyboard.press('Enter');
  await frames(page);
  assert.equal(await page.$$eval('.words-letter[aria-pressed=true]', (all) => all.length), 1);
  await page.keyboard.press('k');
  await frames(page);
  assert.equal(await reading(), 'k');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'words-letter fixed');
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal(await page.$$eval('.words-letter[aria-pressed=true]', (all) => all.length), 0);
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal(await reading(), '');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await frames(page);
  assert.equal(await reading(), 'k');
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

test('text is pasted into the text, strokes and pictures go to the letter', async () => {
  const page = await open(browser, `${fileUrl}#word`);
  const paste = (selector, text) => page.$eval(selector, (e, what) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', what);
    return e.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  assert.equal(await paste('.words-text textarea', 'abc'), true, 'left to the field');
  await page.type('.words-text textarea', 'ez?');
  await frames(page);
  assert.equal(await page.$eval('.words-text textarea', (e) => e.value), 'ez?', 'keys are its own');
  assert.equal(await page.evaluate(() => document.body.dataset.mode), 'word');
  assert.equal(await paste('.words-pad', '{"drawing":[[[0,10],[0,10]]]}'), false);
  await page.waitForFunction(() => document.body.dataset.mode === 'letter');
  await page.waitForFunction(() => document.getElementById('letter').textContent !== '');
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

test('a phone is turned: the ink stays on its lines and inside the pad', async () => {
  const page = await open(browser, `${fileUrl}#word`, { width: 360, height: 640, touch: true, scale: 2 });
  const look = () => page.evaluate(() => {
    dispatchEvent(new Event('pagehide'));
    const { aspect, code } = JSON.parse(sessionStorage.getItem('handwritten-letters-words'));
    const { canvas, canvas: { width, height } } = document.querySelector('.words-pad');
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const inked = data.findLastIndex((v, i) => i % 4 === 0 && Math.abs(v - data[0]) > 64);
    return { aspect, code, reading: document.querySelector('.words-letters').textContent, painted: Math.floor(inked / 4 / width) / height };
  });
  // From the top to the bottom, in heights of the pad.
  const reach = ({ aspect, code }) => {
    const ys = decodeStrokes(code).flat().map(({ y }) => y / aspect);
    return [Math.min(...ys), Math.max(...ys)];
  };
  await writeOn(page, 'Hand');
  const upright = await look();
  let before = upright.aspect;
  for (const [width, height] of [[844, 390], [844, 500], [360, 640]]) {
    await page.setViewport({ width, height, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
    await page.waitForFunction((last) => {
      dispatchEvent(new Event('pagehide'));
      return Math.abs(JSON.parse(sessionStorage.getItem('handwritten-letters-words')).aspect - last) > 0.02;
    }, {}, before);
    await frames(page);
    const turned = await look();
    before = turned.aspect;
    assert.equal(turned.reading, 'Hand');
    reach(turned).forEach((y, i) => assert.ok(Math.abs(y - reach(upright)[i]) < 0.02, `${width}: ${reach(turned)}`));
    assert.ok(Math.abs(turned.painted - reach(turned)[1]) < 0.04, `${width} x ${height}: painted to ${turned.painted}`);
  }
  await page.browserContext().close();
});
