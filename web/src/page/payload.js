// payload.js - what the build put into the page: both modules, the model, the golden
// letters, the sample letters. The model's weights have no patterns that byte_text.js could keep.
import { bytesOfText, fromBase64 } from '../shared/byte_text.js';
import { bytesOfLanguage } from '../shared/word_text.js';

function text(id) {
  return document.getElementById(id).textContent;
}

// A module, of its pieces.
function moduleBytes(build) {
  return bytesOfText([...document.querySelectorAll(`script[id^=wasm-${build}-]`)].map((e) => e.textContent).join(''));
}

// Each is decoded when it is asked for.
export function payload() {
  return {
    get simdBytes() { return moduleBytes('simd'); },
    get scalarBytes() { return moduleBytes('scalar'); },
    get modelBytes() { return fromBase64(text('model').trim()); },
    get golden() { return JSON.parse(text('golden')); },
  };
}

// The languages that words are read in, by their codes.
export function wordLanguages() {
  return [...document.querySelectorAll('script[id^=words-of-]')].map((e) => e.id.slice('words-of-'.length));
}

export function wordLanguage(code) {
  return bytesOfLanguage(text(`words-of-${code}`));
}

export function samplesText() {
  return text('samples');
}
