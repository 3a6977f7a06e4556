// The page in Chromium: from file:// and http://, what it asks for, what it says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { languages } from '../../web/build_strings.mjs';
import { COMPANIONS, answer, drawWithMouse, fileUrl, frames, launch, letter, letters, linkTo, open, serve, started } from './harness.mjs';

const PHONE = { width: 360, height: 740, touch: true, scale: 2 };
let browser, server;
before(async () => {
  browser = await launch();
  server = await serve();
});
after(async () => {
  await browser.close();
  server.close();
});

async function withPage(url, options, run) {
  const page = await open(browser, url, options);
  await run(page);
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
}

for (const where of ['file', 'http']) {
  test(`over ${where}: reads a letter, asks for nothing else`, async () => {
    await withPage(where === 'file' ? fileUrl : server.url, {}, async (page) => {
      assert.equal(await page.evaluate(() => document.body.dataset.ready), 'simd');
      await drawWithMouse(page, letter('R'));
      assert.match((await answer(page)).letter, /^[A-Za-z]$/);
      const asked = await page.evaluate(() => performance.getEntriesByType('resource').map((e) => e.name));
      const allowed = where === 'file' ? [] : COMPANIONS.map((name) => new URL(name, server.url).href);
      assert.deepEqual(asked.filter((name) => !name.startsWith('data:') && !allowed.includes(name)), []);
    });
  });
}

test('the policy really forbids requests to other places, and foreign scripts', async (t) => {
  const other = await serve();
  t.after(other.close);
  const page = await open(browser, server.url);
  const outcome = await page.evaluate(async (url) => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    const fetched = await fetch(url, { mode: 'no-cors' }).then(() => 'fetched', () => 'refused');
    return { fetched, intruder: window.intruder ?? false };
  }, other.url);
  assert.deepEqual(outcome, { fetched: 'refused', intruder: false });
  assert.ok(page.complaints.length > 0, 'and the harness sees violations');
  await page.browserContext().close();
});

test('what is drawn before the program is ready is read when it is', async () => {
  // WebAssembly that holds back until told.
  const prepare = () => {
    const { instantiate } = WebAssembly;
    const gate = new Promise((resolve) => { window.letGo = resolve; });
    WebAssembly.instantiate = async (...args) => { await gate; return instantiate(...args); };
  };
  await withPage(fileUrl, { ready: false, prepare }, async (page) => {
    await frames(page);
    await drawWithMouse(page, letter('E'));
    assert.equal((await answer(page)).letter, '');
    assert.equal(await page.evaluate(() => document.body.dataset.ready), undefined);
    await page.evaluate(() => window.letGo());
    await started(page);
    await frames(page);
    assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  });
});

test('without WebAssembly the page says what is wrong and what to do', async () => {
  const prepare = () => { delete window.WebAssembly; };
  await withPage(fileUrl, { prepare }, async (page) => {
    const text = await page.$eval('#failure', (e) => (e.hidden ? '' : e.textContent));
    assert.match(text, /no WebAssembly.*2017/s);
  });
});

// For prepare: the first module gives wrong scores after the first `right` times.
const faultySimd = (right) => `(${(times) => {
  const { instantiate } = WebAssembly;
  let first = true;
  WebAssembly.instantiate = async (...args) => {
    const result = await instantiate(...args);
    if (!first) return result;
    first = false;
    const { exports } = result.instance;
    let calls = 0;
    const logits = () => (calls++ < times ? exports.hwr_wasm_logits() : exports.hwr_wasm_crop_box());
    return { instance: { exports: { ...exports, hwr_wasm_logits: logits } } };
  };
}})(${right})`;

test('SIMD that computes wrongly is noticed, and the scalar build runs', async () => {
  await withPage(fileUrl, { prepare: faultySimd(0) }, async (page) => {
    assert.equal(await page.evaluate(() => document.body.dataset.ready), 'scalar');
    assert.match(await page.$eval('#badge', (e) => e.textContent), /no SIMD/);
    await drawWithMouse(page, letter('E'));
    assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  });
});

test('SIMD that goes wrong after the first letter of the self-test makes place as well', async () => {
  await withPage(fileUrl, { prepare: faultySimd(1) }, async (page) => {
    await page.waitForFunction(() => document.body.dataset.ready === 'scalar');
    assert.match(await page.$eval('#badge', (e) => e.title), /simd: self-test failed/);
    await drawWithMouse(page, letter('E'));
    assert.equal((await answer(page)).letter, 'E');
    assert.equal(await page.$$eval('#bars > *', (bars) => bars.length), 37);
  });
});

test('a drawing in the address is answered by the time the script has run', async () => {
  const prepare = () => document.addEventListener('DOMContentLoaded', () => {
    window.answered = document.getElementById('letter').textContent;
  });
  await withPage(linkTo(letter('R')), { prepare }, async (page) => {
    assert.equal(await page.evaluate(() => window.answered), 'R');
    assert.equal((await answer(page)).letter, 'R');
  });
});

