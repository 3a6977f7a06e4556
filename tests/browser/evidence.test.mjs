// The evidence in Chromium: it says what weights/ says, and can be walked with the keyboard;
// axe finds nothing in it, nor in a test set that was read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gz, testSet } from '../idx_files.mjs';
import { fileUrl, frames, launch, open } from './harness.mjs';

const weights = (name) => JSON.parse(readFileSync(new URL(`../../weights/${name}`, import.meta.url), 'utf8'));
const evaluation = weights('evaluation.json'), confusion = weights('confusion.json'), published = weights('published.json');

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function withRoom(name, { unfolded = true, ...options }, run) {
  const page = await open(browser, `${fileUrl}#room-${name}`, options);
  await page.waitForFunction((n) => n in window.lettersRooms, {}, name);
  if (unfolded) await page.$$eval(`#room-${name} details`, (all) => all.forEach((e) => { e.open = true; }));
  await frames(page);
  await run(page);
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
}

const texts = (page, selector) => page.$$eval(`#room-evidence ${selector}`, (all) => all.map((e) => e.textContent));
const said = (page) => page.$eval('#room-evidence .matrix-said', (e) => e.textContent);

test('the figures are those that were measured', async () => {
  await withRoom('evidence', {}, async (page) => {
    const { 'letters-test': letters, 'merge37-test': merged, 'unipen-test': pen } = evaluation.integer;
    const expected = [letters.accuracy_folded, merged.accuracy, merged.accuracy_folded, merged.top2, pen.accuracy_folded];
    assert.deepEqual(await texts(page, '.measured tbody b'), expected.map((share) => (100 * share).toFixed(2)));
    const names = await texts(page, '.published tbody th');
    assert.equal(names.length, published.results.length + 1);
    const accuracies = (await texts(page, '.published tbody b')).map(Number);
    assert.deepEqual(accuracies, [...accuracies].sort((a, b) => b - a));
    assert.ok(names.includes('This page’s model'));
  });
});

test('the matrix is walked with the arrow keys, and says what each cell holds', async () => {
  await withRoom('evidence', {}, async (page) => {
    const { classes, rows } = confusion['merge37-test'];
    await page.focus('#room-evidence .matrix-canvas');
    await page.keyboard.press('ArrowRight');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
    for (let i = 0; i < 11; i++) await page.keyboard.press('ArrowRight');
    assert.deepEqual([classes[8], classes[11]], ['I', 'L']);
    assert.match(await said(page), new RegExp(`^I read as L: ${rows.I.L} of 200 \\(`));
    await page.waitForFunction(() => document.querySelectorAll('#room-evidence .pair-group').length === 2);
    const pair = await page.$eval('#room-evidence .pair', (e) => e.textContent);
    assert.match(pair, /How I and L differ/);
    assert.ok(pair.includes(`L read as I: ${rows.L.I} of 200`));
    assert.ok((await page.$$('#room-evidence .pair-group li')).length >= 4);
    for (let i = 0; i < 50; i++) await page.keyboard.press('ArrowLeft');
    assert.match(await said(page), /^I read as A: /);
    await page.click('#room-evidence .pair-group button');
    await page.waitForFunction(() => ['I', 'l', 'i'].includes(document.getElementById('letter').textContent));
    await page.waitForFunction(() => /on the pad/.test(document.getElementById('notice').textContent));
    await page.click('#notice-action');
    await page.waitForFunction(() => document.activeElement.id === 'pad');
  });
});

for (const [device, options] of [['phone', { width: 375, height: 667, touch: true }], ['desktop', { width: 1280, height: 900 }]]) {
  test(`${device}: a commonest mistake leads to its comparison, in view and with the focus`, async () => {
    await withRoom('evidence', options, async (page) => {
      const [button] = await page.$$('#room-evidence .matrix-worst button');
      await button.scrollIntoView();
      await button.press('Enter');
      await page.waitForSelector('#room-evidence .pair-group');
      const { top, bottom, focused } = await page.$eval('#room-evidence .pair h5', (e) => {
        const box = e.getBoundingClientRect();
        return { top: box.top, bottom: box.bottom, focused: document.activeElement === e };
      });
      assert.ok(focused);
      assert.ok(top >= 0 && bottom <= options.height / 2 + 40, `${top} to ${bottom}`);
    });
  });
}

test('walking the matrix leaves the focus there', async () => {
  await withRoom('evidence', {}, async (page) => {
    await page.focus('#room-evidence .matrix-canvas');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#room-evidence .pair-group');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'matrix-canvas');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.matches('.pair h5'));
  });
});

