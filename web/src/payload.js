// payload.js - what the build put into the page: both modules, the model, the golden
// letters, the sample letters.

function text(id) {
  return document.getElementById(id).textContent;
}

function bytes(id) {
  const binary = atob(text(id).trim());
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

export function payload() {
  return {
    simdBytes: bytes('wasm-simd'),
    scalarBytes: bytes('wasm-scalar'),
    modelBytes: bytes('model'),
    golden: JSON.parse(text('golden')),
  };
}

export function samplesText() {
  return text('samples');
}
