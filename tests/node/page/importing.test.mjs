// Stroke files as the page reads them: what it saves itself, Quick, Draw!'s own, and damage.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { languages } from '../../../web/build_strings.mjs';
import { toNdjson } from '../../../web/src/pad/exporting.js';
import { StrokesError, looksLikeStrokes, readStrokes } from '../../../web/src/pad/importing.js';
import { letters, root } from '../artifacts.mjs';

test('every sample letter is read', () => {
  const text = readFileSync(path.join(root, 'tests/letters/letters.ndjson'), 'utf8');
  assert.ok(looksLikeStrokes(text));
  const read = readStrokes(text);
  assert.deepEqual(read.map((l) => l.word), letters.map((l) => l.word));
  read.forEach(({ strokes }, i) => {
    assert.deepEqual(strokes.map((s) => s.length), letters[i].drawing.map(([xs]) => xs.length));
    const all = strokes.flat();
    const extent = (axis) => Math.max(...all.map((p) => p[axis])) - Math.min(...all.map((p) => p[axis]));
    assert.equal(Math.max(extent('x'), extent('y')), 1);
  });
});

test('the larger side becomes 1, and the other keeps its share', () => {
  const [{ strokes }] = readStrokes('{"drawing":[[[10,50],[7,17]]]}');
  assert.deepEqual(strokes, [[{ x: 0, y: 0 }, { x: 1, y: 0.25 }]]);
});

test('what the page saves comes back', () => {
  const strokes = [[{ x: 0.2, y: 0.3 }, { x: 0.7, y: 0.3 }], [{ x: 0.45, y: 0.3 }, { x: 0.45, y: 0.8 }]];
  const [{ word, strokes: back }] = readStrokes(toNdjson(strokes, 'T'));
  assert.equal(word, 'T');
  const expected = strokes.map((s) => s.map((p) => ({ x: (p.x - 0.2) / 0.5, y: (p.y - 0.3) / 0.5 })));
  back.flat().forEach((p, i) => {
    for (const axis of ['x', 'y']) assert.ok(Math.abs(p[axis] - expected.flat()[i][axis]) < 1 / 255);
  });
});

test('a lone dot, times, no word, blank lines and a byte order mark are fine', () => {
  assert.deepEqual(readStrokes('{"drawing":[[[7],[7]]]}'), [{ word: '', strokes: [[{ x: 0, y: 0 }]] }]);
  const read = readStrokes('\ufeff{"word":"l","drawing":[[[5,5],[0,9],[0,12]],[[],[]]]}\r\n\n{"drawing":[[[0,1],[0,0]]]}\n');
  assert.deepEqual(read, [
    { word: 'l', strokes: [[{ x: 0, y: 0 }, { x: 0, y: 1 }]] },
    { word: '', strokes: [[{ x: 0, y: 0 }, { x: 1, y: 0 }]] },
  ]);
});

const good = '{"word":"a","drawing":[[[0,1],[2,3]]]}';
const many = `[${Array(20001).fill(1)}]`;
for (const [cause, line, text] of [
  ['strokesNotJson', 1, '{"word":"a","drawing":[[[0,1],[2'],
  ['strokesNotJson', 2, `${good}\n{`],
  ['strokesNoDrawing', 1, '{"word":"a"}'],
  ['strokesNoDrawing', 1, '{"drawing":"a"}'],
  ['strokesBadStroke', 1, '{"drawing":[[[0,1],[2]]]}'],
  ['strokesBadStroke', 1, '{"drawing":[[[0],[1],[2],[3]]]}'],
  ['strokesBadStroke', 1, '{"drawing":[{"x":[1],"y":[1]}]}'],
  ['strokesBadStroke', 2, `${good}\n{"drawing":[[["0"],[1]]]}`],
  ['strokesBadStroke', 1, '{"drawing":[[[null],[1]]]}'],
  ['strokesBadStroke', 1, '{"drawing":[[[1e300],[1]]]}'],
  ['strokesEmpty', 1, '{"drawing":[]}'],
  ['strokesEmpty', 1, '{"drawing":[[[],[]]]}'],
  ['strokesTooMany', 1, `{"drawing":[[${many},${many}]]}`],
  ['strokesTooMany', 1, `{"drawing":[${Array(1001).fill('[[1],[2]]')}]}`],
]) {
  test(`${cause}: ${text.slice(0, 50)}`, () => {
    assert.throws(() => readStrokes(text), (error) => {
      assert.ok(error instanceof StrokesError);
      assert.deepEqual([error.cause, error.line], [cause, line]);
      assert.ok(languages.en.page[cause]);
      return true;
    });
  });
}

test('pictures and other files do not look like strokes', () => {
  for (const text of ['', '\u0089PNG\r\n', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', 'letters']) {
    assert.equal(looksLikeStrokes(text), false);
  }
});
