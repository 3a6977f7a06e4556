// The tour of the page, and what to try, in Chromium: offered once, by keys and touch, left at any time.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { languages } from '../../web/build_strings.mjs';
import { answer, drawWithMouse, fileUrl, frames, launch, letter, open, serve, started } from './harness.mjs';

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const violations = (page) => page.evaluate(async () => (await window.axe.run()).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`));
const offered = (page) => page.$eval('#tour-offer', (e) => e.offsetParent !== null);

// The tour's words, and what it has lit: how much of it lies in the window, above the tour.
const see = (page) => page.evaluate(() => {
  const box = document.querySelector('.page-tour'), lit = [...document.querySelectorAll('.tour-lit')];
  const { top, bottom } = lit[0]?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
  const seen = Math.min(bottom, box.getBoundingClientRect().top) - Math.max(top, 0);
  return { hidden: box.hidden, title: box.querySelector('h4').textContent, text: box.querySelector('p').textContent, lit: lit.length,
    focused: box.contains(document.activeElement), seen, whole: bottom - top, bottom: box.getBoundingClientRect().bottom <= innerHeight };
});

for (const [device, options] of [['phone', { width: 360, height: 640, touch: true, scale: 2 }], ['landscape', { width: 844, height: 390, touch: true, dark: true }],
  ['desktop', { width: 1280, height: 900, dark: true }]]) {
  for (const language of Object.keys(languages)) {
    test(`${device}, ${language}: five steps by keys, each with its part in view and lit`, async () => {
      const page = await open(browser, fileUrl, options);
      await page.evaluate(axe);
      await page.select('#language', language);
      await frames(page);
      assert.ok(await offered(page));
      assert.deepEqual(await violations(page), []);
      await page.focus('#tour-offer');
      await page.keyboard.press('Enter');
      const titles = new Set();
      for (let n = 1; n <= 5; n++) {
        await frames(page);
        const now = await see(page);
        assert.ok(now.title.startsWith(`${n} `) && now.text.length > 40 && now.focused && now.bottom, JSON.stringify(now));
        assert.ok(now.lit === 1 && now.seen >= Math.min(now.whole, 100) - 1, JSON.stringify(now));
        titles.add(now.title.slice(2));
        if (n === 1) assert.deepEqual(await violations(page), []);
        if (n < 5) await page.keyboard.press('ArrowRight');
      }
      assert.equal(titles.size, 5);
      await page.keyboard.press('ArrowLeft');
      assert.match((await see(page)).title, /^4 /);
      await page.keyboard.press('Escape');
      const { hidden, lit } = await see(page);
      assert.ok(hidden && lit === 0);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'pad');
      assert.equal(await offered(page), false);
      assert.deepEqual(page.complaints, []);
      await page.browserContext().close();
    });
  }
}

test('it is offered until something is drawn, and never again in this browser; the help has it', async () => {
  const page = await open(browser, server.url);
  assert.ok(await offered(page));
  await drawWithMouse(page, letter('R'));
  assert.equal(await offered(page), false);
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal(await offered(page), false);
  await page.reload();
  await started(page);
  await frames(page);
  assert.equal(await offered(page), false);
  await page.evaluate(() => { location.hash = '#word'; });
  await page.waitForFunction(() => document.body.dataset.mode === 'word');
  await page.click('#help-open');
  await page.click('#tour-again');
  await page.waitForFunction(() => document.body.dataset.mode === 'letter' && document.querySelector('.tour-lit'));
  assert.match((await see(page)).title, /^1 /);
  await page.$$eval('.page-tour button', (all) => all[2].click());
  assert.equal((await see(page)).hidden, true);
  await page.browserContext().close();
});

test('Escape leaves the tour and not the drawing; what to try leads to its rooms', async () => {
  const page = await open(browser, fileUrl);
  await drawWithMouse(page, letter('R'));
  await page.click('#help-open');
  await page.click('#tour-again');
  await frames(page);
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal((await answer(page)).letter, 'R');
  const ways = await page.$$eval('.try a', (all) => all.map((e) => e.hash));
  for (const way of ways.slice(0, -1)) assert.ok(await page.$(`#room-${way.slice(1)}`), way);
  await page.click('.try a[href="#why"]');
  await page.waitForFunction(() => document.getElementById('room-why').open);
  await page.click('.try a[href="#word"]');
  await page.waitForFunction(() => document.body.dataset.mode === 'word');
  await page.browserContext().close();
});

test('nothing of it in a frame of another page, nor on paper', async () => {
  const page = await open(browser, `${fileUrl}#embed`);
  assert.equal(await offered(page), false);
  await page.goto('about:blank');
  await page.goto(fileUrl);
  await started(page);
  await page.emulateMediaType('print');
  assert.equal(await offered(page), false);
  await page.browserContext().close();
});
