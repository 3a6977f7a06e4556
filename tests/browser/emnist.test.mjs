// EMNIST's files and other models, opened in the page, in Chromium, Firefox and WebKitGTK
// over file://; and the whole of letters-test in Chromium, where HWR_DATA is set.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { readModelFile } from '../../web/src/recognizer/model_file.js';
import { modelBytes, root, seal, weightsFile } from '../node/artifacts.mjs';
import { gz, idxImages, testSet } from '../idx_files.mjs';
import { base64, chooseFiles, enterRoom, openInEnglish, press, select, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { drawWithMouse, fileUrl, frames, launch, letter, open } from './harness.mjs';

const RUN_MS = 1200000; // on a busy machine
const RUN_S = 30; // letters-test, in Chromium
const LONG_TASK_MS = 50;
const MARK = 'letters-test';

// In a trace, the longest task of the main thread of the page that set the mark, in
// milliseconds of the processor. The browser has pages of its own, which are no concern.
function longestTask(events, mark) {
  const { pid } = events.find(({ name }) => name === mark);
  const { tid } = events.find((e) => e.pid === pid && e.name === 'thread_name' && e.args.name === 'CrRendererMain');
  return events.filter((e) => e.pid === pid && e.tid === tid && e.ph === 'X').reduce((most, e) => Math.max(most, (e.tdur ?? 0) / 1000), 0);
}

// ---- In the page: plain functions, as every engine's driver takes them ----

const emnist = () => {
  const text = (selector) => [...document.querySelectorAll(`#room-emnist ${selector}`)].filter((e) => e.checkVisibility?.() ?? e.offsetParent).map((e) => e.textContent);
  return { status: text('.emnist-status').join(), alert: text('.emnist-alert').join(), figures: text('.emnist-figures dd'), wrong: text('.emnist-grid .wrong').length,
    right: text('.emnist-grid .right').length, run: text('.emnist-run').join(), worst: text('.matrix-worst li').length };
};
const tile = () => document.querySelector('.emnist-grid button').title;
const onPad = () => ({
  letter: document.getElementById('letter').textContent,
  confidence: document.getElementById('confidence').textContent,
  notice: document.getElementById('notice').textContent,
  mini: document.querySelector('#room-inside .mini-letter')?.textContent,
  steps: ['step-ink', 'step-blurred'].reduce((sum, id) => {
    const { width, height } = document.getElementById(id);
    return sum + document.getElementById(id).getContext('2d').getImageData(0, 0, width, height).data.reduce((a, v) => a + v, 0);
  }, 0),
});
const lookalikes = () => {
  const shelf = document.querySelectorAll('#room-why .why-like')[1];
  return { hidden: shelf.parentNode.hidden, found: [...shelf.querySelectorAll('button')].map((e) => e.getAttribute('aria-label')) };
};
const robust = () => ({
  state: document.querySelector('#room-robust [data-state]').dataset.state,
  source: document.querySelector('[name=robust-source]:checked').value,
  given: document.querySelectorAll('#room-robust circle.whole').length,
});
const model = () => ({
  alert: document.querySelector('#room-model [role=alert]').hidden ? '' : document.querySelector('#room-model [role=alert]').textContent,
  badge: document.querySelector('.model-badge').hidden ? '' : document.querySelector('.model-badge').textContent,
  said: document.querySelector('#room-model [role=status]').textContent,
});

// ---- The files ----

const WRONG = 7;
const set = testSet({ times: 2, digits: 3, mislabelled: WRONG });
const PAIR = [['images.gz', base64(gz(set.images))], ['labels.gz', base64(gz(set.labels))]];
const BAD = [
  ['not gzip, not IDX', [['photo.gz', base64('JFIF and so on')]], /photo\.gz.*not a file of EMNIST’s kind/],
  ['gzip cut short', [['images.gz', base64(gz(set.images).subarray(0, 9000))]], /images\.gz.*(does not unpack|cut short).*again/],
  ['cut short', [['images', base64(set.images.subarray(0, 5000))]], /images.*cut short: 6 of its 181.*again/],
  ['two files of labels', [PAIR[1], ['other.gz', PAIR[1][1]]], /both hold labels.*one of images/],
  ['unequal numbers', [['few.gz', base64(gz(idxImages([Buffer.alloc(784)])))], PAIR[1]], /few\.gz.*holds 1 images, but.*181 labels.*same split/],
  ['four billion images', [['bomb.gz', base64(gz(Buffer.from([0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28])))]], /4,294,967,295 items.*800,000 at most/],
  ['a zip', [['gzip.zip', base64('PK\x03\x04')]], /zip archive.*Unpack/],
];

// Another model: the shipped one under another name, or changed further.
function otherModel(change) {
  const file = Buffer.from(modelBytes);
  file.fill(0, 48, 64).write('other', 48, 'latin1');
  change?.(file);
  return seal(file);
}
const OTHER = ['mine.hwr', base64(otherModel())];
const BAD_MODELS = [
  ['float weights', Buffer.from('{"stem.weight": {"dtype": "F32"}}'), /not a \.hwr model file.*quantize/],
  ['nothing', Buffer.alloc(0), /is empty/],
  ['cut short', modelBytes.subarray(0, 9000), /ends before its contents do.*again/],
  ['one bit flipped', (() => { const b = Buffer.from(modelBytes); b[90000] ^= 1; return b; })(), /checksum does not match/],
  ['another version', otherModel((b) => b.writeUInt32LE(7, 4)), /version/],
  ['a label twice', otherModel((b) => b.write('B', b.readUInt32LE(36), 'latin1')), /labels.*different texts.*quantize/],
  ['a giant', Buffer.alloc(600 * 1024), /614,400 bytes.*room for 524,288/],
];

for (const { name, there, launch: start } of engines) {
  describe(name, { skip: there() ? false : 'not installed' }, () => {
    let engine;
    const enter = (room) => enterRoom(engine, room);
    before(async () => {
      engine = await start();
      await openInEnglish(engine, fileUrl);
    });
    after(() => engine?.close());

    for (const [what, files, said] of BAD) {
      test(`${what}: said, with what to do`, async () => {
        await enter('emnist');
        await engine.evaluate(chooseFiles, '#room-emnist input[type=file]', files);
        await until(() => engine.evaluate(emnist), ({ alert }) => said.test(alert), what);
      });
    }

    test('float weights of any size and name: said, with the command', async () => {
      await enter('model');
      const header = Buffer.from('\0\0\0\0\0\0\0\0{"stem.weight":{}}');
      header.writeUInt32LE(18, 0);
      for (const [file, bytes] of [['model.safetensors', Buffer.alloc(700 * 1024)], ['model.hwr', Buffer.concat([header, Buffer.alloc(600 * 1024)])]]) {
        await engine.evaluate(chooseFiles, '#room-model input[type=file]', [[file, base64(bytes)]]);
        await until(() => engine.evaluate(model), ({ alert }) => alert.includes(file) && /float weights.*letters quantize --weights/.test(alert), file);
      }
    });

    // A worker of WebKit's reads no files where the page itself is one.
    const workers = name !== 'WebKitGTK';
    test(`a test set is opened, read by ${workers ? 'a worker' : 'the page'}, and shown`, async () => {
      await enter('emnist');
      await engine.evaluate(chooseFiles, '#room-emnist input[type=file]', PAIR);
      await until(() => engine.evaluate(emnist), ({ status, alert }) => (workers ? status === '178 images are ready.' : /ready\. This browser gives the page no worker/.test(status)) && !alert, 'opened');
      await engine.evaluate(press, '.emnist-run');
      const done = await until(() => engine.evaluate(emnist), ({ status }) => /^All 178 read/.test(status), 'read');
      assert.ok(done.figures[0].includes(`${178 - WRONG} of 178`), done.figures[0]);
      assert.ok(done.worst > 0);
      await select(engine, 'emnist-show', 'wrong');
      await until(() => engine.evaluate(emnist), ({ wrong, right }) => wrong === WRONG && right === 0, 'the wrong ones');
      await engine.evaluate(press, '#room-emnist .matrix-worst button');
      await until(() => engine.evaluate(emnist), ({ wrong, right }) => wrong > 0 && wrong < WRONG && right === 0, 'those of one cell');
    });

    test('an image is put on the pad as it is, and every part shows it', async () => {
      await enter('emnist');
      await engine.evaluate(chooseFiles, '#room-emnist input[type=file]', PAIR);
      await until(() => engine.evaluate(emnist), ({ status }) => /178 images are ready/.test(status), 'opened');
      await engine.evaluate(press, '.emnist-run');
      await until(() => engine.evaluate(emnist), ({ status }) => /^All 178 read/.test(status), 'read');
      await select(engine, 'emnist-show', 'wrong');
      await until(() => engine.evaluate(emnist), ({ wrong, right }) => wrong === WRONG && right === 0, 'the wrong ones');
      await engine.evaluate(press, '.emnist-grid button');
      const [, number, answer, percent] = /^Image ([\d,]+): .* read as (.), (.*?%)/.exec(await engine.evaluate(tile));
      const shown = await until(() => engine.evaluate(onPad), ({ letter, notice }) => letter === answer && notice.includes(`Image ${number} is on the pad`), 'on the pad');
      assert.ok(shown.confidence.startsWith(percent), `${shown.confidence} on the pad, ${percent} in the room`);
      assert.equal(shown.steps, 0, 'nothing was prepared');
      await enterRoom(engine, 'inside');
      await until(() => engine.evaluate(onPad), ({ mini }) => mini === answer, 'in the other room');
      await enterRoom(engine, 'why');
      const near = await until(() => engine.evaluate(lookalikes), ({ found }) => found.length === 8, 'the nearest of the files');
      assert.ok(!near.hidden && near.found.slice(0, 2).some((said) => /100/.test(said) && said.includes(`Image ${number}.`)), near.found.join());
      await enterRoom(engine, 'robust');
      await until(() => engine.evaluate(robust), ({ state, source, given }) => state === 'done' && source === 'picture' && given > 0, 'turned and disturbed');
      await engine.evaluate(press, '#picture-back');
      await until(() => engine.evaluate(onPad), ({ letter }) => letter === '', 'the empty pad again');
    });

    for (const [what, bytes, said] of BAD_MODELS) {
      test(`a model: ${what}: refused, and the one in use stays`, async () => {
        await enter('model');
        await engine.evaluate(chooseFiles, '#room-model input[type=file]', [['some.hwr', base64(bytes)]]);
        const { badge } = await until(() => engine.evaluate(model), ({ alert }) => said.test(alert), what);
        assert.equal(badge, '');
      });
    }

    test('another model is put to use, and the page\'s own again', async () => {
      await enter('model');
      await engine.evaluate(chooseFiles, '#room-model input[type=file]', [OTHER]);
      await until(() => engine.evaluate(model), ({ alert, badge }) => !alert && badge === 'Model: mine.hwr', 'in use');
      await engine.evaluate(() => document.querySelectorAll('#room-model button')[1].click());
      await until(() => engine.evaluate(model), ({ badge, said }) => !badge && /own model is in use again/.test(said), 'back');
    });
  });
}

describe('Chromium, closer', () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());

  for (const [how, prepare] of [
    ['throws', () => { window.Worker = class { constructor() { throw new Error('refused'); } }; }],
    ['reports an error', () => { window.Worker = class extends EventTarget { constructor() { super(); setTimeout(() => this.dispatchEvent(new Event('error'))); } postMessage() {} terminate() {} }; }],
  ]) {
    test(`where a worker ${how}, the page does the work itself, and says so`, async () => {
      const page = await open(browser, fileUrl, { prepare });
      await enterRoom(page, 'emnist');
      await page.evaluate(chooseFiles, '#room-emnist input[type=file]', PAIR);
      await until(() => page.evaluate(emnist), ({ status }) => /ready\. This browser gives the page no worker/.test(status), 'opened');
      await page.click('.emnist-run');
      await until(() => page.evaluate(emnist), ({ status, figures }) => /^All 178/.test(status) && figures[0].includes(`${178 - WRONG} of 178`), 'read');
      assert.deepEqual(page.complaints, []);
      await page.browserContext().close();
    });
  }

  test('without DecompressionStream: said, and unpacked files open', async () => {
    const page = await open(browser, fileUrl, { prepare: () => {
      delete window.DecompressionStream;
      window.Worker = class { constructor() { throw new Error('refused'); } }; // so that the page's own thread is asked
    } });
    await enterRoom(page, 'emnist');
    await page.evaluate(chooseFiles, '#room-emnist input[type=file]', PAIR);
    await until(() => page.evaluate(emnist), ({ alert }) => /cannot unpack.*gunzip/.test(alert), 'said');
    await page.evaluate(chooseFiles, '#room-emnist input[type=file]', [['i', base64(set.images)], ['l', base64(set.labels)]]);
    await until(() => page.evaluate(emnist), ({ status }) => /178 images are ready/.test(status), 'opened');
    await page.browserContext().close();
  });

  test('files dropped anywhere are taken while the room is open, pictures still by the pad', async () => {
    const page = await open(browser, fileUrl);
    const drop = (files) => page.evaluate((all) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text, type] of all) dataTransfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name, { type }));
      document.querySelector('h1').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
    }, files);
    await enterRoom(page, 'emnist');
    await enterRoom(page, 'model');
    await drop(PAIR);
    await until(() => page.evaluate(emnist), ({ status }) => /178 images are ready/.test(status), 'opened');
    await drop([OTHER]);
    await until(() => page.evaluate(model), ({ badge }) => badge === 'Model: mine.hwr', 'the model');
    await drop([['dot.png', 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'image/png']]);
    await page.waitForFunction(() => !document.getElementById('picture-back').hidden);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });

  test('the model in use is saved byte for byte, and used by the pad', async () => {
    const page = await open(browser, fileUrl);
    await enterRoom(page, 'model');
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { window.saved = blob; return make.call(URL, blob); };
    });
    const saved = async () => {
      await page.evaluate(() => document.querySelectorAll('#room-model button')[2].click());
      return Buffer.from(await page.evaluate(async () => btoa(Array.from(new Uint8Array(await window.saved.arrayBuffer()), (v) => String.fromCharCode(v)).join(''))), 'base64');
    };
    assert.ok(modelBytes.equals(await saved()));
    await drawWithMouse(page, letter('B'));
    const bars = () => page.$$eval('.bar-fill', (all) => all.map((e) => e.style.transform).join());
    const own = await bars();
    // All weights of the model zero: every drawing has the same answer.
    const blank = Buffer.from(modelBytes);
    for (const { weight } of readModelFile(blank).layers) weight.fill(0);
    const flat = seal(blank);
    await page.evaluate(chooseFiles, '#room-model input[type=file]', [['flat.hwr', base64(flat)]]);
    await page.waitForFunction(() => !document.querySelector('.model-badge').hidden);
    await frames(page);
    assert.notEqual(await bars(), own);
    assert.ok(flat.equals(await saved()));
    await page.evaluate(() => document.querySelectorAll('#room-model button')[1].click());
    await page.waitForFunction(() => document.querySelector('.model-badge').hidden);
    await frames(page);
    assert.equal(await bars(), own);
    await page.browserContext().close();
  });

  // Times are of the processor, not of the clock: on a machine that does nothing else they are
  // the same, and on a busy one these still tell what the page costs. The clock is reported.
  const data = process.env.HWR_DATA;
  test(`letters-test within ${RUN_S} s, as letters eval counts, no task over ${LONG_TASK_MS} ms`, { skip: data ? false : 'HWR_DATA is not set' }, async (t) => {
    const file = (what) => path.join(data, `emnist/letters-test-${what}-ubyte.gz`);
    const stated = JSON.parse(execFileSync(path.join(root, 'build/native/letters'), ['eval', '--weights', weightsFile, '--images', file('images-idx3'),
      '--labels', file('labels-idx1'), '--label-set', 'letters26', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const page = await open(browser, fileUrl);
    await enterRoom(page, 'emnist');
    await frames(page, 30);
    const client = await page.createCDPSession();
    await client.send('Performance.enable');
    const processorTime = async () => (await client.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ProcessTime').value;
    const before = await processorTime(), start = Date.now();
    await page.tracing.start({ categories: ['toplevel', 'blink.user_timing'] });
    await page.evaluate((name) => performance.mark(name), MARK);
    const input = await page.$('#room-emnist input[type=file]');
    await input.uploadFile(file('images-idx3'), file('labels-idx1'));
    await until(() => page.evaluate(emnist), ({ status }) => /20,800 images are ready/.test(status), 'opened');
    await page.evaluate(press, '.emnist-run');
    const { figures } = await until(() => page.evaluate(emnist), ({ status }) => /^All 20,800/.test(status), 'read', RUN_MS, 1000);
    const seconds = (await processorTime()) - before, clock = (Date.now() - start) / 1000;
    const longest = longestTask(JSON.parse(Buffer.from(await page.tracing.stop()).toString()).traceEvents, MARK);
    t.diagnostic(`processor ${seconds.toFixed(1)} s, clock ${clock.toFixed(1)} s, longest task ${longest.toFixed(1)} ms of processor`);
    const right = Math.round(stated.accuracy_folded * stated.n).toLocaleString('en');
    assert.ok(figures[0].includes(`${right} of 20,800`), `${figures[0]} against ${right}`);
    assert.ok(seconds <= RUN_S, `${seconds} s`);
    assert.ok(longest > 0 && longest <= LONG_TASK_MS, `${longest} ms`);
    assert.deepEqual(page.complaints, []);
    await page.browserContext().close();
  });
});
