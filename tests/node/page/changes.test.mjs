// What "Why this letter" and "How much it can take" do to a drawing before it is read again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecognizer } from '../../../web/src/recognizer/recognizer.js';
import { CHANGES, changeImage, changeStrokes, changesOf, imageOf, readAlone, usual } from '../../../web/src/rooms/robust/changes.js';
import { traceScale } from '../../../web/src/recognizer/model_file.js';
import { influence } from '../../../web/src/shared/trace.js';
import { cover, cut, divide, leaveOut, logOdds, occlude } from '../../../web/src/rooms/why/measure.js';
import { letters, modelBytes, simdBytes } from '../artifacts.mjs';

const recognizer = await createRecognizer({ simdBytes, modelBytes });
const strokesOf = ({ drawing }) => drawing.map(([xs, ys]) => xs.map((x, i) => ({ x: x / 255, y: ys[i] / 255 })));
const R = strokesOf(letters.find((l) => l.word === 'R'));
const image = recognizer.recognizeStrokes(R).image;

test('a patch takes away the ink under it, and only that', () => {
  const covered = cover(image, 10, 12, 5);
  covered.forEach((v, i) => {
    const under = Math.abs(Math.floor(i / 28) - 10) <= 2 && Math.abs((i % 28) - 12) <= 2;
    assert.equal(v, under ? 0 : image[i]);
  });
  assert.equal(cover(image, 0, 0, 3), null, 'there is no ink in the corner');
});

test('the occlusion map holds the fall of the log-odds at every place with ink', () => {
  const maps = [new Float64Array(784), new Float64Array(784)];
  const usualAnswer = recognizer.recognizeImage(image);
  const classes = [usualAnswer.best, usualAnswer.second];
  let steps = 0;
  for (const _ of occlude(recognizer, image, classes, maps, 5)) steps++;
  let inked = 0;
  for (let place = 0; place < 784; place++) {
    const covered = cover(image, Math.floor(place / 28), place % 28, 5);
    if (covered) inked++;
    const answer = covered ? recognizer.recognizeImage(covered) : usualAnswer;
    classes.forEach((c, k) => assert.equal(maps[k][place], logOdds(usualAnswer, c) - logOdds(answer, c)));
  }
  assert.equal(steps, inked);
  assert.ok(Math.max(...maps[0]) > 0.5, 'some ink carries the answer');
});

test('the influence of a point of the trace is the fall of the log-odds where the five around it go nowhere', () => {
  const { trace, best, second } = recognizer.recognizeStrokes(R), scale = traceScale(modelBytes);
  const odds = (logits, c) => {
    const powers = Array.from(logits, (v) => Math.exp((v - logits[c]) * scale));
    return -Math.log(powers.reduce((sum, v) => sum + v, -1));
  };
  const both = influence(recognizer, trace, scale, [best, second]);
  assert.deepEqual(both.map((weights) => weights.length), [64, 64]);
  for (const point of [0, 1, 20, 62, 63]) {
    const hidden = trace.map((v, i) => {
      const away = Math.abs(Math.floor(i / 8) - point) <= 2;
      return away ? (i % 8 < 6 ? 128 : 0) : v;
    });
    [best, second].forEach((c, k) => {
      const fall = odds(recognizer.recognizeTrace(trace), c) - odds(recognizer.recognizeTrace(hidden), c);
      assert.ok(Math.abs(both[k][point] - fall) < 1e-6, `${point}: ${both[k][point]}, ${fall}`);
    });
  }
  assert.ok(Math.max(...both[0]) > 0.5, 'some points carry the answer');
});

test('log-odds are finite and right', () => {
  const p = (values) => ({ probabilities: Float32Array.from(values) });
  assert.ok(Math.abs(logOdds(p([0.8, 0.15, 0.05]), 0) - Math.log(4)) < 1e-5);
  assert.ok(Number.isFinite(logOdds(p([1, 0, 0]), 0)) && Number.isFinite(logOdds(p([1, 0, 0]), 1)));
});

test('a single stroke is divided into thirds of the same length', () => {
  const stroke = Array.from({ length: 31 }, (_, i) => ({ x: i / 30, y: 0 }));
  assert.deepEqual(cut(stroke, 3).map((part) => [part[0].x, part[part.length - 1].x]), [[0, 1 / 3], [1 / 3, 2 / 3], [2 / 3, 1]]);
  assert.equal(divide([stroke]).whole, false);
  assert.equal(divide(R).whole, true);
  assert.deepEqual(divide([[{ x: 0, y: 0 }]]).parts.length, 1);
});

test('leaving a stroke out is reading the others', () => {
  const found = [];
  for (const _ of leaveOut(recognizer, R, (f) => found.push(f))) { /* each step is one stroke */ }
  assert.equal(found.length, R.length);
  found.forEach(({ without, alone }, i) => {
    assert.deepEqual(without.logits, recognizer.recognizeStrokes(R.filter((_, k) => k !== i)).logits);
    assert.deepEqual(alone.logits, recognizer.recognizeStrokes([R[i]]).logits);
  });
});

test('where nothing is changed, nothing changes', () => {
  assert.deepEqual(changeImage(image, usual()), image);
  assert.deepEqual(readAlone(recognizer, imageOf(recognizer, R, usual()), usual()).logits, recognizer.recognizeImage(
    recognizer.recognizeStrokes(changeStrokes(R, usual())).image).logits);
  // Moved and scaled strokes may fall a rounding apart.
  const again = recognizer.recognizeStrokes(changeStrokes(R, usual()));
  assert.equal(again.letter, 'R');
  assert.ok(image.every((v, i) => Math.abs(v - again.image[i]) <= 40));
});

test('each change changes the image the more the further it goes', () => {
  const apart = (a, b) => a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0);
  for (const { name, path, usual: none, high } of CHANGES) {
    const at = (share) => {
      const values = { ...usual(), [name]: none + (high - none) * share };
      return path === 'picture' ? readAlone(recognizer, imageOf(recognizer, R, values), values).image : recognizer.recognizeStrokes(changeStrokes(R, values)).image;
    };
    const still = at(0);
    assert.ok(apart(at(0.1), still) > 0, name);
    assert.ok(apart(at(0.5), still) > apart(at(0.1), still), name);
  }
  assert.deepEqual(recognizer.recognizeStrokes(R).image, image, 'the pen is the usual one again');
});

test('strokes are turned, slanted and trembled first; a picture takes these and more', () => {
  assert.deepEqual(changesOf('strokes').map(({ name }) => name), ['rotation', 'slant', 'tremble']);
  assert.deepEqual(changesOf('picture'), CHANGES);
  assert.deepEqual(changesOf('picture', false).map(({ name }) => name), ['rotation', 'slant', 'size', 'shift', 'specks']);
});

test('half a turn twice is none', () => {
  const turned = changeStrokes(changeStrokes(R, { ...usual(), rotation: 180 }), { ...usual(), rotation: 180 });
  const plain = changeStrokes(R, usual());
  turned.flat().forEach((p, i) => assert.ok(Math.hypot(p.x - plain.flat()[i].x, p.y - plain.flat()[i].y) < 1e-9));
});
