// inline.js - the same createRecognizer with everything inside, for a bundle of one file.
import golden from './data/golden.js';
import model from './data/model.js';
import scalar from './data/scalar.js';
import simd from './data/simd.js';
import { recognizerMaker } from './recognizer.js';
import { unpack } from './unpack.js';

export { RecognizerError } from './recognizer.js';

const loaded = (data) => async () => ({ default: data });

export const createRecognizer = recognizerMaker({
  simd: loaded(simd), scalar: loaded(scalar), model: loaded(model), golden: loaded(golden),
}, unpack);
