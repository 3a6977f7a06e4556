// The tools beside the pad in Chromium: eraser, arrow-key pen, pictures, samples, files,
// links, languages, settings.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { answer, drawWithMouse, fileUrl, frames, launch, letter, letters, linkTo, onPad, open, started } from './harness.mjs';
import { scribbles } from '../scribbles.mjs';

const PHONE = { width: 360, height: 740, touch: true, scale: 2 };
const NOTHING = 'Nothing drawn yet';
let browser, folder;
before(async () => {
  browser = await launch();
  folder = mkdtempSync(path.join(tmpdir(), 'letters-'));
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

function pageTest(name, options, run) {
  test(name, async () => {
    const page = await open(browser, options.url ?? fileUrl, options);
    await run(page);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });
}

const text = (page, id) => page.$eval(`#${id}`, (e) => (e.checkVisibility() ? e.innerText : ''));
const pointer = (page, type, init) => page.$eval('#pad', (pad, kind, { x, y, ...values }) => {
  const box = pad.getBoundingClientRect();
  pad.canvas.dispatchEvent(new PointerEvent(kind, { bubbles: true, cancelable: true, isPrimary: true, pointerId: 4,
    ...values, clientX: box.left + box.width * x, clientY: box.top + box.height * y }));
}, type, init);

pageTest('the eraser takes whole strokes, and undo brings them back', {}, async (page) => {
  await drawWithMouse(page, letter('T'));
  const whole = await answer(page);
  const strokes = await onPad(page, letter('T'));
  await page.click('#eraser');
  assert.equal(await page.$eval('#eraser', (b) => b.getAttribute('aria-pressed')), 'true');
  const end = strokes[1].at(-1);
  await page.mouse.click(end.x, end.y);
  await frames(page);
  const less = await answer(page);
  assert.notEqual(less.thumb, whole.thumb);
  await page.mouse.move(strokes[0][0].x - 30, strokes[0][0].y);
  await page.mouse.down();
  await page.mouse.move(strokes[0].at(-1).x, strokes[0][0].y, { steps: 8 });
  await page.mouse.up();
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
  await page.click('#undo');
  await page.click('#undo');
  await frames(page);
  assert.deepEqual(await answer(page), whole);
});

pageTest('the eraser end of a pen erases, whatever the tool', {}, async (page) => {
  const pen = { pointerType: 'pen', pressure: 0.5 };
  await pointer(page, 'pointerdown', { ...pen, button: 0, buttons: 1, x: 0.3, y: 0.3 });
  await pointer(page, 'pointermove', { ...pen, button: -1, buttons: 1, x: 0.3, y: 0.7 });
  await pointer(page, 'pointerup', { ...pen, button: 0, buttons: 0, x: 0.3, y: 0.7 });
  await frames(page);
  assert.notEqual((await answer(page)).head, NOTHING);
  await pointer(page, 'pointerdown', { ...pen, button: 5, buttons: 32, x: 0.3, y: 0.5 });
  await pointer(page, 'pointerup', { ...pen, button: 5, buttons: 0, x: 0.3, y: 0.5 });
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
});

pageTest('pressure and pen width change the looks, not the answer', {}, async (page) => {
  const draw = async (pressure) => {
    await page.keyboard.press('Escape');
    for (const [kind, y] of [['pointerdown', 0.2], ['pointermove', 0.5], ['pointermove', 0.7], ['pointerup', 0.8]]) {
      await pointer(page, kind, { pointerType: 'pen', button: 0, buttons: 1, pressure, x: 0.4, y });
    }
    await frames(page);
    return { looks: await page.$eval('#pad', (pad) => pad.canvas.toDataURL()), thumb: (await answer(page)).thumb };
  };
  const soft = await draw(0.1), hard = await draw(0.9);
  assert.notEqual(soft.looks, hard.looks);
  assert.equal(soft.thumb, hard.thumb);
  await page.$eval('#pen-width', (input) => { input.value = '9'; input.dispatchEvent(new Event('input')); });
  await frames(page);
  assert.notEqual(await page.$eval('#pad', (pad) => pad.canvas.toDataURL()), hard.looks);
  assert.equal((await answer(page)).thumb, hard.thumb);
});

pageTest('a trembling tap is a dot', {}, async (page) => {
  const box = await (await page.$('#pad')).boundingBox();
  await page.mouse.click(box.x + 100, box.y + 100);
  await frames(page);
  const dot = await answer(page);
  await page.keyboard.press('Escape');
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  for (const [dx, dy] of [[1, 0], [2, 1], [1, 2], [0, 1]]) await page.mouse.move(box.x + 100 + dx, box.y + 100 + dy);
  await page.mouse.up();
  await frames(page);
  assert.equal((await answer(page)).thumb, dot.thumb);
});

pageTest('a letter is drawn with the arrow keys alone', {}, async (page) => {
  await page.focus('#pad');
  const press = async (key, times) => { for (let i = 0; i < times; i++) await page.keyboard.press(key); };
  await press('ArrowUp', 10);
  assert.equal(await page.$eval('#pad', (pad) => pad.cursor.hidden), false);
  await press('Space', 1);
  await press('ArrowDown', 20);
  await press('ArrowRight', 12);
  await press('Enter', 1);
  await frames(page);
  const drawn = await answer(page);
  assert.equal(drawn.letter, 'L');
  await press('ArrowLeft', 5);
  await frames(page);
  assert.deepEqual(await answer(page), drawn, 'the pen is up');
  await page.keyboard.down('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.up('ArrowUp');
  await press('e', 1);
  await page.keyboard.press('z');
  await page.keyboard.down('Control');
  await page.keyboard.press('z');
  await page.keyboard.up('Control');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
});

pageTest('help opens with ?, and Esc closes it without clearing the pad', {}, async (page) => {
  await drawWithMouse(page, letter('S'));
  await page.keyboard.press('?');
  assert.match(await text(page, 'help'), /Arrow keys/);
  await page.keyboard.press('Escape');
  assert.equal(await text(page, 'help'), '');
  await frames(page);
  assert.notEqual((await answer(page)).head, NOTHING);
});

// A PNG of the drawing, made by the page's own PNG export.
async function picture(page, dark = false) {
  const data = await page.evaluate((drawing, invert) => {
    const canvas = document.createElement('canvas');
    canvas.width = 1500;
    canvas.height = 1200;
    const context = canvas.getContext('2d');
    context.fillStyle = invert ? '#111' : '#eee';
    context.fillRect(0, 0, 1500, 1200);
    context.strokeStyle = invert ? '#eee' : '#111';
    context.lineWidth = 60;
    context.lineCap = context.lineJoin = 'round';
    for (const [xs, ys] of drawing) {
      context.beginPath();
      xs.forEach((x, i) => context.lineTo(300 + 3 * x, 200 + 3 * ys[i]));
      context.stroke();
    }
    return canvas.toDataURL('image/png').split(',')[1];
  }, letter('K'), dark);
  const file = path.join(folder, `${dark ? 'dark' : 'light'}.png`);
  writeFileSync(file, Buffer.from(data, 'base64'));
  return file;
}

pageTest('a picture is read, either polarity, and the drawing comes back', {}, async (page) => {
  await drawWithMouse(page, letter('O'));
  const drawn = await answer(page);
  const input = await page.$('#picture-file');
  for (const dark of [false, true]) {
    await input.uploadFile(await picture(page, dark));
    await page.waitForSelector('#picture-back:not([hidden])');
    await frames(page);
    assert.equal((await answer(page)).letter, 'K');
    await page.click('#picture-back');
    await frames(page);
    assert.deepEqual(await answer(page), drawn);
  }
});

// A file handed over by a paste or drop event.
const handOver = (page, kind, base64, type, name) => page.evaluate((...given) => {
  const [event, data, mime, fileName] = given;
  const transfer = new DataTransfer();
  if (data !== null) transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], fileName, { type: mime }));
  const init = { bubbles: true, cancelable: true };
  document.body.dispatchEvent(event === 'paste'
    ? new ClipboardEvent('paste', { ...init, clipboardData: transfer })
    : new DragEvent('drop', { ...init, dataTransfer: transfer }));
}, kind, base64, type, name);

