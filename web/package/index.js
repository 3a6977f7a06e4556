// index.js - createRecognizer for browsers, workers and bundlers.
import { files } from './data.js';
import { recognizerMaker } from './recognizer.js';
import { unpack } from './unpack.js';

export { RecognizerError } from './recognizer.js';

export const createRecognizer = recognizerMaker(files, unpack);
