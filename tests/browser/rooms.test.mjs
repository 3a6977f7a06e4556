// What is loaded only when opened, in Chromium: nothing of it runs before.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawWithMouse, fileUrl, frames, launch, letter, linkTo, open, serve } from './harness.mjs';

let browser, server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

const loaded = (page) => page.evaluate(() => Object.keys(window.lettersRooms));
const names = (page) => page.$$eval('.room', (all) => all.map((e) => e.id.replace('room-', '')));

for (const where of ['file', 'http']) {
  test(`over ${where}: every room's code and style come when it is opened, and not before`, async () => {
    const page = await open(browser, where === 'file' ? fileUrl : server.url);
    assert.deepEqual(await loaded(page), []);
    const styles = await page.$$eval('style', (all) => all.length);
    for (const [i, name] of (await names(page)).entries()) {
      await page.click(`#room-${name} summary`);
      await page.waitForFunction((n) => n in window.lettersRooms, {}, name);
      await frames(page);
      assert.equal(await page.$$eval('style', (all) => all.length), styles + i + 1, name);
      await page.click(`#room-${name} summary`);
    }
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });
}

test('the address opens a room, before the program is ready and after', async () => {
  const page = await open(browser, `${fileUrl}#inside`);
  await page.waitForFunction(() => 'inside' in window.lettersRooms && document.getElementById('room-inside').open);
  await page.evaluate(() => { document.getElementById('room-inside').open = false; location.hash = ''; });
  await page.evaluate(() => { location.hash = '#room-inside'; });
  await page.waitForFunction(() => document.getElementById('room-inside').open);
  assert.equal(await page.$eval('#notice', (e) => e.hidden), true);
  await page.browserContext().close();
});

test('the first screen leads to every room with one press, from the keyboard too, and again', async () => {
  const page = await open(browser, fileUrl);
  const rooms = await names(page);
  const ways = await page.$$eval('.places a', (all) => all.map((e) => [e.hash, e.textContent, e.querySelector('svg').childElementCount > 0]));
  const titles = await page.$$eval('.room h3', (all) => all.map((e) => e.textContent));
  assert.deepEqual(ways, rooms.map((name, i) => [`#${name}`, titles[i], true]));
  const arrived = (name) => page.waitForFunction((id) => {
    const e = document.getElementById(id), { top } = e.getBoundingClientRect();
    return e.open && document.activeElement === e.querySelector('summary') && top > -2 && top < 80;
  }, {}, `room-${name}`);
  await page.focus('.places a');
  await page.keyboard.press('Enter');
  await arrived('inside');
  await page.$eval('#room-inside', (e) => { e.open = false; });
  await page.evaluate(() => scrollTo(0, 0));
  await page.click('.places a');
  await arrived('inside');
  await page.goBack();
  await page.waitForFunction(() => location.hash === '' && document.getElementById('pad').getBoundingClientRect().bottom > 0);
  await page.goForward();
  await arrived('inside');
  await page.evaluate(() => { location.hash = '#word'; });
  await page.waitForFunction(() => document.body.dataset.mode === 'word');
  await page.goBack();
  await arrived('inside');
  assert.deepEqual(page.complaints.filter((text) => !text.includes('#inside')), []);
  await page.browserContext().close();
});

test('a room opened by hand gives the page its address, but a drawing keeps its own', async () => {
  const page = await open(browser, fileUrl);
  const hash = () => page.evaluate(() => location.hash);
  await page.click('#room-why summary');
  assert.equal(await hash(), '#why');
  await page.click('#room-why summary');
  assert.equal(await hash(), '');
  const link = linkTo(letter('R'));
  await page.goto(link);
  await page.waitForFunction(() => document.body.dataset.tested);
  await page.click('#room-why summary');
  assert.equal(await hash(), new URL(link).hash);
  await page.browserContext().close();
});

test('a closed room costs a prediction nothing', async () => {
  const page = await open(browser, fileUrl);
  await page.click('#room-inside summary');
  await page.waitForFunction(() => 'inside' in window.lettersRooms);
  await page.click('#room-inside summary');
  await frames(page);
  const before = await page.$eval('#room-inside .room-mount', (e) => e.innerHTML);
  await drawWithMouse(page, letter('R'));
  assert.equal(await page.$eval('#room-inside .room-mount', (e) => e.innerHTML), before);
  await page.browserContext().close();
});
