// Small windows in Chromium, by geometry: the whole pad, the whole answer and the tools are on the
// first screen, and each tool can be used there; the ways to the rooms come right after it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { languages } from '../../web/build_strings.mjs';
import { answer, drawWithTouch, fileUrl, frames, launch, letter, open } from './harness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const SIZES = [[375, 553], [360, 640], [390, 664], [414, 896], [844, 390], [667, 320], [430, 740]];

// What of these is not whole in the window: text, to be empty.
const outside = (page, selector) => page.$$eval(selector, (all) => all.filter((e) => {
  const { left, top, right, bottom, width } = e.getBoundingClientRect();
  return !width || left < 0 || top < 0 || right > innerWidth || bottom > innerHeight;
}).map((e) => `${e.id} ${JSON.stringify(e.getBoundingClientRect())}`).join());

const SEEN = '#pad, #answer, .draw > .tools button, #fold';
const UNFOLDED = '#pad, #answer, .more > .tools button, #fold';

// How many rows these lie in.
const rows = (page, selector) => page.$$eval(selector, (all) => new Set(all.filter((e) => e.offsetParent).map((e) => e.getBoundingClientRect().top)).size);

for (const [width, height] of SIZES) {
  for (const language of Object.keys(languages)) {
    test(`${width} x ${height}, ${language}: pad, answer and tools are on the first screen`, async () => {
      const page = await open(browser, fileUrl, { width, height, touch: true, scale: 2 });
      await page.evaluate(axe);
      await page.select('#language', language);
      await frames(page);
      assert.equal(await outside(page, SEEN), '', 'nothing drawn');
      assert.equal(await rows(page, '.tools button, #fold'), 1);
      await page.tap('#fold');
      assert.equal(await outside(page, UNFOLDED), '', 'the rest of the tools');
      assert.equal(await rows(page, '.tools button, #fold'), 1);
      for (const id of ['picture', 'pen', 'save']) {
        await page.tap(`#${id}`);
        if (height < 800) assert.equal(await outside(page, '.panel:not([hidden])'), '', `${id} panel`);
        await page.tap(`#${id}`);
      }
      await drawWithTouch(page, letter('g'));
      assert.equal(await page.$eval('#fold', (e) => e.getAttribute('aria-expanded')), 'false', 'whoever draws wants to undo');
      assert.match((await answer(page)).letter, /^[A-Za-z]$/);
      assert.equal(await outside(page, SEEN), '', 'drawn');
      await page.$eval('#chip', (chip) => { chip.hidden = false; chip.textContent = 'F or f?'; });
      assert.equal(await outside(page, SEEN), '', 'a question asked');
      const side = await page.$eval('#pad', (pad) => pad.getBoundingClientRect().toJSON());
      assert.ok(side.width >= 260 && Math.abs(side.width - side.height) < 1, `a pad of ${side.width}`);
      const layout = await page.evaluate(() => ({
        top: scrollY, wide: document.documentElement.scrollWidth,
        small: [...document.querySelectorAll('.tools button, #fold')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).length,
        cut: [...document.querySelectorAll('.tools button, #fold, .answer *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length,
      }));
      assert.deepEqual(layout, { top: 0, wide: width, small: 0, cut: 0 });
      const [low, places, source, chart] = await page.evaluate(() => ['#answer', '.places', '.source', '.chart'].map((what) => document.querySelector(what).getBoundingClientRect().toJSON()));
      const screen = Math.max(low.bottom, height > width ? 0 : height); // in landscape the pad beside the answer is lower
      assert.ok(places.top > low.bottom && places.top < screen + 40, `the rooms ${places.top - screen} under the first screen`);
      assert.ok(places.bottom <= chart.top && (height < width || places.bottom <= source.top), 'before the chart');
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), []);
      await page.tap('#clear');
      await frames(page);
      assert.equal((await answer(page)).letter, '');
      assert.deepEqual(page.complaints, []);
      await page.browserContext().close();
    });
  }
}

test('by keys: the rest of the tools opens, Escape closes it and leaves the drawing', async () => {
  const page = await open(browser, fileUrl, { width: 390, height: 664, touch: true });
  await drawWithTouch(page, letter('g'));
  await page.focus('#fold');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'example');
  await page.keyboard.press('Escape');
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.getAttribute('aria-expanded')]), ['fold', 'false']);
  assert.equal((await answer(page)).letter, 'g');
  await page.keyboard.press('Enter');
  await page.focus('.places a');
  assert.equal(await page.$eval('#fold', (e) => e.getAttribute('aria-expanded')), 'false');
  await page.browserContext().close();
});

test('a window that grows has the rooms after the chart, and all tools', async () => {
  const page = await open(browser, fileUrl, { width: 390, height: 664 });
  await page.setViewport({ width: 1280, height: 900 });
  await frames(page);
  const [chart, places, samples] = await page.evaluate(() => ['.chart', '.places', '.samples'].map((what) => document.querySelector(what).getBoundingClientRect().toJSON()));
  assert.ok(places.top >= chart.bottom && places.bottom <= samples.top);
  assert.equal(await page.$$eval('.tools button', (all) => all.filter((e) => e.offsetParent).length), 8);
  assert.equal(await page.$eval('#fold', (e) => e.offsetParent), null);
  await page.browserContext().close();
});