for (const kind of ['paste', 'drop']) {
  pageTest(`${kind}: a picture is read, what is none is refused in words`, {}, async (page) => {
    await handOver(page, kind, readFileSync(await picture(page)).toString('base64'), 'image/png', 'k.png');
    await page.waitForSelector('#picture-back:not([hidden])');
    await frames(page);
    assert.equal((await answer(page)).letter, 'K');
    await handOver(page, kind, Buffer.from('no picture').toString('base64'), 'image/png', 'note.png');
    await page.waitForFunction(() => /note\.png.*not a picture/.test(document.getElementById('notice-text').textContent));
    assert.equal((await answer(page)).letter, 'K', 'what was there stays');
    await handOver(page, kind, null);
    await frames(page);
    assert.match(await text(page, 'notice-text'), /neither a picture nor strokes/);
  });
}

pageTest('a blank picture says that there is no letter in it', {}, async (page) => {
  const blank = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    return canvas.getContext('2d') && canvas.toDataURL().split(',')[1];
  });
  await handOver(page, 'paste', blank, 'image/png', 'blank.png');
  await page.waitForFunction(() => /No letter found/.test(document.getElementById('confidence').textContent));
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
});

const strokesFile = (...words) => words.map((word) => JSON.stringify({ word, drawing: letter(word) })).join('\n');
const asBase64 = (content) => Buffer.from(content).toString('base64');
const noticed = (page, pattern) => page.waitForFunction((source) =>
  new RegExp(source).test(document.getElementById('notice-text').textContent), {}, pattern.source);

