// payload.js - what the build put into the page: both modules, the model, the golden
// letters, the sample letters. The model's weights have no patterns that byte_text.js could keep.
import { bytesOfText, fromBase64 } from '../shared/byte_text.js';
import { bytesOfLanguage } from '../shared/word_text.js';
import { wholePage } from './parts.js';

function text(id) {
  return document.getElementById(id).textContent;
}

// A module, of its pieces; a promise of it where those come later.
function moduleBytes(build) {
  const pieces = [...document.querySelectorAll(`script[id^=wasm-${build}-]`)];
  return pieces.length ? bytesOfText(pieces.map((e) => e.textContent).join('')) : wholePage().then(() => moduleBytes(build));
}

// Each is decoded when it is asked for, once its part is there (parts.js).
export function payload() {
  return {
    get simdBytes() { return moduleBytes('simd'); },
    get scalarBytes() { return moduleBytes('scalar'); },
    get modelBytes() { return fromBase64(text('model').trim()); },
    get golden() { return JSON.parse(text('golden')); },
  };
}

// What finds letters on photographs, and the text of its worker.
export const paperBytes = () => bytesOfText(text('wasm-paper'));
export const paperWorker = () => text('code-finder');

// The languages that words are read in, by their codes: one lies in the page, the others beside it on a web server.
export function wordLanguages() {
  const all = [...document.querySelectorAll('script[id^=words-of-]')];
  return all.filter(({ dataset }) => !dataset.file || location.protocol !== 'file:').map(({ id }) => id.slice('words-of-'.length));
}

// The file of one of them.
export async function wordLanguage(code) {
  const { textContent, dataset: { file } } = document.getElementById(`words-of-${code}`);
  if (!file) return bytesOfLanguage(textContent);
  const response = await fetch(file, { cache: 'no-cache' }); // one that was missing may be there now
  if (!response.ok) throw new Error(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

export function samplesText() {
  return text('samples');
}
