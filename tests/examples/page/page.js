// page.js - the package's files as they are, in the page and in a worker.
import { createRecognizer } from '../node_modules/handwritten-letters/index.js';
import { A } from './strokes.js';

const recognizer = await createRecognizer();
document.getElementById('here').textContent = recognizer.recognize(A).letter;

const worker = new Worker('worker.js', { type: 'module' });
worker.onmessage = ({ data }) => { document.getElementById('worker').textContent = data; };
worker.postMessage(A);