pageTest('a file of strokes takes the place of the drawing, and undo brings that back', {}, async (page) => {
  await drawWithMouse(page, letter('O'));
  const drawn = await answer(page);
  const file = path.join(folder, 'mine.ndjson');
  writeFileSync(file, strokesFile('K'));
  await (await page.$('#picture-file')).uploadFile(file);
  await noticed(page, /strokes from “mine.ndjson”/);
  await frames(page);
  assert.equal((await answer(page)).letter, 'K');
  assert.equal(await page.$eval('#notice-action', (b) => b.hidden), true);
  await page.click('#undo');
  await frames(page);
  assert.deepEqual(await answer(page), drawn);
});

for (const kind of ['paste', 'drop']) {
  pageTest(`${kind}: a file of strokes is read, a damaged one is refused in words`, {}, async (page) => {
    await handOver(page, kind, asBase64(strokesFile('K')), 'application/x-ndjson', 'k.ndjson');
    await noticed(page, /k\.ndjson/);
    await frames(page);
    const shown = await answer(page);
    assert.equal(shown.letter, 'K');
    for (const [content, says] of [
      [strokesFile('K').slice(0, 40), /cut\.ndjson.*Line 1: not JSON, or cut off/],
      ['{"word":"K"}', /Line 1: no list “drawing”/],
      [`${strokesFile('K')}\n{"drawing":[[[1],[1,2]]]}`, /Line 2: a stroke is not two/],
      ['', /not a picture this browser can open, nor a file of strokes/],
    ]) {
      await handOver(page, kind, asBase64(content), 'application/x-ndjson', 'cut.ndjson');
      await noticed(page, says);
      assert.deepEqual(await answer(page), shown, 'what was there stays');
    }
  });
}

pageTest('pasted text that holds strokes is read', {}, async (page) => {
  await page.evaluate((content) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', content);
    document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: transfer }));
  }, strokesFile('T'));
  await noticed(page, /What you pasted/);
  await frames(page);
  assert.equal((await answer(page)).letter, 'T');
});

const handOverText = (page, kind, content) => page.evaluate((event, given) => {
  const transfer = new DataTransfer();
  transfer.setData('text/plain', given);
  const init = { bubbles: true, cancelable: true };
  document.body.dispatchEvent(event === 'paste'
    ? new ClipboardEvent('paste', { ...init, clipboardData: transfer })
    : new DragEvent('drop', { ...init, dataTransfer: transfer }));
}, kind, content);

for (const kind of ['paste', 'drop']) {
  pageTest(`${kind}: a letter as text is drawn, other text is refused as text`, {}, async (page) => {
    await handOverText(page, kind, ' K\n');
    await page.waitForFunction(() => document.getElementById('letter').textContent === 'K');
    assert.equal(await text(page, 'notice-text'), '');
    for (const [given, quoted] of [['Hello', '“Hello”'], ['ä', '“ä”'], ['x'.repeat(5000), `“${'x'.repeat(24)}…”`]]) {
      await handOverText(page, kind, given);
      await frames(page);
      const said = await text(page, 'notice-text');
      assert.ok(said.startsWith(`${quoted} cannot be drawn`), said);
      assert.match(said, /single letter/);
    }
    await drawWithMouse(page, letter('O'));
    assert.equal(await text(page, 'notice-text'), '', 'drawing puts it away');
  });
}

