// recognizer.js - strokes or pixels in, probabilities out; the page and Node use it alike.
//
//     const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes, golden });
//     const answer = recognizer.recognizeStrokes([[{ x: 0, y: 0 }, { x: 0, y: 9 }]]);
//     answer.letter, answer.probabilities, answer.image ...
//
// All arrays in an answer are copies and belong to the caller.
import { LettersModule, RecognizerError } from './module.js';

export { RecognizerError };

// FNV-1a, 32 bits: enough to tell a wrong image from a right one.
export function hashBytes(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

// Quick, Draw!'s [[xs, ys], ...] as flat strokes.
export function strokesFromDrawing(drawing) {
  return drawing.map(([xs, ys]) => Float32Array.from({ length: 2 * xs.length },
    (_, i) => (i % 2 ? ys : xs)[i >> 1]));
}

function largest(values, except = -1) {
  let best = except === 0 ? 1 : 0;
  for (let i = 0; i < values.length; i++) if (i !== except && values[i] > values[best]) best = i;
  return best;
}

// What is different about a golden letter, as a sentence; '' where it comes out as it should.
function selfTest(module, { word, drawing, imageHash, logits }) {
  module.recognizeStrokes(strokesFromDrawing(drawing));
  if (hashBytes(module.image()) !== imageHash) return `self-test failed, the image of "${word}" differs`;
  const got = module.logits();
  return logits.some((value, c) => value !== got[c]) ? `self-test failed, the scores of "${word}" differ` : '';
}

// Compiled on this thread where pause is null; engines that do not do so for a module of this size
// throw a RangeError.
async function instantiate(bytes, pause) {
  try {
    if (!pause) return new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return (await WebAssembly.instantiate(bytes, {})).instance;
}

// {module} where the build works here, {refusal} in words where it does not. A model
// that is refused is no fault of the build, and is thrown.
async function tryBuild(bytes, { modelBytes, golden = [] }, pause) {
  if (!bytes) return { refusal: 'not there' };
  let module;
  try {
    module = new LettersModule(await instantiate(bytes, pause));
  } catch (error) {
    return { refusal: error instanceof WebAssembly.CompileError ? 'not supported by this browser' : error.message };
  }
  try {
    await pause?.();
    module.load(modelBytes);
    await pause?.();
    const refusal = golden.length ? selfTest(module, golden[0]) : '';
    return refusal ? { refusal } : { module };
  } catch (error) {
    if (error instanceof RecognizerError) throw error;
    return { refusal: `self-test failed, ${error.message}` };
  }
}

class Recognizer {
  constructor(module, build, refusals) {
    this.module = module;
    this.build = build; // "simd" or "scalar"
    this.isa = module.isaName();
    this.refusals = refusals; // why an earlier choice was passed over
    this.classes = module.classes; // 37 letters
    this.folds = module.folds; // class -> 0..25
    this.maxPoints = module.x.hwr_wasm_points_capacity();
    this.maxStrokes = module.x.hwr_wasm_lengths_capacity();
    this.maxPixels = module.x.hwr_wasm_pixels_capacity();
    this.maxModelBytes = module.x.hwr_wasm_model_capacity();
  }

  answer(status) {
    const empty = status === 'HWR_EMPTY';
    const probabilities = this.module.probabilities();
    const folded = this.module.folded();
    const best = empty ? -1 : largest(probabilities);
    const second = empty ? -1 : largest(probabilities, best);
    return {
      status,
      empty,
      best,
      second,
      isLetter: !empty && this.module.isLetter(), // false for scribbles, as far as the network can tell
      letter: empty ? '' : this.classes[best],
      confidence: empty ? 0 : probabilities[best],
      foldedBest: empty ? -1 : largest(folded),
      probabilities,
      folded,
      logits: this.module.logits(),
      image: this.module.image(),
    };
  }

  // strokes: an array of strokes, each an array of {x, y} or a flat typed array
  // x0 y0 x1 y1 ...; any unit and origin, y down. Throws RecognizerError.
  recognizeStrokes(strokes) {
    return this.answer(this.module.recognizeStrokes(strokes));
  }

  // What getImageData returns: {data, width, height}. Throws RecognizerError.
  recognizePixels({ data, width, height }) {
    return this.answer(this.module.recognizePixels(data, width, height));
  }

  // 28 x 28 bytes, 255 = ink: the network alone.
  recognizeImage(image) {
    return this.answer(this.module.recognizeImage(image));
  }

  // What each layer made of the last answer's image: see module.js. Not after an empty one.
  activations() {
    return this.module.activations();
  }

  // Another letter of the self-test, for which the first answer need not wait: what is different
  // about it, as a sentence, or ''. The last answer's image and activations are gone afterwards.
  test(letter) {
    return selfTest(this.module, letter);
  }

  // How the last answer's image came about: {side, ink, blurred, box}.
  steps() {
    return this.module.steps();
  }
}

export function noWorkingBuild(refusals) {
  return new RecognizerError('NO_WORKING_BUILD', 'This browser does not compute what it should ' +
    `(${refusals.join('; ')}). Update the browser, or try another one.`);
}

// inputs: simdBytes, scalarBytes: the two modules; modelBytes: a .hwr file; golden: what
// web/build_golden.mjs made of them. The SIMD build runs if the browser knows SIMD and reads
// the first golden letter right (test() is for the others), else the scalar one, whose bytes are
// asked for only then, under the same test. pause() is awaited between the steps, so that a
// page can answer its reader; null: all at once, on this thread.
export async function createRecognizer(inputs, pause = async () => {}) {
  if (typeof WebAssembly !== 'object') {
    throw new RecognizerError('NO_WEBASSEMBLY', 'This browser has no WebAssembly, or it is ' +
      'switched off; use a browser from 2017 or later, or allow WebAssembly in its settings.');
  }
  const refusals = [];
  for (const build of ['simd', 'scalar']) {
    const { module, refusal } = await tryBuild(inputs[`${build}Bytes`], inputs, pause);
    if (module) return new Recognizer(module, build, refusals);
    refusals.push(`${build}: ${refusal}`);
  }
  throw noWorkingBuild(refusals);
}
