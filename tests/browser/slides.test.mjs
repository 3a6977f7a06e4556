// slides.test.mjs - web/slides.html: ten slides, nothing cut off, a page of the PDF each, no violation that axe finds.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from './harness.mjs';

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
let browser, page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 720 });
  await page.goto(new URL('../../web/slides.html', import.meta.url).href);
});
after(() => browser?.close());

test('nothing is cut off, and nothing covers the footer', async () => {
  const slides = await page.$$eval('section', (all) => all.map((section) => {
    const { bottom, right } = section.getBoundingClientRect(), foot = section.querySelector('footer').getBoundingClientRect().top;
    const boxes = [...section.querySelectorAll('h1, h2, p, li, svg, b, figcaption')].map((element) => element.getBoundingClientRect());
    return { size: [section.scrollWidth, section.scrollHeight], over: boxes.filter((box) => box.bottom > foot || box.right > right - 40 || box.bottom > bottom).length };
  }));
  assert.equal(slides.length, 10);
  slides.forEach((slide, i) => assert.deepEqual(slide, { size: [1280, 720], over: 0 }, `slide ${i + 1}`));
});

test('ten pages of paper', async () => {
  const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g).length, 10);
});

test('axe finds nothing', async () => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
});
