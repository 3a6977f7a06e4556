// code_evaluation.js - evaluation.js as a text of its own in the page (code-evaluation): the
// whole of a worker, or, where workers are refused, a script of the page (runner.js).
import { Evaluation, breathing } from './evaluation.js';

const SLICE_MS = 25; // after which a "stop" may come in

if (typeof document === 'undefined') {
  const evaluation = new Evaluation({ post: (message) => postMessage(message), breathe: breathing(), sliceMs: SLICE_MS });
  addEventListener('message', ({ data }) => evaluation.take(data));
} else {
  globalThis.lettersEvaluation = { Evaluation };
}
