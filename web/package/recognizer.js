// recognizer.js - the page's own recogniser for other people's programs: the answer in the words of a
// public interface, and the shipped modules and model, unpacked once for any number of recognisers.
import { RecognizerError, createRecognizer, noWorkingBuild, selfTest } from '../src/recognizer/recognizer.js';
import { separate } from './interleave.js';

export { RecognizerError };

const ALTERNATIVES = 5;

function checked(strokes) {
  const isStroke = (stroke) => Array.isArray(stroke) || ArrayBuffer.isView(stroke);
  if (Array.isArray(strokes) && strokes.every(isStroke)) return strokes;
  throw new TypeError('this is no array of strokes; hand over one, each stroke an array of {x, y} or a typed array x0 y0 x1 y1 ...');
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
    recognize: (strokes) => publicAnswer(recognizer.recognizeStrokes(checked(strokes)), recognizer.classes),
    recognizePixels: (imageData) => publicAnswer(recognizer.recognizePixels(imageData), recognizer.classes),
    read(strokes, options) {
      const { empty, text, readings } = recognizer.read(checked(strokes), options);
      return { empty, text, readings };
    },
    load: (model) => recognizer.load(model),
    loadLanguage: (language) => recognizer.loadLanguage(language),
  };
}

// The build that computes each golden letter right: SIMD, else the one without.
async function workingRecognizer(inputs) {
  const recognizer = await createRecognizer(inputs, null);
  const refusal = inputs.golden.slice(1).map((letter) => selfTest(recognizer, letter)).find(Boolean);
  if (!refusal) return recognizer;
  if (recognizer.build === 'scalar') throw noWorkingBuild([`scalar: ${refusal}`]);
  return workingRecognizer({ ...inputs, simdBytes: null });
}

// Everything that recognisers are made of: {simdBytes, scalarBytes, modelBytes, golden}.
async function unpackAll(load, unpack) {
  const [{ deflated, lengths }, model, golden] = await Promise.all([load.modules(), load.model(), load.golden()]);
  const [modules, modelBytes] = await Promise.all([deflated, model].map(unpack));
  const [simdBytes, scalarBytes] = separate(modules, lengths);
  return { simdBytes, scalarBytes, modelBytes, golden };
}

// load: functions that give the data of data/; unpack(base64): the bytes of what is deflated there.
export function recognizerMaker(load, unpack) {
  let inputs = null; // promised once, for all recognisers
  return async function createRecognizer({ model } = {}) {
    inputs ??= unpackAll(load, unpack);
    const recognizer = await workingRecognizer(await inputs);
    if (model) recognizer.load(model);
    return publicRecognizer(recognizer);
  };
}