for (const dark of [false, true]) {
  test(`strokes and canvas pixels agree on most letters, ${dark ? 'dark' : 'light'}`, async () => {
    await withPage(fileUrl, { dark }, async (page) => {
      const sample = letters.filter((_, i) => i % 6 === 0);
      let same = 0;
      for (const { drawing } of sample) {
        await page.keyboard.press('Escape');
        await drawWithMouse(page, drawing);
        const fromStrokes = await answer(page);
        await page.click('label:has(#source-pixels)');
        await frames(page);
        const fromPixels = await answer(page);
        await page.click('label:has(#source-strokes)');
        if (fromStrokes.letter.toUpperCase() === fromPixels.letter.toUpperCase()) same++;
      }
      assert.ok(same >= 0.8 * sample.length, `${same} of ${sample.length}`);
    });
  });
}

test('the settled answer is spoken, politely and once', async () => {
  await withPage(fileUrl, {}, async (page) => {
    await page.evaluate(() => {
      window.spoken = [];
      new MutationObserver(() => window.spoken.push(document.getElementById('spoken').textContent))
        .observe(document.getElementById('spoken'), { childList: true, characterData: true, subtree: true });
    });
    await new Promise((resolve) => setTimeout(resolve, 800));
    await drawWithMouse(page, letter('W'));
    await page.waitForFunction(() => /%/.test(document.getElementById('spoken').textContent));
    const shown = await answer(page);
    const spoken = await page.evaluate(() => window.spoken.filter((text) => text.includes('%')));
    assert.equal(spoken.length, 1);
    assert.equal(shown.letter, 'W');
    assert.ok(spoken[0].startsWith('W or w, '), spoken[0]);
    assert.equal(await page.$eval('#spoken', (e) => e.getAttribute('aria-live')), 'polite');
    assert.equal(await page.$eval('#pad', (pad) => pad.canvas.getAttribute('aria-label')), `Drawing pad, read as ${shown.letter}`);
  });
});

for (const [device, options] of [
  ['phone', PHONE],
  ['tablet', { width: 820, height: 1180, touch: true, scale: 2 }],
  ['desktop', { width: 1440, height: 900 }],
]) {
  for (const language of Object.keys(languages)) {
    test(`${device}, ${language}: pad and answer are above the fold, nothing is cut off`, async () => {
      await withPage(fileUrl, options, async (page) => {
        await page.select('#language', language);
        await drawWithMouse(page, letter('m'));
        const layout = await page.evaluate(() => ({
          pad: document.getElementById('pad').getBoundingClientRect().toJSON(),
          answer: document.getElementById('answer').getBoundingClientRect().toJSON(),
          wide: document.documentElement.scrollWidth,
          small: [...document.querySelectorAll('button, select, summary, .segments label')]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.textContent.trim()),
          cut: [...document.querySelectorAll('button, h1, h2, .segments span')]
            .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth + 1 && e.clientWidth).map((e) => e.textContent.trim()),
        }));
        assert.ok(layout.pad.width >= 320);
        assert.ok(layout.answer.bottom <= options.height);
        assert.equal(layout.wide, options.width);
        assert.deepEqual(layout.small, []);
        assert.deepEqual(layout.cut, []);
      });
    });
  }
}

test('on paper the ink is dark, and the tools are gone', async () => {
  await withPage(fileUrl, { dark: true }, async (page) => {
    await drawWithMouse(page, letter('H'));
    await page.emulateMediaType('print');
    await frames(page, 5);
    const corner = await page.$eval('#pad', (pad) => [...pad.canvas.getContext('2d').getImageData(0, 0, 1, 1).data]);
    assert.deepEqual(corner, [255, 255, 255, 255]);
    assert.equal(await page.$eval('.tools', (e) => e.checkVisibility()), false);
    assert.equal(await page.$eval('#answer', (e) => e.checkVisibility()), true);
  });
});

test('the table tells the same as the bars, and the order can be changed', async () => {
  await withPage(fileUrl, {}, async (page) => {
    await drawWithMouse(page, letter('Q'));
    await page.click('#exact summary');
    await frames(page);
    const rows = await page.$$eval('#exact-rows tr', (all) => all.map((r) => [...r.children].map((c) => c.textContent)));
    assert.equal(rows.length, 26);
    const shown = await answer(page);
    const scale = (bar) => Number(bar.match(/\((.*)\)/)[1]);
    const c = shown.bars.map(scale).indexOf(Math.max(...shown.bars.map(scale)));
    assert.equal('ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'[c], shown.letter);
    const row = rows[shown.letter.toUpperCase().charCodeAt(0) - 65];
    const cell = row[shown.letter === row[0] ? 1 : 2];
    assert.ok(Math.abs(parseFloat(cell.replace(/[<>]/g, '')) / 100 - scale(shown.bars[c])) < 0.001, cell);
    await page.click('label:has(#order-sorted)');
    await frames(page);
    const first = await page.$eval('.bar.best', (e) => [e.style.gridColumn, e.style.gridRow]);
    assert.deepEqual(first.map((v) => v.split(' ')[0]), ['1', '1']);
    assert.doesNotMatch(await page.$eval('#chart-note', (e) => e.textContent), /above|below/);
  });
});

