// wasm_faults.mjs - a module whose vector instructions compute something else: what an engine with
// a fault in its SIMD would do.

// Opcodes behind the prefix 0xfd, each with another one of the same operands.
const PREFIX = 0xfd, SECOND = 0x01;
const SWAPS = new Map([
  [0xae, 0xb1], [0xb1, 0xae], // i32x4.add, sub
  [0xb8, 0xb6], [0xb6, 0xb8], // i32x4.max_s, min_s
  [0xb5, 0xae], // i32x4.mul
  [0xba, 0xb1], // i32x4.dot_i16x8_s
  [0xab, 0xac], [0xac, 0xad], // i32x4.shl, shr_s, shr_u
  [0x8e, 0x91], [0x91, 0x8e], [0x8b, 0x8c], // i16x8.add, sub, shl
  [0x98, 0x96], [0x96, 0x98], [0x85, 0x86], // i16x8.max_s, min_s, narrow_i32x4_s
  [0xce, 0xd1], [0xdc, 0xdd], [0xdd, 0xdc], // i64x2.add, extmul_low, high
  [0xbc, 0xbd], [0xbd, 0xbc], [0xa7, 0xa8], [0xa8, 0xa7], // i32x4.extmul_low, high, extend_low, high
]);

function readSize(bytes, at) {
  let value = 0, shift = 0, byte;
  do {
    byte = bytes[at++];
    value |= (byte & 127) << shift;
    shift += 7;
  } while (byte & 128);
  return [value, at];
}

// The code section of a module, by a walk over its sections.
export function codeSection(bytes) {
  for (let at = 8; at < bytes.length;) {
    const [size, begin] = readSize(bytes, at + 1);
    if (bytes[at] === 10) return bytes.subarray(begin, begin + size);
    at = begin + size;
  }
  throw new Error('the module has no code section');
}

// [begin, end) of each function's body, in the module.
function functionBodies(bytes) {
  const code = codeSection(bytes), start = code.byteOffset - bytes.byteOffset;
  let [count, next] = readSize(code, 0);
  return Array.from({ length: count }, () => {
    const [length, body] = readSize(code, next);
    next = body + length;
    return [start + body, start + next];
  });
}

// Modules with one vector instruction swapped, at most so many for each function, spread over it:
// {index: of the function, at: the byte, bytes}.
export function faultyModules(bytes, most) {
  return functionBodies(bytes).flatMap(([begin, end], index) => {
    const places = [];
    for (let at = begin + 1; at + 1 < end; at++) {
      if (bytes[at - 1] === PREFIX && bytes[at + 1] === SECOND && SWAPS.has(bytes[at])) places.push(at);
    }
    const step = Math.max(1, places.length / most);
    return Array.from({ length: Math.min(most, places.length) }, (_, i) => places[Math.floor(i * step)]).map((at) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = SWAPS.get(bytes[at]);
      return { index, at, bytes: changed };
    }).filter((module) => WebAssembly.validate(module.bytes));
  });
}
