// recognizer.js - the page's own recogniser for other people's programs: the answer in the words of a
// public interface, and the shipped modules and model, unpacked once for any number of recognisers.
import { RecognizerError, createRecognizer, noWorkingBuild, selfTest } from '../src/recognizer/recognizer.js';

export { RecognizerError };

const ALTERNATIVES = 5;

function isStrokes(strokes) {
  return Array.isArray(strokes) && strokes.every((stroke) => Array.isArray(stroke) || ArrayBuffer.isView(stroke));
}

function publicAnswer({ empty, letter, confidence, isLetter, probabilities, image }, classes) {
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]).slice(0, empty ? 0 : ALTERNATIVES);
  const alternatives = order.map((c) => ({ letter: classes[c], confidence: probabilities[c] }));
  return { empty, letter, confidence, isLetter, alternatives, probabilities, image };
}

// What an embedder gets; index.d.ts is its manual.
function publicRecognizer(recognizer) {
  return {
    build: recognizer.build,
    get classes() { return [...recognizer.classes]; },
    recognize(strokes) {
      if (!isStrokes(strokes)) {
        throw new TypeError('recognize wants an array of strokes, each an array of {x, y} or a typed array x0 y0 x1 y1 ...');
      }
      return publicAnswer(recognizer.recognizeStrokes(strokes), recognizer.classes);
    },
    recognizePixels: (imageData) => publicAnswer(recognizer.recognizePixels(imageData), recognizer.classes),
    load: (model) => recognizer.load(model),
  };
}

// The build that computes each golden letter right: SIMD, else the one without.
async function workingRecognizer({ simd, scalar, model, golden }) {
  const inputs = { simdBytes: await simd(), modelBytes: await model(), golden, get scalarBytes() { return scalar(); } };
  const recognizer = await createRecognizer(inputs, null);
  const refusal = golden.slice(1).map((letter) => selfTest(recognizer, letter)).find(Boolean);
  if (!refusal) return recognizer;
  if (recognizer.build === 'scalar') throw noWorkingBuild([`scalar: ${refusal}`]);
  return workingRecognizer({ simd: () => null, scalar, model, golden });
}

// load: functions that give, each when it is asked for, a module with one of the data as its default;
// unpack(base64): the bytes of such a default.
export function recognizerMaker(load, unpack) {
  const once = (make, made) => () => (made ??= make().then((module) => unpack(module.default)));
  const data = { simd: once(load.simd), scalar: once(load.scalar), model: once(load.model) };
  return async function createRecognizer({ model } = {}) {
    const { default: golden } = await load.golden();
    const recognizer = await workingRecognizer({ ...data, golden });
    if (model) recognizer.load(model);
    return publicRecognizer(recognizer);
  };
}
