// payload.js - what the build put into the page: both modules, the model, the golden
// letters, the sample letters.

function text(id) {
  return document.getElementById(id).textContent;
}

function bytes(id) {
  const base64 = text(id).trim();
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

// Each is decoded when it is asked for.
export function payload() {
  return {
    get simdBytes() { return bytes('wasm-simd'); },
    get scalarBytes() { return bytes('wasm-scalar'); },
    get modelBytes() { return bytes('model'); },
    get golden() { return JSON.parse(text('golden')); },
  };
}

export function samplesText() {
  return text('samples');
}
