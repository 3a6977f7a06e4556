// web/src/pad/history.js and pad.js without a browser: undo and redo, the eraser, and whose pointer
// counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Drawing } from '../../../web/src/pad/history.js';
import { Pad } from '../../../web/src/pad/pad.js';

const SIDE = 200; // of the canvas, CSS pixels
const dot = (x, y) => [{ x, y }];

// A pad on a canvas that only hears events. fire(type, x, y, {...}) in CSS pixels.
function makePad() {
  const heard = {}, captured = [];
  const canvas = {
    clientWidth: SIDE,
    addEventListener: (type, hear) => { heard[type] = hear; },
    getBoundingClientRect: () => ({ left: 10, top: 20, width: SIDE, height: SIDE }),
    setPointerCapture: (id) => captured.push(id),
    focus() {},
  };
  const drawing = new Drawing();
  let changes = 0;
  const pad = new Pad(canvas, drawing, () => { changes++; });
  const fire = (type, x, y, more = {}) => heard[type]({ pointerId: 1, pointerType: 'mouse', button: 0, buttons: 1, timeStamp: 0,
    width: 20, pressure: 0, clientX: x + 10, clientY: y + 20, preventDefault() {}, ...more });
  const line = (more, ...points) => {
    const [first, ...rest] = points;
    fire('pointerdown', ...first, more);
    for (const point of rest) fire('pointermove', ...point, more);
    fire('pointerup', ...points.at(-1), more);
  };
  return { pad, drawing, fire, line, captured, changes: () => changes };
}

test('a new stroke leaves nothing to redo', () => {
  const drawing = new Drawing();
  drawing.begin({ x: 0, y: 0 });
  drawing.begin({ x: 1, y: 0 });
  drawing.undo();
  assert.equal(drawing.canRedo, true);
  drawing.redo();
  assert.equal(drawing.strokes.length, 2);
  drawing.undo();
  assert.deepEqual(drawing.strokes, [dot(0, 0)]);
  drawing.begin({ x: 2, y: 0 });
  assert.equal(drawing.canRedo, false);
  drawing.redo();
  assert.deepEqual(drawing.strokes, [dot(0, 0), dot(2, 0)]);
});

test('clearing and erasing are undone like a stroke', () => {
  const drawing = new Drawing();
  drawing.begin({ x: 0, y: 0 });
  drawing.clear();
  drawing.clear(); // nothing to clear is nothing to undo
  drawing.undo();
  assert.deepEqual(drawing.strokes, [dot(0, 0)]);
  assert.equal(drawing.erase({ x: 0.1, y: 0 }, 0.2), true);
  assert.deepEqual(drawing.strokes, []);
  drawing.undo();
  drawing.undo();
  assert.equal(drawing.canUndo, false);
  drawing.undo();
  drawing.redo();
  drawing.redo();
  drawing.undo();
  assert.deepEqual(drawing.strokes, [dot(0, 0)]);
});

test('a discarded stroke was never there', () => {
  const drawing = new Drawing();
  drawing.begin({ x: 0, y: 0 });
  const palm = drawing.begin({ x: 9, y: 9 });
  drawing.discard(drawing.strokes[0]); // not the last one: stays
  assert.equal(drawing.strokes.length, 2);
  drawing.discard(palm);
  drawing.undo();
  assert.deepEqual(drawing.strokes, []);
});

test('the eraser takes whole strokes within its reach, and no others', () => {
  const drawing = new Drawing();
  drawing.change([[{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }], dot(20, 0)]);
  const erased = (x, y, reach) => {
    const found = drawing.erase({ x, y }, reach);
    if (found) drawing.undo();
    return found;
  };
  assert.equal(erased(5, 0.9, 1), true);
  assert.equal(erased(5, 1.1, 1), false);
  assert.equal(erased(5, 5, 3), false); // between the first point and the last, far from either side
  assert.equal(erased(10.9, 5, 1), true);
  assert.equal(erased(-0.9, 0, 1), true);
  assert.equal(erased(-1.1, 0, 1), false); // on the line, past its end
  assert.equal(erased(21.1, 0, 1), false);
  const before = drawing.past.length;
  assert.equal(drawing.erase({ x: 50, y: 50 }, 1), false);
  assert.equal(drawing.past.length, before);
  drawing.erase({ x: 5, y: 0 }, 1);
  assert.deepEqual(drawing.strokes, [dot(20, 0)]);
});

