// The ink on the pad, in three engines: the shape that the core draws of the same strokes, whatever
// their points; and in a saved picture the same.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { encodeStrokes, GRID } from '../../web/src/pad/codec.js';
import { toSvg } from '../../web/src/pad/exporting.js';
import { PEN } from '../../web/src/pad/ink.js';
import { press, until } from './driving.mjs';
import { engines } from './engines.mjs';
import { fileUrl, letter } from './harness.mjs';

const LENGTHS = [3, 5, 12, 40, 400]; // points of a stroke
const CORE = { width: 5.5, extent: 40 }; // the core's pen, and the larger side of what it draws, in its pixels
const SIDE = (PEN * CORE.extent) / CORE.width; // of a drawing on the pad for which the usual pen is as wide as the core's
const OTHERWISE = 0.01; // of the ink at most

const corners = (...xy) => [xy.map(([x, y]) => ({ x, y }))];
const ofSample = (word) => letter(word).map(([xs, ys]) => xs.map((x, i) => ({ x, y: ys[i] })));
const SHAPES = {
  M: corners([0, 100], [10, 0], [45, 70], [80, 0], [90, 100]), Z: corners([0, 0], [70, 0], [0, 100], [70, 100]),
  V: corners([0, 0], [40, 100], [80, 0]), there: corners([0, 50], [100, 50], [0, 50]),
  ...Object.fromEntries([...'SkBg'].map((word) => [word, ofSample(word)])),
};

// As many points as asked for, at even distances along a stroke.
function resample(stroke, count) {
  const far = [0];
  for (let i = 1; i < stroke.length; i++) far.push(far[i - 1] + Math.hypot(stroke[i].x - stroke[i - 1].x, stroke[i].y - stroke[i - 1].y));
  const total = far[far.length - 1];
  return Array.from({ length: count }, (_, k) => {
    const at = (total * k) / (count - 1), i = Math.max(1, far.findIndex((d) => d >= at - 1e-9));
    const t = far[i] > far[i - 1] ? (at - far[i - 1]) / (far[i] - far[i - 1]) : 0;
    const between = (axis) => stroke[i - 1][axis] + t * (stroke[i][axis] - stroke[i - 1][axis]);
    return { x: between('x'), y: between('y') };
  });
}

// In the middle of the pad, its larger side of this size, on the grid of a link.
function placed(strokes, side = SIDE) {
  const all = strokes.flat(), range = (axis) => [Math.min(...all.map((p) => p[axis])), Math.max(...all.map((p) => p[axis]))];
  const [left, right] = range('x'), [top, bottom] = range('y'), size = Math.max(right - left, bottom - top) || 1;
  const at = (v, low, high) => Math.round((0.5 + (side * (v - (low + high) / 2)) / size) * GRID) / GRID;
  return strokes.map((s) => s.map(({ x, y }) => ({ x: at(x, left, right), y: at(y, top, bottom) })));
}

// ---- In the page ----

const ready = () => Boolean(document.body.dataset.tested);
const go = (hash) => { location.hash = hash; };
const painted = () => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))); });

// {ink, drawn, saved}: pixels of the core's ink, and of those that are otherwise on the pad, by more than a pixel of its
// own, and in a saved picture.
const compare = (strokes, svg, { extent }, side) => window.letters.then((recognizer) => {
  recognizer.recognizeStrokes(strokes);
  const { ink, side: frame } = recognizer.steps();
  const all = strokes.flat(), middle = (axis) => (Math.min(...all.map((p) => p[axis])) + Math.max(...all.map((p) => p[axis]))) / 2;
  const size = Math.max(...['x', 'y'].map((axis) => Math.max(...all.map((p) => p[axis])) - Math.min(...all.map((p) => p[axis])))) || side;
  const { canvas } = document.getElementById('pad'), context = canvas.getContext('2d');
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const paths = [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('path')].map((e) => ({
    path: new Path2D(e.getAttribute('d')), width: Number(e.getAttribute('stroke-width')), cap: e.parentNode.getAttribute('stroke-linecap'),
    join: e.parentNode.getAttribute('stroke-linejoin'),
  }));
  const saved = document.createElement('canvas').getContext('2d');
  const covers = (x, y) => paths.some(({ path, width, cap, join }) => {
    Object.assign(saved, { lineWidth: width || 1, lineCap: cap, lineJoin: join });
    return width ? saved.isPointInStroke(path, x, y) : saved.isPointInPath(path, x, y);
  });
  const counts = { ink: 0, drawn: 0, saved: 0 };
  for (let row = 0; row < frame; row++) {
    for (let column = 0; column < frame; column++) {
      const x = middle('x') + ((column + 0.5 - frame / 2) * size) / extent, y = middle('y') + ((row + 0.5 - frame / 2) * size) / extent;
      const black = ink[row * frame + column] > 0;
      counts.ink += black;
      if (x < 0 || y < 0 || x >= 1 || y >= 1) continue;
      const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) =>
        4 * (Math.floor(y * canvas.height + dy) * canvas.width + Math.floor(x * canvas.width + dx))));
      counts.drawn += around.every((at) => black !== Math.abs(data[at] - data[0]) > 110);
      counts.saved += black !== covers(1024 * x, 1024 * y);
    }
  }
  return counts;
});

