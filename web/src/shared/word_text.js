// word_text.js - a language file (core/words/language.h) as text for inside the page, where a web server's compression
// makes less of it than of the file: what words share with the last one, how common they are and their letters stand
// apart, the last letter of a word is a capital, and a full stop follows a name.
import { bytesOfText, textOfBytes } from './byte_text.js';

const HEADER = 24, LABEL = 16, CHECKSUM = 4;
const LAST = 128, NAME = 64, LETTER = 63, LATIN = 26, BEYOND = 0x400;

// Letter n of a language, 1..61.
function charOf(n, last) {
  const code = n <= LATIN ? (last ? 64 : 96) + n : BEYOND + 2 * n + (last ? 1 : 0);
  return String.fromCharCode(code);
}

function letterOf(code) {
  if (code >= BEYOND) return ((code - BEYOND) >> 1) | (code & 1 ? LAST : 0);
  return code > 96 ? code - 96 : (code - 64) | LAST;
}

// Four parts, none of which holds a blank: header, shared letters, rarities, letters; then the checksum.
export function textOfLanguage(bytes) {
  const start = HEADER + LABEL * new DataView(bytes.buffer, bytes.byteOffset).getUint32(20, true);
  let shared = '', rarity = '', letters = '';
  for (let at = start; at < bytes.length - CHECKSUM;) {
    shared += charOf(1 + (bytes[at] & 15), false);
    rarity += charOf(1 + (bytes[at++] >> 4), false);
    for (let byte = 0; !(byte & LAST);) {
      byte = bytes[at++];
      letters += charOf(byte & LETTER, byte & LAST) + (byte & NAME ? '.' : '');
    }
  }
  return [bytes.subarray(0, start), shared, rarity, letters, bytes.subarray(bytes.length - CHECKSUM)]
    .map((part) => (typeof part === 'string' ? part : textOfBytes(part).replaceAll(' ', '\u2003'))).join(' ');
}

export function bytesOfLanguage(text) {
  const [header, shared, rarity, letters, checksum] = text.split(' ');
  const bytes = [...bytesOfText(header.replaceAll('\u2003', ' '))];
  for (let word = 0, at = 0; word < shared.length; word++) {
    bytes.push(letterOf(shared.charCodeAt(word)) - 1 + 16 * (letterOf(rarity.charCodeAt(word)) - 1));
    for (let byte = 0; !(byte & LAST);) {
      byte = letterOf(letters.charCodeAt(at++));
      if (letters[at] === '.') {
        byte |= NAME;
        at++;
      }
      bytes.push(byte);
    }
  }
  return Uint8Array.from([...bytes, ...bytesOfText(checksum.replaceAll('\u2003', ' '))]);
}
