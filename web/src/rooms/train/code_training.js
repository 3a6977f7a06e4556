// code_training.js - training.js as a text of its own (code-training): the whole of a worker.
import { breathing } from '../emnist/evaluation.js';
import { Training } from './training.js';

const SLICE_MS = 60; // after which a "stop" may come in

const training = new Training({ post: (message) => postMessage(message), breathe: breathing(), sliceMs: SLICE_MS });
addEventListener('message', ({ data }) => training.take(data));