// What the reader can bring the page into.
const STATES = [
  ['nothing drawn', async () => {}],
  ['drawn, everything unfolded, a question asked', async (page) => {
    await drawWithMouse(page, letter('F'));
    await page.$$eval('details', (all) => all.forEach((e) => { e.open = true; }));
    await page.$eval('#chip', (chip) => { chip.hidden = false; chip.textContent = 'F or f?'; });
  }],
  ['unsure', (page) => page.$eval('#answer', (e) => e.classList.add('unsure'))],
  ['26 letters, likeliest first', async (page) => {
    await page.click('label:has(#view-letters)');
    await page.click('label:has(#order-sorted)');
  }],
  ['eraser in hand', (page) => page.click('#eraser')],
  ...['picture', 'pen', 'save'].map((id) => [`${id} panel`, (page) => page.click(`#${id}`)]),
  ['a notice', async (page) => {
    await page.keyboard.press('Escape');
    await page.evaluate(() => { location.hash = '#s=broken'; });
    await page.waitForSelector('#notice:not([hidden])');
  }],
  ['the arrow-key pen on the pad', async (page) => {
    await page.focus('#pad');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
  }],
  ['a pixel read by keyboard', async (page) => {
    await page.focus('#step-image');
    await page.keyboard.press('ArrowUp');
    assert.equal(await page.$eval('#step-pixel', (e) => e.hidden), false);
  }],
  ['a picture on the pad', async (page) => {
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d').fillRect(100, 30, 20, 90);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve));
      const transfer = new DataTransfer();
      transfer.items.add(new File([blob], 'i.png', { type: 'image/png' }));
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    await page.waitForSelector('#picture-back:not([hidden])');
  }],
  ['one of several letters from a file', async (page) => {
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.setData('text/plain', '{"drawing":[[[0,9],[0,9]]]}\n{"drawing":[[[9,0],[0,9]]]}');
      document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    await page.waitForSelector('#notice-action:not([hidden])');
  }],
  ['German', (page) => page.select('#language', 'de')],
  ...['picture', 'pen', 'save'].map((id) => [`${id} panel in German`, (page) => page.click(`#${id}`)]),
  ['help', (page) => page.click('#help-open')],
];

for (const dark of [false, true]) {
  test(`axe finds nothing to complain about in any state, ${dark ? 'dark' : 'light'}`, async () => {
    const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const check = async (page, state) => {
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), [], state);
    };
    await withPage(fileUrl, { dark }, async (page) => {
      await page.evaluate(axe);
      for (const [state, enter] of STATES) {
        await enter(page);
        await frames(page);
        await check(page, state);
      }
    });
    await withPage(fileUrl, { dark, prepare: () => { delete window.WebAssembly; } }, async (page) => {
      await page.evaluate(axe);
      await check(page, 'failed');
    });
  });
}

test('capital and small letter of one class are shown as equals, and nothing is asked', async () => {
  await withPage(fileUrl, {}, async (page) => {
    await drawWithMouse(page, letter('W'));
    const small = () => page.$eval('#letter-small', (e) => e.textContent);
    assert.deepEqual([(await answer(page)).letter, await small(), (await answer(page)).chip], ['W', 'w', '']);
    const sizes = await page.$$eval('.letter span', (all) => all.map((e) => getComputedStyle(e).fontSize));
    assert.equal(sizes[0], sizes[1]);
    await page.keyboard.press('Escape');
    await drawWithMouse(page, letter('R'));
    assert.deepEqual([(await answer(page)).letter, await small(), (await answer(page)).chip], ['R', '', '']);
  });
});

test('predictions are timed', async () => {
  await withPage(fileUrl, {}, async (page) => {
    const shown = () => page.$eval('#timing', (e) => e.innerText);
    await drawWithMouse(page, letter('I').slice(0, 1)); // a prediction for each of its points at most
    assert.match(await shown(), /ms a prediction \(median\)\s*$/); // too few for a tail
    for (let i = 0; i < 50; i++) {
      for (const button of ['#undo', '#redo']) {
        await page.click(button);
        await frames(page, 2);
      }
    }
    assert.match(await shown(), /ms a prediction \(median\).*ms at the 99th percentile/s);
    assert.match(await page.$eval('#badge', (e) => e.textContent), /SIMD/);
  });
});