// A pen's stroke over the pad: points in widths of the pad, with their pressure.
const drawWithPen = (points) => {
  const { canvas: pad } = document.getElementById('pad'), { left, top, width } = pad.getBoundingClientRect();
  const send = (type, { x, y, p }) => pad.dispatchEvent(new PointerEvent(type, {
    pointerId: 77, pointerType: 'pen', isPrimary: true, bubbles: true, cancelable: true, pressure: p,
    clientX: left + x * width, clientY: top + y * width, button: type === 'pointermove' ? -1 : 0, buttons: 1,
  }));
  send('pointerdown', points[0]);
  for (const point of points.slice(1)) send('pointermove', point);
  send('pointerup', points[points.length - 1]);
};

// Places of the pad, of a grid of 256, that are otherwise than a round nib of these widths leaves them: more than a pixel from its edge.
const againstNib = (points, pen) => {
  const { canvas } = document.getElementById('pad');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const near = (x, y) => { // to the nib's edge, below 0 inside
    let least = Infinity;
    for (let i = 1; i < points.length; i++) {
      for (let k = 0; k <= 100; k++) {
        const mix = (key) => points[i - 1][key] + (k / 100) * (points[i][key] - points[i - 1][key]);
        least = Math.min(least, Math.hypot(x - mix('x'), y - mix('y')) - pen * (0.25 + mix('p') / 2));
      }
    }
    return least;
  };
  let wrong = 0;
  for (let row = 0; row < 256; row++) {
    for (let column = 0; column < 256; column++) {
      const x = (column + 0.5) / 256, y = (row + 0.5) / 256, edge = near(x, y);
      const at = 4 * (Math.floor(y * canvas.height) * canvas.width + Math.floor(x * canvas.width));
      if (Math.abs(edge) > 1.5 / canvas.width) wrong += (edge < 0) !== Math.abs(data[at] - data[0]) > 110;
    }
  }
  return wrong;
};

const choose = (id, value) => {
  const e = document.getElementById(id);
  if (e.type === 'radio') e.click();
  else Object.assign(e, { value }).dispatchEvent(new Event('input'));
};
const read = () => document.getElementById('letter').textContent;

for (const { name, there, launch } of engines) {
  describe(name, { skip: !there() && `${name} is not installed` }, () => {
    let engine;
    before(async () => {
      engine = await launch();
      await engine.open(fileUrl);
      await until(() => engine.evaluate(ready), Boolean, 'ready');
    });
    after(() => engine?.close());

    async function draw(strokes) {
      await engine.evaluate(go, `#s=${encodeStrokes(strokes)}`);
      await engine.evaluate(painted);
    }

    const differences = (strokes, pen) => engine.evaluate(compare, strokes, toSvg(strokes, pen), CORE, SIDE);

    for (const count of LENGTHS) {
      test(`strokes of ${count} points are painted as the core draws them`, async () => {
        for (const [what, shape] of Object.entries(SHAPES)) {
          const strokes = placed(shape.map((stroke) => (stroke.length < 2 ? stroke : resample(stroke, count))));
          await draw(strokes);
          const { ink, drawn, saved } = await differences(strokes, PEN);
          assert.ok(ink > 200 && drawn <= OTHERWISE * ink && saved <= OTHERWISE * ink, `${what}: of ${ink} pixels ${drawn} painted, ${saved} saved otherwise`);
        }
      });
    }

    test('strokes of two points and dots too', async () => {
      for (const strokes of [[[{ x: 0.5, y: 0.5 }]], placed(corners([0, 0], [30, 100])), [...placed(corners([0, 0], [0, 100])), [{ x: 0.6, y: 0.4 }]]]) {
        await draw(strokes);
        const { ink, drawn, saved } = await differences(strokes, PEN);
        assert.ok(ink > 20 && drawn <= OTHERWISE * ink && saved <= OTHERWISE * ink, `of ${ink} pixels ${drawn} painted, ${saved} saved otherwise`);
      }
    });

    test('a pen\'s pressure varies the width, from hair to marker, without a gap', async () => {
      const zigzag = [[0.2, 0.2, 0.1], [0.5, 0.8, 0.9], [0.52, 0.2, 0.3], [0.8, 0.75, 1], [0.8, 0.74, 0.05], [0.3, 0.5, 0.6]].map(([x, y, p]) => ({ x, y, p }));
      for (const width of [1, 5, 9]) {
        await engine.evaluate(choose, 'pen-width', String(width));
        await engine.evaluate(press, '#clear');
        await engine.evaluate(drawWithPen, zigzag);
        await engine.evaluate(painted);
        assert.equal(await engine.evaluate(againstNib, zigzag, (PEN * width) / 5), 0, `width ${width}`);
      }
      await engine.evaluate(choose, 'pen-width', '5');
    });

    test('quick letters are read from the pad\'s pixels as from their strokes', async () => {
      const words = [...'AEFHKLMNTVWXYZz'], other = [];
      for (const word of words) {
        await draw(placed(ofSample(word).map((stroke) => resample(stroke, Math.min(stroke.length, 5))), 0.6));
        const letters = [];
        for (const source of ['source-strokes', 'source-pixels']) {
          await engine.evaluate(choose, source);
          await engine.evaluate(painted);
          letters.push(await engine.evaluate(read));
        }
        if (letters[0] !== letters[1]) other.push(letters.join(' and '));
      }
      await engine.evaluate(choose, 'source-strokes');
      assert.ok(other.length <= 1, other.join(', '));
    });
  });
}