// For prepare: what would take seconds waits for lapse() instead.
const holdTime = () => {
  const { setTimeout: later } = window;
  window.held = [];
  window.setTimeout = (act, ms, ...given) => (ms >= 5000 ? -window.held.push(act) : later(act, ms, ...given));
};
const lapse = (page) => page.evaluate(() => window.held.splice(0).map((act) => act()).length);

pageTest('a notice that asks for nothing goes by itself, though not from under the pointer', { prepare: holdTime }, async (page) => {
  const ask = async () => {
    await page.click('#save');
    await page.click('#save-png');
    await noticed(page, /Draw something first/);
  };
  await ask();
  assert.equal(await lapse(page), 1);
  assert.equal(await text(page, 'notice-text'), '');
  await ask();
  await page.hover('#notice-text');
  assert.equal(await lapse(page), 1);
  await noticed(page, /Draw something first/);
  await page.mouse.move(5, 5);
  assert.equal(await lapse(page), 1);
  assert.equal(await text(page, 'notice-text'), '');
  await page.evaluate(() => { location.hash = '#s=broken'; });
  await noticed(page, /damaged/);
  assert.equal(await lapse(page), 0, 'a refusal stays');
});

pageTest('of more letters the first is shown, and a button leads on', {}, async (page) => {
  await handOver(page, 'drop', asBase64(strokesFile('K', 'T')), '', 'two.ndjson');
  await noticed(page, /Letter 1 of 2 from “two.ndjson”: K/);
  await page.click('#notice-action');
  await noticed(page, /Letter 2 of 2 from “two.ndjson”: T/);
  await frames(page);
  assert.equal((await answer(page)).letter, 'T');
  await page.click('#notice-action');
  await noticed(page, /Letter 1 of 2/);
  await page.click('#undo');
  await frames(page);
  assert.equal((await answer(page)).letter, 'T');
});

pageTest('a file too large to be one letter\'s strokes is not read', {}, async (page) => {
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['{', new Uint8Array(9 << 20)], 'giant.ndjson'));
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
  await noticed(page, /giant\.ndjson.*larger than the 8 MB/);
});

pageTest('the values of the 28 x 28 are read by keyboard, and spoken', {}, async (page) => {
  await drawWithMouse(page, letter('I'));
  await page.waitForFunction(() => /%/.test(document.getElementById('spoken').textContent));
  await page.focus('#step-image');
  await page.keyboard.press('Home');
  const shown = () => page.evaluate(() => [document.getElementById('probe').textContent, document.getElementById('spoken').textContent]);
  assert.deepEqual(await shown(), Array(2).fill('row 15, column 1: 0 of 255'));
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await shown(), Array(2).fill('row 14, column 28: 0 of 255'), 'and it stops at the edge');
  const values = [];
  for (let i = 0; i < 28; i++) {
    values.push(Number((await shown())[0].match(/: (\d+) of/)[1]));
    await page.keyboard.press('ArrowLeft');
  }
  assert.ok(Math.max(...values) > 200, 'the ink of the I is met on the way');
  assert.equal(await page.$eval('#step-pixel', (e) => e.hidden), false);
  await page.keyboard.press('Tab');
  assert.equal(await page.$eval('#step-pixel', (e) => e.hidden), true);
});

// The strip fills while the page is idle.
const strip = (page) => page.waitForFunction((count) => document.querySelectorAll('.sample').length === count, {}, letters.length);

pageTest('a sample draws itself, at once where motion is unwelcome', {}, async (page) => {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await strip(page);
  await page.click('.sample:nth-child(3)');
  await frames(page);
  const still = await answer(page);
  assert.equal(still.letter, 'B');
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await page.keyboard.press('Escape');
  await page.click('.sample:nth-child(3)');
  await page.waitForFunction((thumb) => document.getElementById('thumb').toDataURL() === thumb, {}, still.thumb);
  await page.click('#undo');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING, 'one step back');
  await page.click('#example');
  await page.waitForFunction(() => document.getElementById('letter').textContent);
});

pageTest('the strip is one stop for Tab, arrows move in it', {}, async (page) => {
  await strip(page);
  await page.focus('.sample');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const names = await page.$$eval('.sample', (all) => all.filter((b) => b.tabIndex === 0).map((b) => b.getAttribute('aria-label')));
  assert.equal(names.length, 1);
  assert.match(names[0], /^Draw sample y, 1$/);
});

