// Drawing in Chromium with real input events: mouse, touch, pen, keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answer, drawWithMouse, drawWithTouch, fileUrl, frames, launch, letter, onPad, open } from './harness.mjs';

const PHONE = { width: 360, height: 740, touch: true, scale: 2 };
const NOTHING = 'Nothing drawn yet';
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// A test on a page of its own that must end without a complaint.
function pageTest(name, options, run) {
  test(name, async () => {
    const page = await open(browser, fileUrl, options);
    await run(page);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });
}

const tap = async (page, x = 0.5, y = 0.5) => {
  const box = await (await page.$('#pad')).boundingBox();
  await page.touchscreen.tap(box.x + x * box.width, box.y + y * box.height);
  await frames(page);
};

// Pixels of the pad that are not paper.
const inkedPixels = (page) => page.$eval('#pad', ({ canvas: pad }) => {
  const { data } = pad.getContext('2d').getImageData(0, 0, pad.width, pad.height);
  let n = 0;
  for (let i = 0; i < data.length; i += 4) if (Math.abs(data[i] - data[0]) > 64) n++;
  return n;
});

const pointer = (page, type, init) => page.$eval('#pad', ({ canvas: pad }, kind, values) => {
  const box = pad.getBoundingClientRect();
  pad.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, cancelable: true, button: 0, isPrimary: true, ...values,
    clientX: box.left + box.width * values.x, clientY: box.top + box.height * values.y,
  }));
}, type, init);

pageTest('nothing drawn says so', {}, async (page) => {
  assert.equal((await answer(page)).head, NOTHING);
  assert.equal(await page.$eval('#clear', (b) => b.getAttribute('aria-disabled')), 'true');
});

pageTest('the mouse draws, and the answer comes', {}, async (page) => {
  await drawWithMouse(page, letter('B'));
  const got = await answer(page);
  assert.match(got.letter, /^[A-Za-z]$/);
  assert.match(got.head, /%$/);
  assert.equal(got.bars.length, 37);
});

pageTest('fingers draw the same answer', PHONE, async (page) => {
  await drawWithTouch(page, letter('B'));
  const byTouch = await answer(page);
  await page.click('#clear');
  await drawWithMouse(page, letter('B'));
  assert.equal(byTouch.letter, (await answer(page)).letter);
  assert.equal(await page.evaluate(() => scrollY), 0);
});

pageTest('the answer follows while the pen is still down', {}, async (page) => {
  const [stroke] = await onPad(page, letter('S'));
  await page.mouse.move(stroke[0].x, stroke[0].y);
  await page.mouse.down();
  for (const p of stroke.slice(1, stroke.length / 2)) await page.mouse.move(p.x, p.y);
  await frames(page);
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  await page.mouse.up();
});

pageTest('one prediction a frame, and none at rest', {}, async (page) => {
  await page.evaluate(() => window.letters.then((recognizer) => {
    const recognize = recognizer.recognizeStrokes.bind(recognizer);
    window.predictions = 0;
    recognizer.recognizeStrokes = (strokes) => {
      window.predictions++;
      return recognize(strokes);
    };
  }));
  await page.$eval('#pad', ({ canvas: pad }) => {
    const event = (type, x) => pad.dispatchEvent(new PointerEvent(type,
      { pointerId: 5, pointerType: 'mouse', button: 0, bubbles: true, clientX: 100 + x, clientY: 200 + x }));
    event('pointerdown', 0);
    for (let x = 1; x < 60; x++) event('pointermove', x);
    event('pointerup', 60);
  });
  await frames(page, 10);
  assert.equal(await page.evaluate(() => window.predictions), 1);
});

pageTest('a tapped button looks like the others again', PHONE, async (page) => {
  const border = () => page.$eval('#example', (e) => getComputedStyle(e).borderColor);
  const before = await border();
  await page.tap('#fold');
  await page.tap('#example');
  await new Promise((resolve) => setTimeout(resolve, 300)); // the colours take a moment
  assert.equal(await border(), before);
});

pageTest('a tap leaves a dot', PHONE, async (page) => {
  await tap(page);
  assert.ok((await inkedPixels(page)) > 100);
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
});

pageTest('undo, redo and clear, by button', {}, async (page) => {
  await drawWithMouse(page, letter('T'));
  const whole = await answer(page);
  await page.click('#undo');
  await frames(page);
  assert.notEqual((await answer(page)).thumb, whole.thumb);
  await page.click('#redo');
  await frames(page);
  assert.deepEqual(await answer(page), whole);
  await page.click('#clear');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
  assert.equal(await inkedPixels(page), 0);
  await page.click('#undo');
  await frames(page);
  assert.deepEqual(await answer(page), whole);
});

pageTest('undo, redo and clear, by key', {}, async (page) => {
  const chord = async (...keys) => {
    for (const key of keys) await page.keyboard.down(key);
    for (const key of keys.reverse()) await page.keyboard.up(key);
    await frames(page);
  };
  await drawWithMouse(page, letter('T'));
  const whole = await answer(page);
  await chord('Control', 'z');
  assert.notEqual((await answer(page)).thumb, whole.thumb);
  await chord('Control', 'y');
  assert.deepEqual(await answer(page), whole);
  await chord('Meta', 'z');
  await chord('Control', 'Shift', 'z');
  assert.deepEqual(await answer(page), whole);
  await chord('Escape');
  assert.equal((await answer(page)).head, NOTHING);
});

