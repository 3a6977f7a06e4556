// engines.mjs - the page in each of the distribution's three engines, behind one face:
// open(url), evaluate(function, ...arguments), mouse(strokes), close().
//
// Chromium and Firefox are driven by puppeteer, WebKitGTK by plain WebDriver requests.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { launch as launchChromium } from './harness.mjs';

const puppeteer = createRequire(new URL('../../web/package.json', import.meta.url))('puppeteer-core');
const firefoxPath = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const webkitDriver = process.env.WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';
const START_MS = 180000; // a loaded machine starts a browser slowly

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function withPuppeteer(browser) {
  let page;
  return {
    async open(url) {
      await page?.close();
      page = await browser.newPage();
      await page.setViewport({ width: 1100, height: 900 });
      await page.goto(url, { timeout: START_MS });
    },
    evaluate: (f, ...args) => page.evaluate(f, ...args),
    async mouse(strokes) {
      for (const stroke of strokes) {
        await page.mouse.move(stroke[0].x, stroke[0].y);
        await page.mouse.down();
        for (const p of stroke.slice(1)) await page.mouse.move(p.x, p.y);
        await page.mouse.up();
      }
    },
    close: () => browser.close(),
  };
}

function launchFirefox() {
  return puppeteer.launch({
    browser: 'firefox', executablePath: firefoxPath, headless: true, timeout: START_MS, protocolTimeout: START_MS,
  });
}

// One WebDriver command; the value of its answer.
async function command(base, method, path, body) {
  const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver ${path}: ${value.error}: ${value.message}`);
  return value;
}

async function newSession(base, driver) {
  const capabilities = { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': {
    binary: process.env.MINIBROWSER ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] } } };
  for (const end = Date.now() + START_MS; ; await sleep(300)) {
    try {
      return (await command(base, 'POST', '/session', { capabilities })).sessionId;
    } catch (error) {
      const starting = error.cause?.code === 'ECONNREFUSED';
      if (!starting || driver.exitCode !== null || Date.now() > end) throw error;
    }
  }
}

// All of a drawing as one action sequence of a mouse.
function mouseActions(strokes) {
  const move = ({ x, y }) => ({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) });
  const actions = strokes.flatMap((stroke) => [
    move(stroke[0]), { type: 'pointerDown', button: 0 }, ...stroke.slice(1).map(move), { type: 'pointerUp', button: 0 },
  ]);
  return [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }];
}

async function launchWebkit() {
  const port = 20000 + (process.pid % 20000);
  const base = `http://127.0.0.1:${port}`;
  const driver = spawn('xvfb-run', ['-a', webkitDriver, `--port=${port}`],
    { stdio: 'ignore', detached: true, env: { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: '1' } });
  // The group: xvfb-run alone would leave its server and the driver behind.
  const stop = () => { try { process.kill(-driver.pid); } catch { /* gone already */ } };
  let session;
  try {
    session = `/session/${await newSession(base, driver)}`;
    await command(base, 'POST', `${session}/timeouts`, { script: START_MS, pageLoad: START_MS });
  } catch (error) {
    stop();
    throw error;
  }
  return {
    open: (url) => command(base, 'POST', `${session}/url`, { url }),
    evaluate: (f, ...args) => command(base, 'POST', `${session}/execute/async`, { args, script:
      `const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);
       Promise.resolve().then(() => (${f})(...given)).then(done, (error) => done('failed: ' + error));` }),
    mouse: (strokes) => command(base, 'POST', `${session}/actions`, { actions: mouseActions(strokes) }),
    async close() {
      await command(base, 'DELETE', session).catch(() => {});
      stop();
    },
  };
}

export const engines = [
  { name: 'Chromium', there: () => true, launch: async () => withPuppeteer(await launchChromium()) },
  { name: 'Firefox', there: () => existsSync(firefoxPath), launch: async () => withPuppeteer(await launchFirefox()) },
  { name: 'WebKitGTK', there: () => existsSync(webkitDriver), launch: launchWebkit },
];
