// Models of other classes in the page, in Chromium, Firefox and WebKitGTK: digits, EMNIST Balanced's
// 47 classes, five Greek letters; and the model that a hosted page offers by name, in Chromium.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { digits, greek, makeModel } from '../alphabets.mjs';
import { gz, idxImages, idxLabels } from '../idx_files.mjs';
import { letters, modelBytes, simdBytes } from '../node/artifacts.mjs';
import { base64, chooseFiles, enterRoom, openInEnglish, press, select, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { fileUrl, frames, launch, open, serve } from './harness.mjs';

const SURE = 0.6;
const CAPITALS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const ALPHABETS = {
  digits: { classes: [...'0123456789'], drawings: digits },
  balanced: { classes: [...'0123456789', ...CAPITALS, ...'abdefghnqrt'], drawings: letters.filter(({ word }) => CAPITALS.includes(word)) },
  greek: { classes: [...'αβγδω'], drawings: greek },
};
for (const [name, alphabet] of Object.entries(ALPHABETS)) {
  const bytes = makeModel(name);
  const recognizer = await createRecognizer({ simdBytes, modelBytes: bytes });
  const read = (drawing) => recognizer.recognizeStrokes(strokesFromDrawing(drawing));
  const sure = alphabet.drawings.find(({ word, drawing }) => read(drawing).letter === word && read(drawing).confidence > SURE);
  Object.assign(alphabet, { bytes, sure });
}

// In the page.
function shown() {
  const text = (id) => document.getElementById(id).textContent, all = (selector) => [...document.querySelectorAll(selector)];
  document.getElementById('exact').open = true;
  return {
    letter: text('letter'), small: text('letter-small'), chip: document.getElementById('chip').hidden ? '' : text('chip'),
    bars: all('.bar-letter').map((e) => e.textContent), sum: all('.bar-fill').reduce((sum, e) => sum + Number(e.style.transform.match(/\((.*)\)/)?.[1] ?? 0), 0),
    best: document.querySelector('.bar.best .bar-letter')?.textContent ?? '', head: all('#exact-head th').map((e) => e.textContent),
    rows: all('#exact-rows tr').map((row) => [...row.children].map((e) => e.textContent)), folding: !document.getElementById('view').hidden,
    order: text('order-alphabet-name'), samples: all('#strip .sample').length, strip: !document.getElementById('strip').hidden,
    example: document.getElementById('example').getAttribute('aria-disabled') !== 'true', lead: text('samples-lead'),
    badge: document.querySelector('.model-badge')?.hidden === false, facts: document.querySelector('.model-facts')?.textContent ?? '',
    spoken: text('spoken'), alert: document.querySelector('#room-model [role=alert]')?.textContent ?? '',
  };
}
const PER_CENT = /^[<>]?\u00a0?\d+\.\d\d\u00a0%$/;

for (const { name, there, launch: start } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    const see = () => engine.evaluate(shown);
    const use = (model, file) => engine.evaluate(chooseFiles, '#room-model input[type=file]', [[file, base64(model)]]);
    const drawOnPad = (letter) => engine.evaluate(chooseFiles, '#picture-file', [['one.ndjson', base64(JSON.stringify(letter))]]);
    before(async () => {
      engine = await start();
      await openInEnglish(engine, fileUrl);
      await enterRoom(engine, 'model');
    });
    after(() => engine?.close());

    for (const [alphabet, { classes, bytes, sure }] of Object.entries(ALPHABETS)) {
      test(`${alphabet}: bars, table, answer and samples are of its ${classes.length} classes`, async () => {
        await use(bytes, `${alphabet}.hwr`);
        await drawOnPad(sure);
        const page = await until(see, ({ badge, letter, spoken, facts, bars, sum }) => badge && letter === sure.word && spoken.startsWith(sure.word)
          && bars.length === classes.length && sum > 0.9 && !facts.includes('…'), 'the answer');
        assert.deepEqual(page.bars, classes);
        assert.ok(Math.abs(page.sum - 1) < 0.01, String(page.sum));
        assert.equal(page.best, sure.word);
        assert.ok(page.facts.includes(`${classes.length}: ${classes.join(' ')}`), page.facts);
        const paired = alphabet === 'balanced';
        assert.deepEqual(page.head, paired ? ['Letter', 'Capital', 'Small', 'Together'] : ['Class', 'Probability']);
        assert.deepEqual(page.rows.map(([first]) => first), paired ? classes.slice(0, 36) : classes);
        assert.equal(page.folding, paired);
        assert.equal(page.order, { digits: '0 to 9', balanced: '0 to Z', greek: 'α to ω' }[alphabet]);
        const row = page.rows.find(([first]) => first === sure.word);
        assert.match(row[1], PER_CENT);
        assert.ok(parseFloat(row[1].replace(/[<>\s]/g, '')) > 100 * SURE - 5, row[1]);
        if (paired) assert.deepEqual([page.rows[5][2], page.rows[12][2], PER_CENT.test(page.rows[10][2])], ['–', 'same class', true]);
        assert.deepEqual([page.strip, page.example, page.samples > 0], Array(3).fill(paired));
        assert.equal(/other classes/.test(page.lead), !paired);
        const merged = CAPITALS.includes(sure.word) && !classes.includes(sure.word.toLowerCase());
        assert.equal(page.small, merged ? sure.word.toLowerCase() : '');
        assert.ok(page.chip === '' || page.chip.endsWith('?'), page.chip);
      });
    }

    test('and of the page\'s own again', async () => {
      await engine.evaluate(() => document.querySelectorAll('#room-model button')[1].click());
      await drawOnPad(letters.find(({ word }) => word === 'W'));
      const page = await until(see, ({ badge, letter, samples }) => !badge && letter === 'W' && samples === letters.length, 'back');
      assert.deepEqual([page.bars.length, page.rows.length, page.folding, page.order, page.small], [37, 26, true, 'A to Z', 'w']);
      assert.deepEqual([page.strip, page.example], [true, true]);
      assert.match(page.lead, /draws itself/);
    });
  });
}

