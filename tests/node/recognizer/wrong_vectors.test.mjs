// wrong_vectors.test.mjs - the start-up self-test notices SIMD that computes wrongly, whichever
// instruction it is: faults all over the module's functions, most of them in the network's kernels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeGolden } from '../../../web/build_golden.mjs';
import { createRecognizer, hashBytes, hashProbabilities, selfTest, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, paintPixels, scalarBytes, simdBytes } from '../artifacts.mjs';
import { faultyModules } from './wasm_faults.mjs';

const MOST = 40; // faults of a function
const golden = await makeGolden({ scalarBytes, modelBytes, letters });
const strokes = letters.map(({ drawing }) => strokesFromDrawing(drawing));
const right = await createRecognizer({ scalarBytes, modelBytes });
const pictures = strokes.map((drawn) => paintPixels(drawn, 120));
const hashOf = (answer) => `${hashBytes(answer.image)} ${answer.logits} ${hashProbabilities(answer)} ${answer.isLetter} ${answer.outlierScore}`;
const answerHash = (recognizer, i) => hashOf(recognizer.recognizeStrokes(strokes[i])) + hashOf(recognizer.recognizePixels(pictures[i]));
const wanted = strokes.map((_, i) => answerHash(right, i));

// 'start' where the first golden letter refuses the module, 'later' where another one does, 'picture' where a
// picture of one does, 'none'
// where no letter at all shows the fault, or the drawn letters it changes.
async function verdict(bytes) {
  const recognizer = await createRecognizer({ simdBytes: bytes, scalarBytes, modelBytes, golden });
  if (recognizer.build === 'scalar') return 'start';
  const refusal = golden.slice(1).map((letter) => selfTest(recognizer, letter)).find(Boolean);
  if (refusal) return /picture/.test(refusal) ? 'picture' : 'later';
  const wrong = letters.filter((_, i) => answerHash(recognizer, i) !== wanted[i]);
  return wrong.length ? `unnoticed, it changes ${wrong.map(({ word }) => word).join(' ')}` : 'none';
}

test('a wrong vector instruction that changes any letter, drawn or painted, is noticed, nearly always at the start', async () => {
  const count = { start: 0, later: 0, picture: 0, none: 0 }, functions = new Set();
  for (const { index, at, bytes } of faultyModules(simdBytes, MOST)) {
    const said = await verdict(bytes);
    assert.ok(said in count, `function ${index}, byte ${at}: ${said}`);
    count[said]++;
    if (said !== 'none') functions.add(index);
  }
  // The kernels, what follows a tile of Winograd's, the drawing, and the softmax.
  assert.ok(functions.size >= 4, `functions with faults noticed: ${[...functions]}`);
  assert.ok(count.start > 100 && count.later < count.start / 20 && count.picture > 0, JSON.stringify(count));
  assert.equal((await createRecognizer({ simdBytes, scalarBytes, modelBytes, golden })).build, 'simd');
});
