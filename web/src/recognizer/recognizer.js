// recognizer.js - strokes or pixels in, softmax probabilities out; the page and Node use it alike.
//
// web/src/recognizer/ is the core in JavaScript's hands; module.js alone touches its memory.
//
//     const recognizer = await createRecognizer({ simdBytes, scalarBytes, modelBytes, golden });
//     const answer = recognizer.recognizeStrokes([[{ x: 0, y: 0 }, { x: 0, y: 9 }]]);
//     answer.letter, answer.probabilities, answer.image ...
//
// All arrays in an answer are copies and belong to the caller.
import { RecognizerError } from './module.js';
import { LettersModule } from './module_hand.js';

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

// Of the bits of an answer's softmax, and of its groups'.
export function hashProbabilities({ probabilities, folded }) {
  return hashBytes(new Uint8Array(Float32Array.of(...probabilities, ...folded).buffer));
}

const ENLARGED = 5;

// Of what a picture of 28 x 28 bytes, enlarged, is read as: its image and its softmax.
export function hashPicture(recognizer, image) {
  const side = 28 * ENLARGED, data = new Uint8ClampedArray(4 * side * side).fill(255), row = 4 * side;
  for (let y = 0; y < side; y += ENLARGED) {
    for (let i = 0; i < row; i++) if (i % 4 < 3) data[y * row + i] = 255 - image[28 * (y / ENLARGED) + Math.floor(i / 4 / ENLARGED)];
    for (let more = 1; more < ENLARGED; more++) data.copyWithin((y + more) * row, y * row, (y + 1) * row);
  }
  const got = recognizer.alone(() => recognizer.recognizePixels({ data, width: side, height: side }));
  return hashBytes(got.image) + hashProbabilities(got);
}

