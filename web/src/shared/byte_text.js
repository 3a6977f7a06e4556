// byte_text.js - bytes as characters of a text, one each, for a module inside the page. Unlike base64 this
// keeps the patterns that a web server's compression finds: a module takes 78 % of what it takes as base64.
// A byte moves up by SHIFT, which makes frequent ones ASCII; control characters, "<" and the soft hyphen
// move on by 256, so that neither the HTML parser nor an editor has anything to change.
const SHIFT = 36;

const kept = (code) => code > 31 && code !== 60 && (code < 127 || code > 159) && code !== 173;

export function textOfBytes(bytes) {
  return Array.from(bytes, (byte) => {
    const code = (byte + SHIFT) & 255;
    return String.fromCharCode(kept(code) ? code : code + 256);
  }).join('');
}

export function bytesOfText(text) {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < out.length; i++) out[i] = text.charCodeAt(i) - SHIFT;
  return out;
}

export function fromBase64(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}
