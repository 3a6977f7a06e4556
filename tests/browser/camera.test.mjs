// The camera in Chromium, whose place a file takes: nothing is asked for before the press, the answer follows the
// picture, one is taken, and the camera is given back however it ends. And what is said where there is none. In the
// other engines the stream of a canvas takes its place.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isSound, openInEnglish, press, select, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { fileUrl, launch, letter, open, serve } from './harness.mjs';

const WIDE = 640, HIGH = 480, PAPER = 225, INK = 40, PEN = 6;
const folder = mkdtempSync(path.join(tmpdir(), 'letters-camera-'));

// A film of one frame, letters on paper side by side: I420 of YUV4MPEG2.
function film(words) {
  const luma = Buffer.alloc(WIDE * HIGH, PAPER);
  words.forEach((word, i) => {
    const side = 110, left = 60 + 180 * i, top = 180;
    for (const [xs, ys] of letter(word)) {
      for (let k = 1; k < xs.length; k++) {
        const steps = 1 + Math.ceil(Math.hypot(xs[k] - xs[k - 1], ys[k] - ys[k - 1]));
        for (let t = 0; t <= steps; t++) {
          const at = (v) => (v[k - 1] + ((v[k] - v[k - 1]) * t) / steps) * (side / 255);
          const x = Math.round(left + at(xs)), y = Math.round(top + at(ys));
          for (let v = y - PEN; v <= y + PEN; v++) {
            for (let u = x - PEN; u <= x + PEN; u++) if (Math.hypot(u - x, v - y) <= PEN) luma[v * WIDE + u] = INK;
          }
        }
      }
    }
  });
  const grey = Buffer.alloc((WIDE * HIGH) / 2, 128);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDE} H${HIGH} F10:1 Ip A1:1 C420jpeg\nFRAME\n`), luma, grey]);
}

const FAKE = ['--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];

function launchWith(words, ...more) {
  const file = path.join(folder, `${words.join('')}.y4m`);
  writeFileSync(file, film(words));
  return launch([...FAKE, `--use-file-for-fake-video-capture=${file}`, ...more]);
}

// ---- In the page ----

// Every stream that the page is given is kept, for its tracks.
function keepStreams() {
  window.streams = [];
  window.asked = [];
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    window.asked.push(wanted);
    const stream = await ask(wanted);
    window.streams.push(stream);
    return stream;
  };
}

function shown() {
  const seen = (selector) => { const e = document.querySelector(selector); return e !== null && e.getClientRects().length > 0; };
  const text = (id) => document.getElementById(id).textContent;
  return {
    live: seen('.camera video'), labels: [...document.querySelectorAll('.camera span')].map((e) => e.textContent).join(''),
    letter: text('letter'), head: text('confidence'), found: [...document.querySelectorAll('.found button')].map((e) => e.textContent).join(''),
    notice: document.getElementById('notice').hidden ? '' : text('notice-text'), back: seen('#picture-back'), crop: seen('.crop-start'),
    tracks: (window.streams ?? []).flatMap((s) => s.getTracks()).map((t) => `${t.kind} ${t.readyState}`), asked: window.asked?.length,
    focus: document.activeElement.textContent || document.activeElement.id, loaded: 'camera' in (window.lettersRooms ?? {}),
  };
}

const start = (page) => page.evaluate(() => document.getElementById('picture-live').click());
const see = (page) => page.evaluate(shown);
const when = (page, condition, what) => until(() => see(page), condition, what);
const ended = ({ live, back, tracks }) => !live && !back && tracks.at(-1) === 'video ended';

async function opened(browser, url, more) {
  const page = await open(browser, url, more);
  await select(page, 'language', 'en');
  return page;
}

describe('with a camera', () => {
  let browser, server, page;
  before(async () => {
    browser = await launchWith(['A', 'B', 'K'], '--use-fake-ui-for-media-stream');
    server = await serve();
    page = await opened(browser, server.url, { prepare: keepStreams });
  });
  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  test('nothing is asked for or loaded before the press', async () => {
    await page.evaluate(press, '#picture');
    const { asked, loaded, live } = await see(page);
    assert.deepEqual([asked, loaded, live], [0, false, false]);
  });

  test('the answer and the letters follow the picture', async () => {
    await start(page);
    const { tracks, focus, asked } = await when(page, ({ live, labels, letter: read }) => live && labels === 'ABK' && read === 'A', 'ABK');
    assert.deepEqual([tracks, focus, asked], [['video live'], 'Take this picture', 1]);
    const wanted = await page.evaluate(() => window.asked[0]);
    assert.equal(wanted.audio, false);
    assert.deepEqual(wanted.video.facingMode, { ideal: 'environment' });
    // The label of A lies over A in the film.
    const place = await page.evaluate(() => {
      const view = document.querySelector('.camera video').getBoundingClientRect(), box = document.querySelector('.camera i').getBoundingClientRect();
      return [(box.left - view.left) / view.width, (box.top - view.top) / view.height];
    });
    assert.ok(Math.abs(place[0] - 60 / WIDE) < 0.03 && Math.abs(place[1] - 180 / HIGH) < 0.03, String(place));
    await isSound(page, '.draw', 1280);
  });

  test('a picture is taken, the camera given back, and every letter stands in its place', async () => {
    await page.evaluate(press, '.camera > button');
    const { tracks, crop } = await when(page, ({ live, found }) => !live && found === 'ABK', 'the photograph');
    assert.deepEqual([tracks, crop], [['video ended'], true]);
    await page.evaluate(press, '#picture-back');
    await when(page, ({ back }) => !back, 'the drawing');
  });

  const ways = {
    'the way back': (p) => p.evaluate(press, '#picture-back'),
    Escape: (p) => p.keyboard.press('Escape'),
    'another mode': (p) => p.evaluate(() => { location.hash = '#word'; }),
    'a page that is hidden': (p) => p.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      delete document.hidden;
    }),
    'a page that is left': (p) => p.evaluate(() => dispatchEvent(new Event('pagehide'))),
    Clear: (p) => p.evaluate(() => document.getElementById('clear').click()),
  };
  for (const [name, leave] of Object.entries(ways)) {
    test(`${name} ends it`, async () => {
      await page.evaluate(() => { location.hash = '#letter'; });
      await start(page);
      await when(page, ({ live, labels }) => live && labels === 'ABK', 'live');
      await leave(page);
      const { tracks } = await when(page, ended, 'ended');
      assert.ok(tracks.every((track) => track === 'video ended'), String(tracks));
    });
  }

  test('a camera that is unplugged is told of', async () => {
    await page.evaluate(() => { location.hash = '#letter'; });
    await start(page);
    await when(page, ({ live }) => live, 'live');
    await page.evaluate(() => {
      const [track] = window.streams.at(-1).getTracks();
      track.stop();
      track.dispatchEvent(new Event('ended'));
    });
    const { notice, live } = await when(page, ({ notice: said, back }) => /switched off/.test(said) && !back, 'told, and the drawing is back');
    assert.match(notice, /Press “Camera”/);
    assert.equal(live, false);
  });

  test('it starts from file://, too, and the drawing of before is there again', async () => {
    const file = await opened(browser, fileUrl, { prepare: keepStreams });
    await start(file);
    await when(file, ({ live, labels }) => live && labels === 'ABK', 'live from a file');
    await file.evaluate(press, '#picture-back');
    await when(file, ended, 'ended');
    assert.deepEqual(file.complaints, []);
    await file.close();
  });
});

// A canvas with letters on it, [{x, y, side, drawing}], as the camera's film: in the page.
function filmOfCanvas(letters, [width, height, pen]) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!canvas.captureStream || !('srcObject' in HTMLMediaElement.prototype)) return false;
  const paint = () => {
    context.fillStyle = 'rgb(225 225 225)';
    context.fillRect(0, 0, width, height);
    context.lineWidth = 2 * pen;
    context.lineCap = context.lineJoin = 'round';
    for (const { x, y, side, drawing } of letters) {
      for (const [xs, ys] of drawing) {
        context.beginPath();
        xs.forEach((v, i) => context.lineTo(x + (v * side) / 255, y + (ys[i] * side) / 255));
        context.stroke();
      }
    }
  };
  paint();
  setInterval(paint, 50); // a stream has a frame where something is painted
  const getUserMedia = async () => {
    const stream = canvas.captureStream(10);
    (window.streams ??= []).push(stream);
    return stream;
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia } });
  return true;
}

for (const { name, there, launch: launchEngine } of engines.slice(1)) {
  test(`${name}: the letters follow the picture, one is taken, and the camera is given back`, { skip: there() ? false : 'not installed' }, async (t) => {
    const engine = await launchEngine(), server = await serve();
    const whenHere = (condition, what) => until(() => engine.evaluate(shown), condition, what);
    try {
      await openInEnglish(engine, server.url);
      const letters = ['A', 'B', 'K'].map((word, i) => ({ x: 60 + 180 * i, y: 180, side: 110, drawing: letter(word) }));
      if (!await engine.evaluate(filmOfCanvas, letters, [WIDE, HIGH, PEN])) {
        t.skip('no stream of a canvas here');
        return;
      }
      await engine.evaluate(press, '#picture');
      await engine.evaluate(press, '#picture-live');
      await whenHere(({ live, labels, letter: read }) => live && labels === 'ABK' && read === 'A', 'ABK');
      await engine.evaluate(press, '.camera > button');
      const { tracks } = await whenHere(({ live, found }) => !live && found === 'ABK', 'the photograph');
      assert.deepEqual(tracks, ['video ended']);
    } finally {
      await engine.close();
      server.close();
    }
  });
}

describe('without one', () => {
  let browser, server;
  before(async () => {
    browser = await launch(['--use-fake-device-for-media-stream', '--deny-permission-prompts']);
    server = await serve();
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  const refusing = (name) => `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${name}'))`;
  const cases = [
    ['a permission that is denied', undefined, /does not let this page use the camera\. Allow it/],
    ['no camera', refusing('NotFoundError'), /no camera here\. Connect one/],
    ['a camera in use', refusing('NotReadableError'), /another program may be using it/],
    ['a page from where none is lent', 'delete Navigator.prototype.mediaDevices', /only to pages from https:\/\/ or localhost/],
  ];
  for (const [name, prepare, said] of cases) {
    test(`${name}: a sentence says so, and files can be opened`, async () => {
      const page = await opened(browser, server.url, { prepare });
      await start(page);
      const { live, back } = await when(page, ({ notice }) => said.test(notice), name);
      assert.deepEqual([live, back], [false, false]);
      await page.evaluate(press, '#picture');
      assert.ok(await page.evaluate(() => document.getElementById('picture-open').getClientRects().length > 0));
      assert.deepEqual(page.complaints, []);
      await page.close();
    });
  }

  test('a page without its workshop says which file is missing', async () => {
    const alone = await serve({ companions: false });
    const page = await opened(browser, alone.url);
    await start(page);
    await when(page, ({ notice }) => /workshop\.html/.test(notice), 'missing');
    await page.close();
    alone.close();
  });
});
