// #embed in a frame of a page of another origin, in three engines: the pad and the answer alone, answers for the page
// that asked and no other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from './driving.mjs';
import { engines } from './engines.mjs';
import { letter, serve } from './harness.mjs';

const WIDTH = 360, HEIGHT = 620;
let pages, host;
before(async () => {
  pages = await serve();
  host = await serve();
  // The second frame, beside, asks as well.
  host.replaced.set('host.html', `<!DOCTYPE html><title>host</title><style>body { margin: 0 }</style>
    <script>
      window.heard = [];
      window.overheard = [];
      onmessage = ({ origin, data, source }) => { if (source === frames[0]) heard.push({ origin, ...data }); };
    </script>
    <iframe width="${WIDTH}" height="${HEIGHT}" style="border: 0; display: block" src="${pages.url}#embed"></iframe>
    <iframe srcdoc="<script>
      onmessage = ({ data }) => parent.overheard.push(data);
      setInterval(() => parent.frames[0].postMessage({ letters: 'subscribe' }, '*'), 100);
    </script>"></iframe>`);
});
after(() => {
  pages.close();
  host.close();
});

// On the pad, which is at the top of the frame.
const placed = (drawing) => drawing.map(([xs, ys]) => xs.map((x, i) => ({ x: 90 + (x * 180) / 255, y: 80 + (ys[i] * 180) / 255 })));
const post = (data) => document.querySelector('iframe').contentWindow.postMessage(data, '*');
const heard = () => window.heard;

for (const { name, there, launch } of engines) {
  test(name, { skip: there() ? false : 'not installed' }, async () => {
    const engine = await launch();
    try {
      await engine.open(`${host.url}host.html`);
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const data of ['subscribe', null, { letters: 'load' }, { subscribe: 'letters' }]) await engine.evaluate(post, data);
      await engine.mouse(placed(letter('W')));
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.deepEqual(await engine.evaluate(heard), [], 'nobody asked');
      await engine.evaluate(post, { letters: 'subscribe' });
      const [first] = await until(() => engine.evaluate(heard), (all) => all.some((each) => each.letter === 'W'), 'what is drawn');
      assert.equal(first.origin, new URL(pages.url).origin);
      assert.deepEqual([first.letters, first.small, first.isLetter], ['answer', 'w', true]);
      assert.equal(Object.keys(first.probabilities).length, 37);
      assert.equal(first.probabilities.W, first.confidence);
      await engine.mouse(placed([[[0, 255], [0, 255]]]));
      await until(() => engine.evaluate(heard), (all) => all.length > 1, 'what changed');
      assert.deepEqual(await engine.evaluate(() => window.overheard), [], 'another frame hears nothing');
    } finally {
      await engine.close();
    }
  });
}

test('nothing is shown but the pad, its tools and the answer', async () => {
  const { launch } = engines[0];
  const engine = await launch();
  try {
    await engine.open(`${pages.url}#embed`);
    await until(() => engine.evaluate(() => Boolean(document.body.dataset.ready)), Boolean, 'ready');
    const shown = await engine.evaluate(() => [...document.querySelectorAll('button, select, a, h1, h2, h3, canvas, letter-pad, summary')]
      .filter((e) => e.getClientRects().length).map((e) => e.id));
    assert.deepEqual(shown, ['pad', 'undo', 'redo', 'eraser', 'clear']);
  } finally {
    await engine.close();
  }
});