test('a mouse draws in widths of the pad', () => {
  const { drawing, line, captured, changes } = makePad();
  line({}, [20, 40], [100, 40], [100, 40], [100, 120]);
  assert.deepEqual(drawing.strokes, [[{ x: 0.1, y: 0.2 }, { x: 0.5, y: 0.2 }, { x: 0.5, y: 0.6 }]]);
  assert.deepEqual(captured, [1]);
  assert.ok(changes() >= 4);
  line({ button: 2 }, [20, 40], [100, 40]);
  assert.equal(drawing.strokes.length, 1);
});

test('a trembling tap is a dot, and a short stroke is not', () => {
  const { drawing, line } = makePad();
  line({}, [50, 50], [53, 52], [51, 50]);
  line({}, [50, 50], [54.5, 50]);
  assert.deepEqual(drawing.strokes.map((s) => s.length), [1, 2]);
});

test('only the pointer that began a stroke moves, ends or cancels it', () => {
  const { pad, drawing, fire } = makePad();
  fire('pointerdown', 10, 10);
  for (const type of ['pointermove', 'pointerup', 'pointercancel', 'lostpointercapture']) fire(type, 90, 90, { pointerId: 2 });
  assert.equal(pad.drawingNow, true);
  assert.equal(drawing.strokes[0].length, 1);
  fire('pointermove', 60, 10);
  fire('pointercancel', 0, 0);
  assert.equal(pad.drawingNow, false);
  assert.deepEqual(drawing.strokes, [[{ x: 0.05, y: 0.05 }, { x: 0.3, y: 0.05 }]]);
  fire('pointerup', 90, 90);
  fire('pointermove', 90, 90);
  assert.equal(drawing.strokes[0].length, 2);
});

test('a palm is no finger', () => {
  const finger = { pointerType: 'touch', pointerId: 3, timeStamp: 5000 }, pen = { pointerType: 'pen', pointerId: 4, timeStamp: 5000 };
  const { drawing, line, fire } = makePad();
  line({ ...finger, width: 81 }, [10, 10], [60, 60]);
  assert.equal(drawing.strokes.length, 0);
  line({ ...finger, width: 80 }, [10, 10], [60, 60]);
  assert.equal(drawing.strokes.length, 1);
  fire('pointermove', 0, 0, { ...pen, buttons: 0 }); // hovers
  line({ ...finger, timeStamp: 5999 }, [10, 10], [60, 60]);
  assert.equal(drawing.strokes.length, 1);
  line({ ...finger, timeStamp: 6000 }, [10, 10], [60, 60]);
  assert.equal(drawing.strokes.length, 2);
});

test('one finger draws at a time, and a pen takes over from it', () => {
  const finger = { pointerType: 'touch', pointerId: 3 }, pen = { pointerType: 'pen', pointerId: 4, pressure: 0.25 };
  const { pad, drawing, fire } = makePad();
  fire('pointerdown', 10, 10, finger);
  fire('pointerdown', 90, 90, { ...finger, pointerId: 5 });
  assert.deepEqual(drawing.strokes, [dot(0.05, 0.05)]);
  fire('pointerdown', 100, 100, pen);
  assert.deepEqual(drawing.strokes, [[{ x: 0.5, y: 0.5, p: 0.25 }]]);
  fire('pointerdown', 30, 30, { pointerType: 'mouse', pointerId: 6 });
  fire('pointerup', 150, 100, pen);
  assert.equal(pad.drawingNow, false);
  assert.equal(drawing.strokes.length, 1);
  assert.equal(drawing.strokes[0].length, 2);
  drawing.undo();
  assert.equal(drawing.strokes.length, 0);
});

test('the eraser: 12 pixels of a mouse or pen, 22 of a finger, and a pen\'s other end', () => {
  const { pad, drawing, line } = makePad();
  const reaches = (more, distance) => {
    drawing.change([dot(0.5, 0.5)]);
    line(more, [100, 100 + distance]);
    return drawing.strokes.length === 0;
  };
  pad.erasing = true;
  assert.deepEqual([11.9, 12.1].map((d) => reaches({}, d)), [true, false]);
  assert.deepEqual([21.9, 22.1].map((d) => reaches({ pointerType: 'touch' }, d)), [true, false]);
  pad.erasing = false;
  const other = { pointerType: 'pen', pointerId: 4 };
  assert.equal(reaches({ ...other, button: 5 }, 5), true);
  assert.equal(reaches({ ...other, buttons: 33 }, 5), true);
  assert.equal(reaches({ button: 5 }, 5), false); // a mouse has no other end
});

test('a full drawing takes no more points', () => {
  const { pad, drawing, line } = makePad();
  pad.full = () => drawing.strokes.flat().length >= 3;
  line({}, [10, 10], [20, 20], [30, 30], [40, 40], [50, 50]);
  assert.equal(drawing.strokes[0].length, 3);
});
