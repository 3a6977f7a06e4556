// Forced colours (Windows' contrast themes), in Chromium: by pixels, no map and no bar of a single
// colour, and the edges that shadows draw otherwise are there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { drawWithMouse, fileUrl, frames, launch, letter, open } from './harness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function force(page, dark) {
  const client = await page.createCDPSession();
  await client.send('Emulation.setEmulatedMedia', { features: [
    { name: 'forced-colors', value: 'active' }, { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
  await frames(page);
}

// How many colours the screen shows in a part of an element: {x, y, width, height} in CSS pixels from its corner.
async function coloursAt(page, element, part) {
  await element.evaluate((e) => e.scrollIntoView({ block: 'center' }));
  await frames(page);
  const box = await element.boundingBox();
  const { x, y, width, height } = { x: 0, y: 0, width: box.width, height: box.height, ...part };
  const clip = { x: Math.round(box.x + x), y: Math.round(box.y + y), width: Math.ceil(width), height: Math.ceil(height) };
  const top = await page.evaluate(() => ({ x: scrollX, y: scrollY }));
  const data = await page.screenshot({ clip: { ...clip, x: clip.x + top.x, y: clip.y + top.y }, encoding: 'base64' });
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
  }, data);
}

const LEFT_EDGE = { x: -3, y: 20, width: 6, height: 12 };

async function withForced(dark, run) {
  const page = await open(browser, fileUrl, { dark });
  await force(page, dark);
  await run(page);
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
}

async function enter(page, room) {
  await page.$eval(`#room-${room}`, (e) => { e.open = true; });
  await page.waitForFunction((name) => name in window.lettersRooms, {}, room);
  if (room === 'why') await page.waitForSelector('.why-bar i');
  await frames(page);
}

for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light';

  test(`the pad, the bars and the scores keep their edges, ${theme}`, async () => {
    await withForced(dark, async (page) => {
      assert.ok(await coloursAt(page, await page.$('#pad'), LEFT_EDGE) > 1, 'the empty pad');
      await page.mouse.click(...await page.$eval('#pad', (pad) => {
        const { left, top, width } = pad.getBoundingClientRect();
        return [left + width / 2, top + width / 2];
      }));
      assert.ok(await coloursAt(page, await page.$('#pad'), LEFT_EDGE) > 1, 'the pad in use');
      await page.keyboard.press('Escape');
      await drawWithMouse(page, letter('R'));
      const tracks = await page.$$('.bar-track');
      for (const i of [0, 20]) assert.ok(await coloursAt(page, tracks[i]) > 1, `empty bar ${i}`);
      await enter(page, 'inside');
      await page.$eval('.inside-scores', (e) => e.scrollIntoView());
      await page.waitForSelector('.inside-score.best');
      assert.ok(await coloursAt(page, await page.$('.inside-score.best > div'), { x: 2, width: 6 }) > 1, 'the best score');
      await enter(page, 'why');
      assert.ok(await coloursAt(page, await page.$('.why-bar')) > 1, 'a bar of a stroke');
    });
  });

  test(`no map or image in a room is of a single colour, ${theme}`, async () => {
    await withForced(dark, async (page) => {
      await drawWithMouse(page, letter('R'));
      for (const room of ['inside', 'why', 'robust']) {
        await enter(page, room);
        const canvases = await page.$$(`#room-${room} canvas`);
        assert.ok(canvases.length > 2, room);
        for (const canvas of canvases) {
          if (!await canvas.evaluate((e) => e.checkVisibility())) continue;
          const what = await canvas.evaluate((e) => `${e.className || e.parentElement.className} of ${e.closest('.room').id}`);
          assert.ok(await coloursAt(page, canvas, { x: 2, y: 2, ...await canvas.evaluate((e) =>
            ({ width: e.clientWidth - 4, height: Math.min(e.clientHeight - 4, 400) })) }) > 2, what);
        }
      }
    });
  });
}

test('the drawing is painted anew when the colours are forced', async () => {
  const page = await open(browser, fileUrl);
  await drawWithMouse(page, letter('R'));
  const corner = () => page.$eval('#pad', (pad) => [...pad.canvas.getContext('2d').getImageData(0, 0, 1, 1).data]);
  assert.deepEqual(await corner(), [255, 253, 249, 255]);
  await force(page, false);
  assert.deepEqual(await corner(), [255, 255, 255, 255]);
  await page.browserContext().close();
});
