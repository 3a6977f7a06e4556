// 10,000 random events, and the pad still works: the same in every run; LETTERS_SEED makes others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answer, drawWithMouse, fileUrl, frames, launch, letter, open } from './harness.mjs';

const EVENTS = 10000, BATCH = 250;
const seed = Number(process.env.LETTERS_SEED ?? 11);
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// What Chromium says where no reader stands behind the click on "Open".
const NO_READER = 'File chooser dialog can only be shown with a user activation';

// Runs in the page: `count` events from the state of a generator, whose next state is returned.
async function storm(count, start) {
  let state = start;
  const random = (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  const pick = (list) => list[random(list.length)];
  const { canvas: pad } = document.getElementById('pad');
  const pointerEvent = () => {
    const box = pad.getBoundingClientRect();
    const type = pick(['pointerdown', 'pointermove', 'pointermove', 'pointermove', 'pointermove', 'pointerup', 'pointercancel', 'lostpointercapture']);
    pad.dispatchEvent(new PointerEvent(type, {
      bubbles: true, cancelable: true, pointerId: 1 + random(3), pointerType: pick(['mouse', 'touch', 'pen', '']),
      button: pick([0, 0, 0, 0, 1, 2, 5, -1]), buttons: pick([0, 1, 1, 1, 2, 32]), pressure: random(11) / 10,
      width: pick([1, 20, 200]), isPrimary: random(2) === 0,
      clientX: box.left + (box.width * (random(1400) - 200)) / 1000, clientY: box.top + (box.height * (random(1400) - 200)) / 1000,
    }));
  };
  const keyEvent = () => {
    const key = pick(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', ' ', 'Enter', 'Escape', 'z', 'y', 'e', 'd', '?', 'Tab', 'Home', 'End', 'ä', 'Dead']);
    const target = pick([pad, pad, document.getElementById('step-image'), document.body, document.activeElement ?? document.body]);
    target.dispatchEvent(new KeyboardEvent(pick(['keydown', 'keydown', 'keyup']), {
      key, bubbles: true, composed: true, cancelable: true, ctrlKey: random(4) === 0, shiftKey: random(4) === 0, metaKey: random(12) === 0,
    }));
  };
  const buttons = [...document.querySelectorAll('button, input, summary')].filter((e) =>
    !/^(save-|picture-(file|camera|open|photo))/.test(e.id));
  const others = [
    () => { // what is shown, as a reader can press nothing else
      const button = pick(buttons);
      if (button.checkVisibility()) button.click();
    },
    () => { document.querySelector('.draw').style.maxWidth = `${60 + random(400)}px`; },
    () => dispatchEvent(new Event('resize')),
    () => pick([pad, document.getElementById('undo')])[pick(['focus', 'blur'])](),
    () => { location.hash = pick(['#s=1AQ', '#s=garbage', '#', '#s=1AQEIBg', `#s=1${random(1e9).toString(36)}`]); },
    () => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', pick(['{"drawing":[[[0,9],[0,9]]]}\n{"drawing":[[[9,0],[0,9]]]}', '{"drawing":[[[1]', 'text', '']));
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer }));
    },
    () => { const s = document.getElementById('language'); s.value = pick([...s.options]).value; s.dispatchEvent(new Event('change')); },
  ];
  for (let i = 0; i < count; i++) {
    const kind = random(100);
    if (kind < 60) pointerEvent();
    else if (kind < 85) keyEvent();
    else pick(others)();
    if (random(20) === 0) await new Promise(requestAnimationFrame);
  }
  return state;
}

test(`${EVENTS} random events leave no exception and a working pad (seed ${seed})`, async () => {
  const page = await open(browser, fileUrl);
  const complaints = () => page.complaints.filter((text) => !text.includes(NO_READER));
  let state = seed;
  for (let done = 0; done < EVENTS; done += BATCH) {
    state = await page.evaluate(storm, BATCH, state);
    assert.deepEqual(complaints(), [], `within event ${done + BATCH}, seed ${seed}`);
    if (done % 2000 === 0) await page.setViewport({ width: 360 + (Math.abs(state) % 900), height: 740 });
  }
  // Back to a fresh pen by the means a reader has.
  await page.setViewport({ width: 1280, height: 900 });
  await page.evaluate(() => {
    document.querySelector('.draw').style.maxWidth = '';
    if (document.getElementById('help').open) document.getElementById('help-close').click();
    const { canvas: pad } = document.getElementById('pad');
    for (const pointerId of [1, 2, 3]) pad.dispatchEvent(new PointerEvent('pointercancel', { pointerId }));
    const eraser = document.getElementById('eraser');
    if (eraser.getAttribute('aria-pressed') === 'true') eraser.click();
    document.getElementById('source-strokes').click();
    document.getElementById('view-classes').click();
    document.getElementById('undo').focus();
    document.getElementById('picture-back').click();
    scrollTo(0, 0);
  });
  await page.click('#clear');
  await frames(page, 10);
  await drawWithMouse(page, letter('B'));
  const after = await answer(page);
  const fresh = await open(browser, fileUrl);
  await drawWithMouse(fresh, letter('B'));
  assert.equal(after.thumb, (await answer(fresh)).thumb);
  assert.deepEqual(complaints(), []);
});