pageTest('the drawing is saved as PNG, SVG and strokes', {}, async (page) => {
  await page.evaluate(() => {
    window.saved = {};
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function saveInstead() {
      if (!this.download) return click.call(this);
      const image = new Image();
      image.onload = () => { window.saved[this.download] = `${image.width}x${image.height}`; };
      image.onerror = () => { window.saved[this.download] = 'no picture'; };
      image.src = this.href;
      return undefined;
    };
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      blob.text().then((t) => { window.saved[blob.type] = t; });
      return createObjectURL(blob);
    };
  });
  await drawWithMouse(page, letter('E'));
  for (const kind of ['png', 'svg', 'ndjson']) {
    await page.click('#save');
    await page.click(`#save-${kind}`);
  }
  await page.waitForFunction(() => Object.keys(window.saved).length === 6);
  const saved = await page.evaluate(() => window.saved);
  assert.equal(saved['letter.png'], '1024x1024');
  assert.match(saved['letter.svg'], /^\d+x\d+$/);
  assert.equal(saved['image/svg+xml'].match(/<path/g).length, letter('E').length);
  const { word, drawing } = JSON.parse(saved['application/x-ndjson']);
  assert.equal(word, 'E');
  assert.equal(Math.max(...drawing.flat(2)), 255);
  assert.equal(drawing.length, letter('E').length);
});

pageTest('a link brings the drawing to another page', {}, async (page) => {
  await drawWithMouse(page, letter('G'));
  const sent = await answer(page);
  await page.click('#save');
  await page.click('#save-link');
  await page.waitForFunction(() => location.hash.startsWith('#s=1'));
  const link = await page.evaluate(() => location.href);
  assert.ok(link.length < 1500 + fileUrl.length);
  const other = await open(browser, link);
  await frames(other);
  assert.equal((await answer(other)).letter, sent.letter);
  assert.match(await text(other, 'notice-text'), /from the link/);
  assert.deepEqual(other.complaints, []);
  await other.browserContext().close();
});

for (const bad of ['#s=', '#s=1', '#s=1!!', '#s=2AQ', '#s=1AAAA%20', '#s=%F0%9F']) {
  pageTest(`a damaged link (${bad}) is told, and the pad works`, { url: fileUrl + bad }, async (page) => {
    assert.match(await text(page, 'notice-text'), /damaged/);
    await drawWithMouse(page, letter('G'));
    assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  });
}

pageTest('a link longer than any drawing is told, and not read', { url: `${fileUrl}#s=1${'A'.repeat(200000)}` }, async (page) => {
  assert.match(await text(page, 'notice-text'), /longer than any drawing.*as a file/);
  await drawWithMouse(page, letter('G'));
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
});

pageTest('a reload keeps the drawing, another link brings its own', {}, async (page) => {
  await drawWithMouse(page, letter('G'));
  const drawn = await answer(page);
  const reload = async () => {
    await page.reload();
    await started(page);
    await frames(page);
  };
  await reload();
  assert.equal((await answer(page)).letter, drawn.letter);
  assert.equal(await text(page, 'notice-text'), '');
  await page.goto(linkTo(letter('R')));
  await page.reload(); // a hash alone does not load the page
  await started(page);
  assert.equal((await answer(page)).letter, 'R');
  await page.keyboard.press('Escape');
  await drawWithMouse(page, letter('E'));
  await reload();
  assert.equal((await answer(page)).letter, 'E', 'what was drawn since the link');
  await page.keyboard.press('Escape');
  await page.evaluate(() => { location.hash = ''; });
  await reload();
  assert.equal((await answer(page)).head, NOTHING);
  page.complaints = page.complaints.filter((text) => !text.startsWith(`request: ${fileUrl}#`)); // the page itself
});

