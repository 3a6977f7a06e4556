// The page on a web server: offline after the first visit, and a new version is offered.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../node/artifacts.mjs';
import { engines } from './engines.mjs';
import { answer, drawWithMouse, fileUrl, frames, launch, letter, open, pageFile, serve, started } from './harness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const read = (name) => readFileSync(path.join(path.dirname(pageFile), name), 'utf8');
const NEWER = readFileSync(pageFile, 'utf8').replace('<body>', '<body class="newer">');
const isNewer = (page) => page.evaluate(() => document.body.classList.contains('newer'));
const sha256 = (text) => createHash('sha256').update(text).digest('base64');

// Puts a newer version into a folder of the server, as the build would have written it.
function release(server, folder = '') {
  const worker = read('sw.js').replace(/VERSION = '\w+'/, "VERSION = 'newer'");
  server.replaced.set(`${folder}sw.js`, worker.replaceAll(sha256(readFileSync(pageFile)), sha256(NEWER)));
  server.replaced.set(`${folder}index.html`, NEWER);
}

// Takes the newer version that the page offers.
async function take(page) {
  await page.waitForFunction(() => /new version/.test(document.getElementById('notice-text').textContent));
  await Promise.all([page.waitForNavigation(), page.click('#notice-action')]);
  await started(page);
}

const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);

test('after the first visit the page opens and reads without its server', async () => {
  const server = await serve();
  const page = await open(browser, server.url);
  await controlled(page);
  server.close();
  await page.goto(server.url);
  await started(page);
  await drawWithMouse(page, letter('R'));
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  await page.goto(`${server.url}index.html`);
  await started(page);
  assert.deepEqual(page.complaints.filter((c) => !/request: .*index\.html|ERR_CONNECTION_REFUSED|Failed to load resource/.test(c)), []);
  await page.browserContext().close();
});

test('a new version is offered, taken at a click, and the drawing goes along', async () => {
  const server = await serve();
  const page = await open(browser, server.url);
  await controlled(page);
  release(server);
  await page.reload();
  await started(page);
  await page.waitForFunction(() => /new version/.test(document.getElementById('notice-text').textContent));
  assert.equal(await isNewer(page), false, 'the old one stays until asked');
  await drawWithMouse(page, letter('R'));
  const before = await answer(page);
  await take(page);
  await page.waitForFunction(() => document.getElementById('letter').textContent);
  await frames(page);
  assert.equal((await answer(page)).letter, before.letter);
  assert.equal(await isNewer(page), true);
  assert.deepEqual(await page.evaluate(() => caches.keys()), ['handwritten-letters-/ newer']);
  await page.browserContext().close();
  server.close();
});

test('two deployments on one origin keep what is theirs', async (t) => {
  const server = await serve();
  t.after(server.close);
  const one = await open(browser, `${server.url}a/`);
  await controlled(one);
  const two = await one.browserContext().newPage();
  await two.goto(`${server.url}b/`);
  await controlled(two);
  release(server, 'a/');
  await one.bringToFront();
  await one.reload();
  await take(one);
  const caches = await one.evaluate(() => window.caches.keys());
  assert.equal(caches.length, 2);
  assert.ok(caches.includes('handwritten-letters-/a/ newer'), caches.join());
  server.close();
  await two.bringToFront();
  await two.goto(`${server.url}b/`);
  await started(two);
  assert.deepEqual([await isNewer(one), await isNewer(two)], [true, false]);
  await one.browserContext().close();
});

test('a file that is not the one its version was built with is refused, and the old version stays', async (t) => {
  const server = await serve();
  t.after(server.close);
  const page = await open(browser, server.url);
  await controlled(page);
  release(server);
  server.replaced.set('index.html', NEWER.replace('newer', 'newer foreign'));
  const state = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const worker = registration.installing ?? registration.waiting;
    while (worker && !['redundant', 'installed'].includes(worker.state)) {
      await new Promise((resolve) => worker.addEventListener('statechange', resolve, { once: true }));
    }
    return worker?.state ?? 'redundant';
  });
  assert.equal(state, 'redundant');
  server.close();
  await page.reload();
  await started(page);
  assert.equal(await isNewer(page), false);
  await page.browserContext().close();
});

test('index.html alone on a server works all the same', async () => {
  const server = await serve({ companions: false });
  const page = await open(browser, server.url);
  await drawWithMouse(page, letter('R'));
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  // The browser reports the missing service worker on its own account.
  assert.deepEqual(page.complaints.filter((c) => !/console: .*(404|script)/.test(c)), []);
  await page.browserContext().close();
  server.close();
});

// As a page is framed that nobody trusts: no origin, so no storage and no service worker.
const sandboxed = () => serve({ headers: { 'Content-Security-Policy': 'sandbox allow-scripts' } });

test('in a sandbox, where storage and service workers throw, nothing else is lost', async (t) => {
  const server = await sandboxed();
  t.after(server.close);
  const page = await open(browser, server.url);
  await drawWithMouse(page, letter('R'));
  assert.match((await answer(page)).letter, /^[A-Za-z]$/);
  await page.select('#language', 'de');
  await page.click('#pen');
  assert.match(await page.$eval('#settings-lost', (e) => e.innerText), /keine Einstellungen/);
  for (const name of await page.$$eval('.room', (all) => all.map((e) => e.id))) {
    await page.$eval(`#${name}`, (room) => { room.open = true; });
    await page.waitForFunction((id) => document.querySelector(`#${id} .room-mount`).childElementCount > 0, {}, name);
  }
  await page.click('#save');
  await page.click('#save-link');
  await page.waitForFunction(() => location.hash.startsWith('#s=1'));
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

// English lies in the page; the words of other languages beside it.
test('words of another language are fetched when it is chosen, and missed where they are not there', async (t) => {
  const options = (page) => page.$$eval('.words-language option', (all) => all.map((e) => e.value));
  const server = await serve();
  t.after(server.close);
  const page = await open(browser, `${server.url}#word`);
  await page.waitForSelector('.words-language option');
  assert.deepEqual(await options(page), ['de', 'en', 'none']);
  await page.select('.words-language select', 'de');
  await page.waitForFunction(() => document.querySelector('.words-language select').value === 'none' && /could not be fetched/.test(document.getElementById('notice-text').textContent));
  server.replaced.set('de.hwl', readFileSync(path.join(root, 'weights/de.hwl')));
  const fetched = page.waitForResponse((response) => response.url().endsWith('/de.hwl') && response.ok());
  await page.select('.words-language select', 'de');
  await fetched;
  await page.browserContext().close();
  const local = await open(browser, `${fileUrl}#word`);
  await local.waitForSelector('.words-language option');
  assert.deepEqual(await options(local), ['en', 'none']);
  await local.browserContext().close();
});

const firefox = engines.find(({ name }) => name === 'Firefox');
test('and so in Firefox', { skip: !firefox.there() && 'Firefox is not installed' }, async (t) => {
  const server = await sandboxed();
  t.after(server.close);
  const driven = await firefox.launch();
  t.after(driven.close);
  await driven.open(server.url);
  const outcome = await driven.evaluate(async () => {
    const rejected = [];
    addEventListener('unhandledrejection', ({ reason }) => rejected.push(String(reason)));
    while (!document.body.dataset.tested) await new Promise((resolve) => setTimeout(resolve, 50));
    document.getElementById('example').click();
    while (!document.getElementById('letter').textContent) await new Promise((resolve) => setTimeout(resolve, 50));
    document.getElementById('guides-on').click();
    return { rejected, told: !document.getElementById('settings-lost').hidden };
  });
  assert.deepEqual(outcome, { rejected: [], told: true });
});
