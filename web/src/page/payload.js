// payload.js - what the build put into the page: both modules, the model, the golden
// letters, the sample letters. The model's weights have no patterns that byte_text.js could keep.
import { bytesOfText } from '../shared/byte_text.js';

function text(id) {
  return document.getElementById(id).textContent;
}

function fromBase64(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

// Each is decoded when it is asked for.
export function payload() {
  return {
    get simdBytes() { return bytesOfText(text('wasm-simd')); },
    get scalarBytes() { return bytesOfText(text('wasm-scalar')); },
    get modelBytes() { return fromBase64(text('model').trim()); },
    get golden() { return JSON.parse(text('golden')); },
  };
}

export function samplesText() {
  return text('samples');
}