pageTest('everything is reached by Tab', {}, async (page) => {
  await drawWithMouse(page, letter('T'));
  const reached = new Set();
  for (let i = 0; i < 48; i++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim()));
  }
  assert.ok([...reached].indexOf('undo') < [...reached].indexOf('source-strokes'), 'in the order of the page');
  for (const id of ['pad', 'undo', 'eraser', 'clear', 'example', 'picture', 'pen', 'save', 'source-strokes', 'order-alphabet', 'language', 'help-open']) assert.ok(reached.has(id), id);
});

pageTest('a second finger is ignored', PHONE, async (page) => {
  const client = await page.createCDPSession();
  const send = (type, touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
  const [stroke] = await onPad(page, letter('L'));
  await send('touchStart', [{ ...stroke[0], id: 1 }]);
  const other = { x: 300, y: 200, id: 2 };
  await send('touchStart', [{ ...stroke[0], id: 1 }, other]);
  for (const p of stroke.slice(1)) await send('touchMove', [{ ...p, id: 1 }, { ...other, y: other.y + 5 }]);
  await send('touchEnd', []);
  await frames(page);
  const withOther = await answer(page);
  await page.click('#clear');
  await drawWithTouch(page, letter('L'));
  assert.equal(withOther.thumb, (await answer(page)).thumb);
});

pageTest('a cancelled pointer ends its stroke, and the pad lives on', PHONE, async (page) => {
  await pointer(page, 'pointerdown', { pointerId: 7, pointerType: 'touch', x: 0.3, y: 0.3 });
  await pointer(page, 'pointermove', { pointerId: 7, pointerType: 'touch', x: 0.3, y: 0.7 });
  await pointer(page, 'pointercancel', { pointerId: 7, pointerType: 'touch', x: 0.3, y: 0.7 });
  await frames(page);
  const before = await answer(page);
  await pointer(page, 'pointermove', { pointerId: 7, pointerType: 'touch', x: 0.9, y: 0.9 });
  await frames(page);
  assert.equal((await answer(page)).thumb, before.thumb);
  await tap(page, 0.7, 0.3);
  assert.notEqual((await answer(page)).thumb, before.thumb);
});

pageTest('a pen takes over from a finger, and its palm is ignored', PHONE, async (page) => {
  await pointer(page, 'pointerdown', { pointerId: 3, pointerType: 'touch', x: 0.8, y: 0.8 });
  await pointer(page, 'pointermove', { pointerId: 3, pointerType: 'touch', x: 0.9, y: 0.8 });
  await pointer(page, 'pointerdown', { pointerId: 9, pointerType: 'pen', x: 0.3, y: 0.2 });
  await pointer(page, 'pointermove', { pointerId: 9, pointerType: 'pen', x: 0.3, y: 0.6 });
  await pointer(page, 'pointerup', { pointerId: 9, pointerType: 'pen', x: 0.3, y: 0.7 });
  await pointer(page, 'pointerdown', { pointerId: 4, pointerType: 'touch', x: 0.8, y: 0.8 });
  await pointer(page, 'pointerup', { pointerId: 4, pointerType: 'touch', x: 0.8, y: 0.8 });
  await frames(page);
  const rightHalf = await page.$eval('#pad', ({ canvas: pad }) => {
    const half = pad.width >> 1;
    const { data } = pad.getContext('2d').getImageData(half, 0, half, pad.height);
    return data.some((v, i) => i % 4 < 3 && v !== data[i % 4]);
  });
  assert.ok(!rightHalf);
  await page.click('#undo');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
});

pageTest('only the main mouse button draws, and the pad has no context menu', {}, async (page) => {
  const box = await (await page.$('#pad')).boundingBox();
  await page.evaluate(() => document.addEventListener('contextmenu', (e) => { window.menu = e.defaultPrevented; }));
  await page.mouse.click(box.x + 50, box.y + 50, { button: 'right' });
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
  assert.equal(await page.evaluate(() => window.menu), true);
});

pageTest('the drawing survives turning and resizing', PHONE, async (page) => {
  await drawWithTouch(page, letter('K'));
  const before = await answer(page), inked = await inkedPixels(page);
  await page.setViewport({ ...PHONE, width: 740, height: 360, deviceScaleFactor: 2, hasTouch: true, isMobile: true });
  await frames(page, 5);
  await page.setViewport({ width: 360, height: 740, deviceScaleFactor: 3, hasTouch: true, isMobile: true });
  await frames(page, 5);
  assert.equal((await answer(page)).thumb, before.thumb);
  assert.ok((await inkedPixels(page)) > 1.5 * inked, 'painted anew for the finer screen');
});

pageTest('a stroke may leave the pad and come back', {}, async (page) => {
  const box = await (await page.$('#pad')).boundingBox();
  await page.mouse.move(box.x + 100, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 80, box.y + 200, { steps: 5 });
  await page.mouse.move(box.x + 200, box.y + 300, { steps: 5 });
  await page.mouse.up();
  await page.click('#undo');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING, 'it was one stroke');
});
