// inline.js - the same createRecognizer with everything inside, for a bundle of one file.
import golden from './data/golden.js';
import model from './data/model.js';
import modules from './data/modules.js';
import { recognizerMaker } from './recognizer.js';
import { unpack } from './unpack.js';

export { RecognizerError } from './recognizer.js';

export const createRecognizer = recognizerMaker({ modules: () => modules, model: () => model, golden: () => golden }, unpack);
