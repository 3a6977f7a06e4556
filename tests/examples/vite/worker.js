// worker.js - strokes in, their letter out.
import { createRecognizer } from 'handwritten-letters';

const recognizer = createRecognizer();
addEventListener('message', async ({ data }) => postMessage((await recognizer).recognize(data).letter));
