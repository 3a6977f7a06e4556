// What is said where no single letter was drawn, in Chromium.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { write } from '../letters/words.mjs';
import { scribbles } from '../scribbles.mjs';
import { drawWithMouse, fileUrl, launch, letter, open } from './harness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const said = (page) => page.$eval('#notice', (e) => (e.hidden ? '' : e.querySelector('p').textContent));
const settled = (page) => page.waitForFunction(() => /%|Not a letter/.test(document.getElementById('spoken').textContent));

// A written word as large as a letter's pad takes.
function drawingOf(word) {
  const { drawing } = write(word);
  const most = Math.max(...drawing.flat(2));
  return drawing.map((axes) => axes.map((values) => values.map((v) => (255 * v) / most)));
}

test('two letters: a hint, and one press reads them as a word', async () => {
  const page = await open(browser, fileUrl);
  await drawWithMouse(page, drawingOf('ab'));
  await page.waitForFunction(() => /Two letters\?/.test(document.getElementById('notice-text').textContent));
  await page.evaluate(axe);
  assert.deepEqual((await page.evaluate(() => window.axe.run())).violations.map(({ id }) => id), []);
  await page.click('#notice-action');
  await page.waitForFunction(() => document.body.dataset.mode === 'word' && document.querySelector('.words-letters')?.textContent.replace(/[^A-Za-z]/g, '').startsWith('ab'));
  assert.equal(await said(page), '');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'words-pad');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await page.waitForFunction(() => !/[A-Za-z]/.test(document.querySelector('.words-letters').textContent));
  await page.goBack();
  await page.waitForFunction(() => document.body.dataset.mode === 'letter' && document.getElementById('letter').textContent !== '');
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

test('one letter: nothing is said, of however many strokes', async () => {
  const page = await open(browser, fileUrl);
  for (const word of 'EHKix') {
    await page.keyboard.press('Escape');
    await page.$eval('#spoken', (e) => { e.textContent = ''; });
    await drawWithMouse(page, letter(word));
    await settled(page);
    assert.equal(await said(page), '', word);
  }
  await page.browserContext().close();
});

test('no letter: the model that knows digits is named, once', async () => {
  const page = await open(browser, fileUrl);
  const [first, second] = scribbles(8).slice(1).map(({ drawing }) => drawing.map((axes) => axes.map((values) => values.map((v) => 0.255 * v))));
  await drawWithMouse(page, first);
  await page.waitForFunction(() => /Digits too/.test(document.getElementById('notice-text').textContent));
  await page.click('#notice-action');
  await page.waitForFunction(() => document.getElementById('room-model').open && document.getElementById('notice').hidden);
  await page.evaluate(() => { document.getElementById('spoken').textContent = ''; });
  await page.click('#clear');
  await drawWithMouse(page, second);
  await page.waitForFunction(() => /Not a letter/.test(document.getElementById('spoken').textContent));
  assert.equal(await said(page), '');
  await page.browserContext().close();
});