// What is different about a golden letter, as a sentence; '' where it comes out as it should.
// Its picture is read where the letter says what that has to give.
export function selfTest(recognizer, { word, drawing, imageHash, logits, probabilitiesHash, outlierScore, pictureHash }) {
  const got = recognizer.alone(() => recognizer.recognizeStrokes(strokesFromDrawing(drawing)));
  const differs = (what) => `self-test failed, the ${what} of "${word}" differ${what.endsWith('s') ? '' : 's'}`;
  if (hashBytes(got.image) !== imageHash) return differs('image');
  if (logits.some((value, c) => value !== got.logits[c])) return differs('scores');
  if (hashProbabilities(got) !== probabilitiesHash) return differs('probabilities');
  if (got.outlierScore !== outlierScore) return differs('outlier score');
  return !pictureHash || hashPicture(recognizer, got.image) === pictureHash ? '' : differs('picture');
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

// {recognizer} where the build works here, {refusal} in words where it does not. A model
// that is refused is no fault of the build, and is thrown.
async function tryBuild(build, bytes, inputs, pause) {
  if (!bytes) return { refusal: 'not there' };
  const compiling = instantiate(bytes, pause);
  const { modelBytes, golden = [] } = inputs; // decoded meanwhile
  let module;
  try {
    module = new LettersModule(await compiling);
  } catch (error) {
    return { refusal: error instanceof WebAssembly.CompileError ? 'not supported by this browser' : error.message };
  }
  try {
    await pause?.();
    module.load(modelBytes);
    await pause?.();
    const recognizer = makeRecognizer(module, build);
    const refusal = golden.length ? selfTest(recognizer, golden[0]) : '';
    return refusal ? { refusal } : { recognizer };
  } catch (error) {
    if (error instanceof RecognizerError) throw error;
    return { refusal: `self-test failed, ${error.message}` };
  }
}

// A writer's own examples and signs, which tip the answers from start() on, until another model is loaded.
// Examples are numbered in the order they were taught, and signs follow the model's classes; behind
// one that goes, they move up. Throws RecognizerError.
function makeHand(module) {
  return {
    started: false,
    start() {
      module.handStart();
      this.started = true;
    },
    // The last answer as an example of a class, date in seconds since 1970; gives the example's number.
    teach: (classIndex, date) => module.handTeach(classIndex, date),
    forget: (index) => module.handForget(index),
    forgetAll: () => module.handForgetAll(),
    addSign: (text) => module.handAddSign(text), // the class behind the last
    removeSign: (classIndex) => module.handRemoveSign(classIndex),
    examples: () => module.handExamples(),
    rival: (classIndex) => module.handRival(classIndex),
    // The bytes of a .hand file: of all, or of one class.
    save: (classIndex = -1) => module.handSave(classIndex),
    // Adds what is in such a file, or with replace puts it in the place of all.
    load: (bytes, replace = false) => module.handLoad(bytes, replace),
  };
}

// A recogniser around a module with a model in it. The module stays in here: who has a recogniser
// can ask it, and does not reach the memory.
function makeRecognizer(module, build) {
  const hand = makeHand(module);

  function answer(status) {
    const empty = status === 'HWR_EMPTY';
    const probabilities = module.probabilities();
    const folded = module.folded();
    const best = empty ? -1 : largest(probabilities);
    const second = empty ? -1 : largest(probabilities, best);
    return {
      status,
      empty,
      best,
      second,
      outlierScore: module.outlierScore(), // of strokes: above 0 where the outlier detector takes them for no letter
      isLetter: !empty && module.isLetter(), // false for scribbles, as far as the network can tell
      letter: empty ? '' : module.classes[best],
      confidence: empty ? 0 : probabilities[best],
      foldedBest: empty ? -1 : largest(folded),
      probabilities,
      folded,
      logits: module.logits(), // of the model's classes, without the signs of a hand
      image: module.image(),
      trace: module.fused() ? module.trace() : null, // of how it was written, where that was read too
      owed: module.handOwed(), // the example that decided it against the networks, or -1
    };
  }

  return {
    build, // "simd" or "scalar"
    isa: module.isaName(),
    refusals: [], // why an earlier choice was passed over
    get classes() { return module.classes; }, // texts, of the model in use, as are the next two
    get groups() { return module.groups; }, // texts: a and A are two classes of one group
    get folds() { return module.folds; }, // class -> group
    get modelClasses() { return module.modelClasses; }, // how many of the classes are the model's
    maxPoints: module.maxPoints,
    maxStrokes: module.maxStrokes,
    maxPixels: module.maxPixels,
    maxModelBytes: module.maxModelBytes,

    // strokes: an array of strokes, each an array of {x, y} or a flat typed array
    // x0 y0 x1 y1 ...; any unit and origin, y down. Throws RecognizerError.
    recognizeStrokes: (strokes) => answer(module.recognizeStrokes(strokes)),

    // What getImageData returns: {data, width, height}. Throws RecognizerError.
    recognizePixels: ({ data, width, height }) => answer(module.recognizePixels(data, width, height)),

    // 28 x 28 bytes, 255 = ink: the network alone.
    recognizeImage: (image) => answer(module.recognizeImage(image)),

    // (64, 8) bytes, as an answer's trace: the second network's logits alone, Int32Array.
    recognizeTrace: (trace) => module.recognizeTrace(trace),

    // What each layer made of the last answer's image and trace: see module.js. Not after an empty one.
    activations: () => module.activations(),

    // How the last answer's image came about: {side, ink, blurred, box}.
    steps: () => module.steps(),

    // Words come after loadLanguage(bytes) of a .hwl file, or without one letter by letter.
    // Throws RecognizerError.
    loadLanguage: (bytes) => module.loadLanguage(bytes),

    // The number of each stroke's word, from left to right, in a line that is cut at its wide gaps.
    // Throws RecognizerError.
    splitWords: (strokes) => module.splitWords(strokes),

    // Strokes, as above, of one word of separated letters; language: false reads as without one. fixes: what the
    // writer has said of some, [{strokes, apart, text}]: that they are one letter (this one, unless text is ''), or
    // are apart. In readings, the most probable first, and groups (see module.js) strokes are indices of those handed
    // over. before: the text that the word stands behind, which may end with its beginning. Throws RecognizerError.
    read(strokes, { language = true, fixes = [], before = '' } = {}) {
      const drawn = [...strokes.keys()].filter((i) => strokes[i].length > 0);
      const known = fixes.map((fix) => ({ ...fix, strokes: fix.strokes.map((i) => drawn.indexOf(i)) }))
        .filter((fix) => !fix.strokes.includes(-1));
      const status = module.readWord(drawn.map((i) => strokes[i]), language, known, before.match(/[\p{L}\p{M}]*$/u)[0]);
      const empty = status === 'HWR_EMPTY';
      const readings = empty ? [] : module.readings(), groups = empty ? [] : module.wordGroups();
      for (const part of [...readings.flatMap(({ letters }) => letters), ...groups]) {
        part.strokes = part.strokes.map((i) => drawn[i]);
      }
      return { status, empty, text: readings[0]?.text ?? '', readings, groups, calls: module.readCalls() };
    },

    // Letters that lie apart already, as on a photograph, in reading order: [{box: [left, top, right, bottom],
    // probabilities}], the latter as an answer has them. Read as one word; language as in read(). Throws RecognizerError.
    readLetters(letters, { language = true } = {}) {
      const empty = module.readLetters(letters, language) === 'HWR_EMPTY', readings = empty ? [] : module.readings();
      return { empty, text: readings[0]?.text ?? '', readings };
    },

    // The width of the pen that draws strokes from now on: see module.js.
    setPen: (width) => module.setPen(width),

    // Another .hwr file in the place of the model. Throws RecognizerError.
    load: (modelBytes) => {
      hand.started = false;
      module.load(modelBytes);
    },

    // What the writer teaches it: see makeHand().
    hand,

    // What work() gives while nothing that was taught counts.
    alone(work) {
      if (!hand.started) return work();
      module.handPause(true);
      try {
        return work();
      } finally {
        module.handPause(false);
      }
    },
  };
}

// One build with a model, without a test: for a worker, or as a second instance beside one that
// was tested.
export async function openRecognizer({ build, wasmBytes, modelBytes }) {
  const { instance } = await WebAssembly.instantiate(wasmBytes, {});
  const module = new LettersModule(instance);
  module.load(modelBytes);
  return makeRecognizer(module, build);
}

export function noWorkingBuild(refusals) {
  return new RecognizerError('NO_WORKING_BUILD', 'This browser does not compute what it should ' +
    `(${refusals.join('; ')}). Update the browser, or try another one.`);
}

// inputs: simdBytes, scalarBytes: the two modules; modelBytes: a .hwr file; golden: what
// web/build_golden.mjs made of them. The SIMD build runs if the browser knows SIMD and reads
// the first golden letter right (selfTest() is for the others), else the scalar one, whose bytes, or a promise of
// them, are asked for only then, under the same test. pause() is awaited between the steps, so that a
// page can answer its reader; null: all at once, on this thread.
export async function createRecognizer(inputs, pause = async () => {}) {
  if (typeof WebAssembly !== 'object') {
    throw new RecognizerError('NO_WEBASSEMBLY', 'This browser has no WebAssembly, or it is ' +
      'switched off; use a browser from 2017 or later, or allow WebAssembly in its settings.');
  }
  const refusals = [];
  for (const build of ['simd', 'scalar']) {
    const bytes = inputs[`${build}Bytes`];
    const { recognizer, refusal } = await tryBuild(build, bytes instanceof Promise ? await bytes : bytes, inputs, pause);
    if (recognizer) return Object.assign(recognizer, { refusals });
    refusals.push(`${build}: ${refusal}`);
  }
  throw noWorkingBuild(refusals);
}
