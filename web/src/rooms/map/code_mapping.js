// code_mapping.js - mapping.js as a text of its own (code-mapping): the whole of a worker.
import { breathing } from '../emnist/evaluation.js';
import { Mapping } from './mapping.js';

const SLICE_MS = 40; // after which another message may come in

const mapping = new Mapping({ post: (message) => postMessage(message), breathe: breathing(), sliceMs: SLICE_MS });
addEventListener('message', ({ data }) => mapping.take(data));
