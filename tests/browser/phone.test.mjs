// Small windows in Chromium, by geometry: the whole pad, the whole answer and the tools are on the
// first screen, and each tool can be used there.
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

const SEEN = '#pad, #answer, .tools button';

for (const [width, height] of SIZES) {
  for (const language of Object.keys(languages)) {
    test(`${width} x ${height}, ${language}: pad, answer and tools are on the first screen`, async () => {
      const page = await open(browser, fileUrl, { width, height, touch: true, scale: 2 });
      await page.evaluate(axe);
      await page.select('#language', language);
      await frames(page);
      assert.equal(await outside(page, SEEN), '', 'nothing drawn');
      for (const id of ['picture', 'pen', 'save']) {
        await page.tap(`#${id}`);
        if (height < 800) assert.equal(await outside(page, '.panel:not([hidden])'), '', `${id} panel`);
        await page.tap(`#${id}`);
      }
      await drawWithTouch(page, letter('g'));
      assert.match((await answer(page)).letter, /^[A-Za-z]$/);
      assert.equal(await outside(page, SEEN), '', 'drawn');
      await page.$eval('#chip', (chip) => { chip.hidden = false; chip.textContent = 'F or f?'; });
      assert.equal(await outside(page, SEEN), '', 'a question asked');
      const side = await page.$eval('#pad', (pad) => pad.getBoundingClientRect().toJSON());
      assert.ok(side.width >= 260 && Math.abs(side.width - side.height) < 1, `a pad of ${side.width}`);
      const layout = await page.evaluate(() => ({
        top: scrollY, wide: document.documentElement.scrollWidth,
        small: [...document.querySelectorAll('.tools button')].filter((e) => e.getBoundingClientRect().height < 44).length,
        cut: [...document.querySelectorAll('.tools button, .answer *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth).length,
      }));
      assert.deepEqual(layout, { top: 0, wide: width, small: 0, cut: 0 });
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