pageTest('German, all of it, and it stays chosen', {}, async (page) => {
  await drawWithMouse(page, letter('G'));
  await page.select('#language', 'de');
  await frames(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
  assert.match(await page.evaluate(() => document.body.innerText), /Alle Wahrscheinlichkeiten/);
  assert.equal(await page.evaluate(() => document.title), 'Handgeschriebene Buchstaben');
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  await page.waitForFunction(() => /^Zeichenfläche, gelesen als/.test(document.getElementById('pad').canvas.getAttribute('aria-label')));
  await page.reload();
  await started(page);
  assert.equal(await page.evaluate(() => document.title), 'Handgeschriebene Buchstaben');
  await page.select('#language', 'en');
  await page.keyboard.press('Escape');
  await frames(page);
  assert.equal((await answer(page)).head, NOTHING);
});

pageTest('the reader\'s own language is spoken first', {
  prepare: () => Object.defineProperty(navigator, 'languages', { get: () => ['fr', 'de-CH'] }),
}, async (page) => {
  assert.equal((await answer(page)).head, 'Noch nichts gezeichnet');
});

pageTest('without storage all works, and the page says what is lost', {
  prepare: () => Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('denied', 'SecurityError'); } }),
}, async (page) => {
  await drawWithMouse(page, letter('H'));
  await page.click('#pen');
  assert.match(await text(page, 'settings-lost'), /keeps no settings/);
  await page.click('#guides-on');
  assert.equal(await page.$eval('#guides', (e) => e.hidden), false);
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
});

pageTest('a browser without SIMD gets the other build, and says so', {
  prepare: () => {
    const { instantiate } = WebAssembly;
    let first = true;
    WebAssembly.instantiate = async (bytes, imports) => {
      if (!first) return instantiate(bytes, imports);
      first = false;
      throw new WebAssembly.CompileError('unknown opcode');
    };
  },
}, async (page) => {
  assert.match(await text(page, 'badge'), /no SIMD/);
  await drawWithMouse(page, letter('H'));
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
});

pageTest('26 letters: one bar each, capital and small together', {}, async (page) => {
  await drawWithMouse(page, letter('F'));
  await page.click('label:has(#view-letters)');
  await frames(page);
  const { bars } = await answer(page);
  assert.equal(bars.length, 26);
  const sum = bars.reduce((total, bar) => total + Number(bar.match(/\((.*)\)/)[1]), 0);
  assert.ok(Math.abs(sum - 1) < 0.01, String(sum));
  await page.click('#exact summary');
  await page.click('label:has(#order-sorted)');
  await frames(page);
  assert.equal(await page.$eval('#exact-rows tr', (row) => row.children[0].textContent), 'F');
});

pageTest('what was begun is not a letter yet, and not a letter once it has rested', {}, async (page) => {
  const begun = letter('e').slice(0, 1).map((axes) => axes.map((values) => values.slice(0, 18)));
  await drawWithMouse(page, begun);
  assert.equal((await answer(page)).head, 'Not a letter yet');
  await page.waitForFunction(() => document.getElementById('confidence').textContent === 'Not a letter');
  await drawWithMouse(page, [[[0, 9, 18], [0, 9, 0]]]);
  assert.doesNotMatch((await answer(page)).head, /yet/, 'two strokes');
});

for (const [name, options] of [['desktop', {}], ['phone', PHONE]]) {
  pageTest(`${name}: one row of samples, the rest on request`, options, async (page) => {
    await strip(page);
    const rows = () => page.$$eval('.sample', (all) => new Set(all.map((e) => e.offsetTop)).size);
    assert.equal(await rows(), 1);
    await page.click('#samples-all');
    assert.ok(await rows() > 3);
    assert.equal(await page.$eval('#samples-all', (e) => e.getAttribute('aria-expanded')), 'true');
    await page.click('#samples-all');
    assert.equal(await rows(), 1);
  });
}

pageTest('a scribble is not called a letter', {}, async (page) => {
  const hatched = scribbles(8).find(({ family }) => family === 'hatching').drawing;
  const all = hatched.flat(2), low = Math.min(...all), high = Math.max(...all);
  await drawWithMouse(page, hatched.map((stroke) => stroke.map((values) => values.map((v) => (255 * (v - low)) / (high - low)))));
  const got = await answer(page);
  assert.deepEqual([got.head, got.chip], ['Not a letter', ''], 'no percentage beside it');
  assert.match(await text(page, 'others'), /^Nearest [A-Za-z]\s\d/);
  const size = await page.$eval('#letter', (e) => parseFloat(getComputedStyle(e).fontSize));
  assert.ok(size < 48, `a guess of ${size} px`);
  await page.waitForFunction(() => /^Not a letter; nearest is/.test(document.getElementById('spoken').textContent));
});
