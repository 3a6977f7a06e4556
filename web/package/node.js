// node.js - the same createRecognizer for Node, whose own zlib is there at once: the streams that browsers
// unpack with take it 60 ms to load.
import { Buffer } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import { files } from './data.js';
import { recognizerMaker } from './recognizer.js';

export { RecognizerError } from './recognizer.js';

export const createRecognizer = recognizerMaker(files, (base64) => inflateSync(Buffer.from(base64, 'base64')));
