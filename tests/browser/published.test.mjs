// The page as web/publish.mjs lays it out for a web server: in the three engines, offline after the first visit, and
// with a part that is missing or damaged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../node/artifacts.mjs';
import { engines } from './engines.mjs';
import { answer, drawWithMouse, launch, letter, linkTo, open, serve, started } from './harness.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'letters-published-'));
execFileSync(process.execPath, [path.join(root, 'web/publish.mjs'), '--out', folder]);
const names = readdirSync(folder);
const part = (which) => names.find((name) => name.startsWith(`${which}.`));
const site = () => serve({ folder, names });

let browser;
before(async () => { browser = await launch(); });
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const visit = (server, more) => open(browser, server.url, { names, ...more });
const controlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null);
const notice = (page) => page.waitForFunction(() => /missing or damaged/.test(document.getElementById('notice-text').textContent));
const others = (complaints) => complaints.filter((c) => !/Failed to load resource|digest|integrity|ERR_CONNECTION_REFUSED|request: .*#word/.test(c));

// Answers, and shows what lies in the later part: a room and Word mode.
async function works(page) {
  await drawWithMouse(page, letter('R'));
  assert.equal((await answer(page)).letter, 'R');
  await page.$eval('#room-why', (room) => { room.open = true; });
  await page.waitForSelector('#room-why canvas');
  await page.click('label:has(#mode-word)');
  await page.waitForSelector('#words letter-pad');
}

test('once painted it asks for each part once, answers, and has its rooms and Word mode', async (t) => {
  const server = await site();
  t.after(server.close);
  const asked = [];
  server.replaced.get = (at) => { asked.push(at); };
  const page = await visit(server);
  await works(page);
  assert.deepEqual(await page.$eval('#keep', (a) => [a.checkVisibility(), a.getAttribute('href'), a.download]), [true, 'letters.html', '']);
  await controlled(page); // the service worker has them from the browser's cache
  for (const which of ['first', 'later']) assert.equal(asked.filter((name) => name === part(which)).length, 1, which);
  const [paint, fetched] = await page.evaluate((name) => [performance.getEntriesByName('first-contentful-paint'),
    performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith(name))].map(([{ startTime }]) => startTime), part('first'));
  assert.ok(fetched >= paint, `asked for at ${fetched} ms, painted at ${paint}`);
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

test('the answer does not wait for what comes later, and a room and Word mode do', async (t) => {
  const server = await site();
  t.after(server.close);
  server.replaced.set(part('later'), null);
  const page = await visit(server, { ready: false });
  await page.waitForFunction(() => document.body.dataset.ready);
  await drawWithMouse(page, letter('R'));
  assert.equal((await answer(page)).letter, 'R');
  await notice(page);
  await page.$eval('#room-why', (room) => { room.open = true; });
  await page.waitForFunction(() => /reload the page/.test(document.querySelector('#room-why .failure')?.textContent));
  await page.click('label:has(#mode-word)');
  await page.waitForFunction(() => /reload the page/.test(document.querySelector('#words .failure')?.textContent));
  server.replaced.delete(part('later'));
  await Promise.all([page.waitForNavigation(), page.click('#notice-action')]);
  await page.waitForSelector('#words letter-pad');
  assert.deepEqual(others(page.complaints), []);
  await page.browserContext().close();
});

const damaged = readFileSync(path.join(folder, part('first')), 'utf8').replace('A', 'B');
for (const [how, content] of [['missing', null], ['damaged', damaged]]) {
  test(`with its first part ${how} it says so, and works once that is there`, async (t) => {
    const server = await site();
    t.after(server.close);
    server.replaced.set(part('first'), content);
    const page = await visit(server);
    assert.match(await page.$eval('#failure', (e) => e.innerText), /missing or damaged\. Check the connection, then reload/);
    assert.match(await page.$eval('#failure-detail', (e) => e.innerText), new RegExp(part('first')));
    server.replaced.delete(part('first'));
    await page.reload();
    await started(page);
    await works(page);
    assert.deepEqual(others(page.complaints), []);
    await page.browserContext().close();
  });
}

test('a part that was damaged on its way is asked for once more, past the cache', async (t) => {
  const server = await site();
  t.after(server.close);
  let times = 0;
  server.replaced.get = (at) => (at === part('first') && ++times === 1 ? damaged : undefined);
  const page = await visit(server);
  await works(page);
  assert.equal(times, 2);
  assert.deepEqual(others(page.complaints), []);
  await page.browserContext().close();
});

test('a drawing in the address is answered', async (t) => {
  const server = await site();
  t.after(server.close);
  const page = await visit(server);
  await page.goto(server.url + new URL(linkTo(letter('R'))).hash);
  await page.reload();
  await started(page);
  assert.equal((await answer(page)).letter, 'R');
  await page.browserContext().close();
});

test('a browser without WebAssembly SIMD waits for the other module, which comes later', async (t) => {
  const server = await site();
  t.after(server.close);
  const page = await visit(server, { prepare: () => {
    const { instantiate } = WebAssembly;
    let first = true;
    WebAssembly.instantiate = (...given) => {
      if (!first) return instantiate(...given);
      first = false;
      return Promise.reject(new WebAssembly.CompileError('SIMD'));
    };
  } });
  assert.equal(await page.evaluate(() => document.body.dataset.tested), 'scalar');
  await works(page);
  assert.deepEqual(page.complaints, []);
  await page.browserContext().close();
});

test('after the first visit the page opens and reads without its server', async (t) => {
  const server = await site();
  t.after(server.close);
  const page = await visit(server);
  await controlled(page);
  server.close();
  await page.goto(server.url);
  await started(page);
  await works(page);
  assert.deepEqual(others(page.complaints), []);
  await page.browserContext().close();
});

for (const engine of engines) {
  test(`in ${engine.name}`, { skip: !engine.there() && `${engine.name} is not installed` }, async (t) => {
    const server = await site();
    t.after(server.close);
    const driven = await engine.launch();
    t.after(driven.close);
    const use = async () => {
      const wrong = [];
      for (const type of ['error', 'unhandledrejection', 'securitypolicyviolation']) {
        addEventListener(type, (event) => wrong.push(String(event.reason ?? event.message ?? event.blockedURI)));
      }
      const until = async (there) => { while (!there()) await new Promise((resolve) => setTimeout(resolve, 50)); };
      await until(() => document.body.dataset.tested);
      document.getElementById('example').click();
      await until(() => document.getElementById('letter').textContent);
      document.getElementById('room-why').open = true;
      await until(() => document.querySelector('#room-why canvas'));
      return wrong;
    };
    await driven.open(server.url);
    assert.deepEqual(await driven.evaluate(use), []);
    const keeps = await driven.evaluate(async () => {
      if (!navigator.serviceWorker) return false;
      while (!navigator.serviceWorker.controller) await new Promise((resolve) => setTimeout(resolve, 50));
      return true;
    });
    assert.ok(keeps || engine.name === 'WebKitGTK', 'the other two keep the page');
    if (!keeps) return;
    server.close();
    await driven.open(server.url);
    assert.deepEqual(await driven.evaluate(use), []);
  });
}