test('a summary comes first, the rest is folded, and stays as the reader left it', async () => {
  const words = (page) => page.$eval('#room-evidence .room-mount', (e) => e.innerText.split(/\s+/).length);
  await withRoom('evidence', { unfolded: false, width: 375, height: 667, touch: true }, async (page) => {
    assert.ok(await words(page) < 200, `${await words(page)} words`);
    const height = await page.$eval('#room-evidence', (e) => e.offsetHeight);
    assert.ok(height < 2 * 667, `${height} pixels`);
    assert.equal((await texts(page, '.evidence-summary dd'))[0], `${(100 * evaluation.integer['letters-test'].accuracy_folded).toFixed(1)}\u00a0%`);
    await page.click('[data-part=evidenceLimits] summary');
    await page.select('#language', 'de');
    await frames(page);
    assert.deepEqual(await page.$$eval('#room-evidence details[open]', (all) => all.map((e) => e.dataset.part)), ['evidenceLimits']);
  });
});

test('a letter read right is shown alone, with nothing but its samples', async () => {
  await withRoom('evidence', {}, async (page) => {
    await page.focus('#room-evidence .matrix-canvas');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('#room-evidence .pair-group');
    assert.deepEqual(await page.$$eval('#room-evidence .pair', ([e]) => [...e.childNodes].map((n) => n.nodeName)), ['H5', 'DIV']);
  });
});

test('a click chooses the cell under it', async () => {
  await withRoom('evidence', {}, async (page) => {
    const box = await page.$eval('#room-evidence .matrix-canvas', (e) => {
      e.scrollIntoView();
      const { left, top, width } = e.getBoundingClientRect();
      return { left, top, size: (width - 36) / 37 };
    });
    await page.mouse.click(box.left + 34 + 5.5 * box.size, box.top + 34 + 30.5 * box.size);
    assert.match(await said(page), new RegExp(`^f read as F: ${confusion['merge37-test'].rows.f.F} of 200`));
  });
});

test('classes are sorted by a heading, and follow the chosen test', async () => {
  await withRoom('evidence', {}, async (page) => {
    await page.evaluate(() => document.querySelectorAll('#room-evidence .sorted thead button')[3].click());
    const recalls = (await texts(page, '.sorted tbody td:nth-child(4)')).map(Number);
    assert.equal(recalls.length, 37);
    assert.deepEqual(recalls, [...recalls].sort((a, b) => a - b));
    assert.equal(await page.$eval('#room-evidence [aria-sort]', (e) => e.getAttribute('aria-sort')), 'ascending');
    await page.select('#evidence-test', 'unipen-test');
    assert.equal((await texts(page, '.sorted tbody tr')).length, 26);
  });
});

test('the slider reads the curves out', async () => {
  await withRoom('evidence', {}, async (page) => {
    await page.focus('#evidence-epoch');
    await page.keyboard.press('Home');
    const first = JSON.parse(readFileSync(new URL('../../weights/letters.log.jsonl', import.meta.url), 'utf8').split('\n')[0]);
    assert.ok((await texts(page, '.curve-legend')).join().includes((100 * first.val_folded).toFixed(2)));
  });
});

test('it changes its language in place', async () => {
  await withRoom('evidence', {}, async (page) => {
    await page.select('#language', 'de');
    const all = await page.$eval('#room-evidence', (e) => e.textContent);
    assert.match(all, /Neben veröffentlichten Ergebnissen/);
    assert.match(all, /Auf dem Prozessor, mit dem Trainer/);
    assert.match(all, /Linearer Klassifikator/);
    const english = await texts(page, ':is(.measured, .published, p, li, h4, h5, label)');
    assert.deepEqual(english.filter((text) => /\b(the|and|with|of|by|et al|which|was|is)\b/.test(text.replace(/„[^“]*“|Papers with Code/g, ''))), []);
    assert.match((await texts(page, '.measured tbody b'))[0], /^\d\d,\d\d$/);
  });
});

for (const dark of [false, true]) {
  test(`axe has nothing to say, and nothing is cut off on a phone, ${dark ? 'dark' : 'light'}`, async () => {
    const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const set = testSet({ mislabelled: 5, digits: 2 });
    const files = [['i.gz', gz(set.images).toString('base64')], ['l.gz', gz(set.labels).toString('base64')]];
    await withRoom('evidence', { dark, width: 360, height: 740, touch: true }, async (page) => {
      await page.evaluate(axe);
      await page.evaluate(() => document.querySelector('#room-evidence .matrix-worst button').click());
      await page.waitForSelector('#room-evidence .pair-group');
      for (const name of ['emnist', 'model']) await page.evaluate((n) => { location.hash = `#room-${n}`; }, name);
      await page.waitForFunction(() => 'emnist' in window.lettersRooms && 'model' in window.lettersRooms);
      await page.evaluate((all) => {
        const transfer = new DataTransfer();
        for (const [name, text] of all) transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
        const input = document.querySelector('#room-emnist input[type=file]');
        input.files = transfer.files;
        input.dispatchEvent(new Event('change'));
      }, files);
      await page.waitForFunction(() => !document.querySelector('.emnist-work').hidden);
      await page.evaluate(() => document.querySelector('.emnist-run').click());
      await page.waitForFunction(() => /^All/.test(document.querySelector('.emnist-status').textContent));
      await frames(page, 10);
      const { violations } = await page.evaluate(() => window.axe.run('.rooms'));
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    });
  });
}
