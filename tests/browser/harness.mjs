// harness.mjs - what the browser tests share: Chromium, a static server, and a page
// that is watched for requests, errors and policy violations.
//
// CHROMIUM names the browser, LETTERS_PAGE another html file than web/index.html.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { encodeStrokes } from '../../web/src/pad/codec.js';

const root = new URL('../../', import.meta.url);
const requireFromWeb = createRequire(new URL('web/package.json', root));

export const pageFile = process.env.LETTERS_PAGE ?? fileURLToPath(new URL('web/index.html', root));
export const fileUrl = pathToFileURL(pageFile).href;

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

function browserPath() {
  const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = candidates.find((name) => name && existsSync(name));
  if (!found) throw new Error('no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM');
  return found;
}

// flags: more of Chromium's own.
export async function launch(flags = []) {
  let puppeteer;
  try {
    puppeteer = requireFromWeb('puppeteer-core');
  } catch {
    throw new Error('puppeteer-core is not installed; run: npm ci --ignore-scripts --prefix web');
  }
  return puppeteer.launch({ executablePath: browserPath(), headless: true, args: [...FLAGS, ...flags] });
}

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', webmanifest: 'application/manifest+json', png: 'image/png' };
export const COMPANIONS = ['workshop.html', 'sw.js', 'manifest.webmanifest', 'icon-192.png', 'icon-512.png'];

// Serves the page and its companions from the folder it lies in, and once more under every name that
// looks like a folder of the server; {url, close, replaced}. What a test puts into replaced, a Map by
// the path ("sw.js", "a/sw.js"), is served instead of the file, or where there is none; null: not found.
// names: other companions, as those of another folder.
export async function serve({ companions = true, headers = {}, folder = path.dirname(pageFile), names = COMPANIONS } = {}) {
  const replaced = new Map();
  const server = createServer((request, response) => {
    const at = request.url.split('?')[0].slice(1).replace(/(^|\/)$/, '$1index.html');
    const name = path.posix.basename(at);
    const known = replaced.has(at) ? replaced.get(at) !== null : name === 'index.html' || (companions && names.includes(name));
    const type = TYPES[name.split('.').pop()] ?? 'text/plain';
    response.writeHead(known ? 200 : 404, { 'Content-Type': type, 'Cache-Control': 'max-age=600', ...headers });
    const file = name === 'index.html' && names === COMPANIONS ? pageFile : path.join(folder, name);
    response.end(known ? replaced.get(at) ?? readFileSync(file) : 'not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a test that failed before it closed its server ends all the same
  const close = () => {
    server.closeAllConnections?.();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close, replaced };
}

// The page has started: it reads letters, and its self-test, which in its idle moments asks for a
// prediction of its own, is over; or it has said why it cannot.
export const started = (page) => page.waitForFunction(() =>
  document.body.dataset.tested || document.body.dataset.ready === 'failed');

// A page opened at url and started. page.complaints collects everything that must not be:
// requests beyond the document (and, hosted, its companions), console errors and warnings, exceptions, violations.
export async function open(browser, url, { width = 1280, height = 900, touch = false, dark = false,
  scale = 1, ready = true, prepare, names = COMPANIONS } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.complaints = [];
  const complain = (text) => page.complaints.push(text);
  page.on('request', (request) => {
    const target = request.url();
    const companion = (url.startsWith('http') ? names : ['workshop.html']).some((name) => target === new URL(name, url).href);
    const local = target.startsWith('data:') || target.startsWith('blob:');
    if (target !== url && !local && !companion) complain(`request: ${target}`);
  });
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complain(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complain(`exception: ${error.message}`));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`violation: ${event.violatedDirective} ${event.blockedURI}`));
  });
  if (prepare) await page.evaluateOnNewDocument(prepare);
  await page.setViewport({ width, height, deviceScaleFactor: scale, hasTouch: touch, isMobile: touch });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.goto(url);
  if (ready) await started(page);
  return page;
}

export const letters = readFileSync(new URL('tests/letters/letters.ndjson', root), 'utf8')
  .trim().split('\n').map((line) => JSON.parse(line));

export function letter(word, which = 0) {
  return letters.filter((l) => l.word === word)[which].drawing;
}

// The page's address with a drawing in it, as its "link" button makes it.
export function linkTo(drawing) {
  const strokes = drawing.map(([xs, ys]) => xs.map((x, i) => ({ x: 0.2 + x / 425, y: 0.2 + ys[i] / 425 })));
  return `${fileUrl}#s=${encodeStrokes(strokes)}`;
}

// A drawing in 0..255 placed on the pad, which is brought into view and lies still: strokes of client coordinates.
export async function onPad(page, drawing, { size = 0.6, x = 0.2, y = 0.2 } = {}) {
  const box = await page.$eval('#pad', async (pad) => {
    const where = () => {
      const { left, top, width } = pad.getBoundingClientRect();
      return { left, top, width, middle: top + width / 2 };
    };
    for (let last = null; ;) {
      const now = where(), seen = now.middle > 0 && now.middle < innerHeight;
      if (seen && last?.left === now.left && last.top === now.top && last.width === now.width) return now;
      if (!seen) pad.scrollIntoView();
      last = now;
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  });
  return drawing.map(([xs, ys]) => xs.map((_, i) => ({
    x: box.left + box.width * (x + (size * xs[i]) / 255),
    y: box.top + box.width * (y + (size * ys[i]) / 255),
  })));
}

export async function drawWithMouse(page, drawing, placing) {
  for (const stroke of await onPad(page, drawing, placing)) {
    await page.mouse.move(stroke[0].x, stroke[0].y);
    await page.mouse.down();
    for (const point of stroke.slice(1)) await page.mouse.move(point.x, point.y);
    await page.mouse.up();
  }
  await frames(page);
}

export async function drawWithTouch(page, drawing, placing) {
  const client = await page.createCDPSession();
  const send = (type, touchPoints) => client.send('Input.dispatchTouchEvent', { type, touchPoints });
  for (const stroke of await onPad(page, drawing, placing)) {
    await send('touchStart', [stroke[0]]);
    for (const point of stroke.slice(1)) await send('touchMove', [point]);
    await send('touchEnd', []);
  }
  await client.detach();
  await frames(page);
}

// Lets the page paint and predict.
export function frames(page, count = 3) {
  return page.evaluate((n) => new Promise((resolve) => {
    const next = () => (n-- > 0 ? requestAnimationFrame(next) : resolve());
    next();
  }), count);
}

// {letter, confidence, head, chip, bars} as the page shows them.
export function answer(page) {
  return page.evaluate(() => {
    const text = (id) => document.getElementById(id).textContent;
    return {
      letter: text('letter'),
      head: text('confidence'),
      chip: document.getElementById('chip').hidden ? '' : text('chip'),
      bars: [...document.querySelectorAll('.bar-fill')].map((bar) => bar.style.transform),
      thumb: document.getElementById('thumb').toDataURL(),
    };
  });
}
