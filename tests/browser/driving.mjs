// driving.mjs - what tests of the rooms share: opening one, choosing files in it, waiting for what
// the page shows. Functions that run in the page are plain, as every engine's driver takes them.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const WAIT_MS = 60000;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const base64 = (bytes) => Buffer.from(bytes).toString('base64');

// What evaluate() gives, once condition holds for it.
export async function until(evaluate, condition, what, ms = WAIT_MS, every = 100) {
  let seen;
  for (const end = Date.now() + ms; Date.now() < end; await sleep(every)) {
    seen = await evaluate();
    if (condition(seen)) return seen;
  }
  return assert.fail(`${what}: not within ${ms / 1000} s; the page shows ${JSON.stringify(seen)}`);
}

// ---- In the page ----

export const press = (selector) => document.querySelector(selector).click();

// files: [name, base64]; as if chosen with the button of a file input.
export function chooseFiles(selector, files) {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
  const input = document.querySelector(selector);
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
}

const go = (hash) => { location.hash = hash; };
const entered = (name) => name in (window.lettersRooms ?? {}) && document.querySelector(`#room-${name} .room-mount`).childElementCount > 0;
const ready = () => Boolean(document.body.dataset.ready);
const choose = (id, value) => {
  const e = document.getElementById(id);
  e.value = value;
  e.dispatchEvent(new Event('change'));
};

// ---- Of an engine (engines.mjs) or a page of puppeteer's ----

export async function enterRoom(engine, room) {
  await engine.evaluate(go, `#room-${room}`);
  await until(() => engine.evaluate(entered, room), Boolean, room);
}

// The page, ready, in English.
export async function openInEnglish(engine, url) {
  await engine.open(url);
  await until(() => engine.evaluate(ready), Boolean, 'ready');
  await select(engine, 'language', 'en');
}

export const select = (engine, id, value) => engine.evaluate(choose, id, value);

// axe has nothing to say about what the selector names on a page that is this wide, nothing is cut off, and nothing was complained of.
export async function isSound(page, selector, width) {
  await page.evaluate(readFileSync(new URL('../../web/node_modules/axe-core/axe.min.js', import.meta.url), 'utf8'));
  const { violations } = await page.evaluate((what) => window.axe.run(what), selector);
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(', ')}`), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
  assert.deepEqual(page.complaints, []);
}
