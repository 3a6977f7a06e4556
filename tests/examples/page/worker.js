// worker.js - strokes in, their letter out.
import { createRecognizer } from '../node_modules/handwritten-letters/index.js';

const recognizer = createRecognizer();
addEventListener('message', async ({ data }) => postMessage((await recognizer).recognize(data).letter));