describe('Chromium, closer', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  const use = async (page, name) => {
    await enterRoom(page, 'model');
    await page.evaluate(chooseFiles, '#room-model input[type=file]', [[`${name}.hwr`, base64(ALPHABETS[name].bytes)]]);
    await page.waitForFunction((n) => document.querySelector('.model-badge').textContent.includes(n), {}, name);
    await frames(page);
  };
  const drawOnPad = async (page, letter) => {
    await page.evaluate(chooseFiles, '#picture-file', [['one.ndjson', base64(JSON.stringify(letter))]]);
    await page.waitForFunction((word) => document.getElementById('letter').textContent === word, {}, letter.word);
  };

  test('all that was open follows from one model to the next', async () => {
    const page = await open(browser, fileUrl);
    for (const room of ['inside', 'why', 'robust', 'evidence']) await enterRoom(page, room);
    await drawOnPad(page, letters.find(({ word }) => word === 'R'));
    for (const [name, { classes, sure }] of Object.entries(ALPHABETS)) {
      await use(page, name);
      await drawOnPad(page, sure);
      await page.waitForFunction(() => ['why', 'robust'].every((n) => document.querySelector(`#room-${n} .room-mount`).dataset.state === 'done'));
      assert.equal(await page.$$eval('.inside-chain', (all) => all.length), 1, 'of one network');
      assert.deepEqual(await page.$$eval('.inside-maps:not(.inside-shares) .inside-score', (all) => all.map((e) => e.textContent)), classes);
      assert.match(await page.$eval('.why-map h4', (e) => e.textContent), new RegExp(`for ${sure.word}$`));
      assert.match(await page.$eval('.robust-figures', (e) => e.textContent), new RegExp(`${sure.word}:?\\s`));
      assert.equal(await page.$eval('.mini-letter', (e) => e.textContent), sure.word);
    }
    // The evidence is of the page's own model, whatever is in use.
    await page.evaluate(press, '#room-evidence .matrix-worst button');
    await page.waitForSelector('#room-evidence .pair-group li');
    assert.doesNotMatch(await page.$eval('#room-evidence .pair', (e) => e.textContent), /NaN|undefined/);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });

  test('where no sample is of its classes, "Draw one" says so', async () => {
    const page = await open(browser, fileUrl);
    await use(page, 'greek');
    await page.evaluate(press, '#example');
    assert.match(await page.$eval('#notice-text', (e) => e.textContent), /other classes/);
    assert.equal(await page.$eval('#letter', (e) => e.textContent), '');
    await page.select('#language', 'de');
    assert.match(await page.$eval('#samples-lead', (e) => e.textContent), /andere Klassen/);
    assert.equal(await page.$eval('#order-alphabet-name', (e) => e.textContent), 'α bis ω');
    await page.browserContext().close();
  });

  test('a test set of digits is counted, and letters in it are left out by name', async () => {
    const page = await open(browser, fileUrl);
    await use(page, 'digits');
    await enterRoom(page, 'emnist');
    const recognizer = await createRecognizer({ simdBytes, modelBytes });
    const all = [...digits, ...letters.slice(0, 3)];
    const images = idxImages(all.map(({ drawing }) => Buffer.from(recognizer.recognizeStrokes(strokesFromDrawing(drawing)).image)));
    const status = () => page.$eval('.emnist-status', (e) => e.textContent), note = () => page.$eval('#room-emnist .emnist-lying', (e) => (e.hidden ? '' : e.textContent));
    await page.evaluate(chooseFiles, '#room-emnist input[type=file]', [['i.gz', base64(gz(images))], ['l.gz', base64(gz(idxLabels(all.map(({ word }, i) => (i < digits.length ? Number(word) : 10)))))]]);
    await until(status, (text) => text === `${digits.length} images are ready.`, 'opened');
    assert.match(await page.$eval('#room-emnist', (e) => e.textContent), /3 images are left out: the model in use has no class for A\./);
    assert.match(await note(), /lay on their side.*stored upright\?/, 'these are stored upright, and no letters are');
    await page.evaluate(chooseFiles, '#room-emnist input[type=file]', [['i.gz', base64(gz(images))], ['l.gz', base64(gz(idxLabels(all.map(({ word }, i) => (i < digits.length ? Number(word) : 1)))))]]);
    await until(() => page.$$eval('#emnist-set option', (options) => options.map(({ value }) => value).join()), (sets) => sets === 'mnist10,digits10', 'both ways');
    assert.equal(await note(), '');
    await page.evaluate(press, '.emnist-run');
    await until(status, (text) => text.startsWith(`All ${all.length} read`), 'read');
    assert.equal((await page.$$('.emnist-figures div')).length, 2, 'nothing is folded');
    await select(page, 'emnist-set', 'digits10');
    await until(note, (text) => /choose the other kind above/.test(text), 'noticed');
    await page.evaluate(chooseFiles, '#room-emnist input[type=file]', [['i.gz', base64(gz(idxImages([Buffer.alloc(784)])))], ['l.gz', base64(gz(idxLabels([30])))]]);
    await until(() => page.$eval('.emnist-alert', (e) => e.textContent), (text) => /No label of “l\.gz” is a class of the model in use/.test(text), 'refused');
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });

  const offered = (page) => page.$eval('#room-model', (room) => room.querySelector('[role=alert]').textContent + room.querySelector('[role=status]').textContent);

  test('a hosted page fetches "balanced" from beside it', async (t) => {
    const server = await serve();
    t.after(server.close);
    server.replaced.set('balanced.hwr', ALPHABETS.balanced.bytes);
    const page = await open(browser, server.url);
    await enterRoom(page, 'model');
    await page.evaluate(press, '.model-offer');
    await until(() => page.$$eval('.bar', (all) => all.length), (n) => n === 47, 'in use');
    assert.match(await offered(page), /“balanced\.hwr” is in use now/);
    assert.deepEqual(page.complaints.filter((text) => text !== `request: ${server.url}balanced.hwr`), []);
    await page.browserContext().close();
  });

  test('where it is not there, damaged, or the page a file: said, and the model in use stays', async (t) => {
    const server = await serve();
    t.after(server.close);
    const damaged = Buffer.from(ALPHABETS.balanced.bytes);
    damaged[5000] ^= 1;
    for (const [url, file, said] of [[server.url, null, /could not be fetched.*\(404\).*open the file/], [server.url, damaged, /checksum does not match/], [fileUrl, null, /Opened from a file.*Choose a model file/]]) {
      server.replaced.delete('balanced.hwr');
      if (file) server.replaced.set('balanced.hwr', file);
      const page = await open(browser, url);
      await enterRoom(page, 'model');
      await page.evaluate(press, '.model-offer');
      await until(() => offered(page), (text) => said.test(text), String(said));
      assert.equal((await page.$$('.bar')).length, 37);
      await page.browserContext().close();
    }
  });

  for (const dark of [false, true]) {
    test(`axe has nothing to say, and nothing is cut off on a phone, ${dark ? 'dark' : 'light'}`, async () => {
      const axe = readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
      const page = await open(browser, fileUrl, { dark, width: 360, height: 640, touch: true });
      await page.evaluate(axe);
      for (const [name, { sure }] of Object.entries(ALPHABETS)) {
        await use(page, name);
        await drawOnPad(page, sure);
        await page.evaluate(() => { document.getElementById('exact').open = true; });
        await frames(page, 5);
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), [], name);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, name);
      }
      await page.browserContext().close();
    });
  }
});
