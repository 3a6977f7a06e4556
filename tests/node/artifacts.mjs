// artifacts.mjs - the built files the Node tests work on.
//
// LETTERS_WASM and LETTERS_WEIGHTS name other places than the usual ones.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const wasmDir = process.env.LETTERS_WASM ?? path.join(root, 'build/wasm/wasm');
export const weightsFile = process.env.LETTERS_WEIGHTS ?? path.join(root, 'weights/letters.hwr');

function read(file, remedy) {
  try {
    return readFileSync(file);
  } catch {
    throw new Error(`${file} is missing; ${remedy}`);
  }
}

const build = 'build it with: cmake --preset wasm && cmake --build --preset wasm';
export const simdBytes = read(path.join(wasmDir, 'letters-simd.wasm'), build);
export const scalarBytes = read(path.join(wasmDir, 'letters-scalar.wasm'), build);
export const modelBytes = read(weightsFile, 'it is part of the repository');
export const letters = read(path.join(root, 'tests/letters/letters.ndjson'), 'it is part of the repository')
  .toString().trim().split('\n').map((line) => JSON.parse(line));

// Why a test of the card's figures is skipped, or false: HWR_DATA has to hold the very files of the card, not those that
// tools/fetch_data.sh makes in their place.
const data = process.env.HWR_DATA;
export const skipCardFigures = !data ? 'HWR_DATA is not set'
  : ['emnist/EQUIVALENTS.txt', 'pen/.complete'].some((name) => existsSync(path.join(data, name))) && "HWR_DATA holds official files in place of the card's";

export { randomNumbers } from '../random.mjs';

// A .hwr file whose bytes were changed on purpose gets its checksum again.
export function seal(file) {
  let crc = 0xffffffff;
  for (const byte of file.subarray(16)) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  file.writeUInt32LE((crc ^ 0xffffffff) >>> 0, 12);
  return file;
}

// Strokes painted into RGBA pixels, ink on paper, as a canvas would show them.
export function paintPixels(strokes, side, { ink = 0, paper = 255, radius = side / 40 } = {}) {
  const data = new Uint8ClampedArray(4 * side * side);
  for (let i = 0; i < data.length; i++) data[i] = i % 4 === 3 ? 255 : paper;
  const blot = (cx, cy) => {
    for (let y = Math.floor(cy - radius); y <= cy + radius; y++) {
      for (let x = Math.floor(cx - radius); x <= cx + radius; x++) {
        const inside = (x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2;
        if (inside && x >= 0 && y >= 0 && x < side && y < side) data.fill(ink, 4 * (y * side + x), 4 * (y * side + x) + 3);
      }
    }
  };
  const place = (v) => (0.2 + (0.6 * v) / 255) * side;
  for (const s of strokes) {
    for (let i = 0; i + 1 < s.length; i += 2) {
      const j = Math.max(i - 2, 0);
      for (let t = 0; t <= 16; t++) {
        blot(place(s[j] + ((s[i] - s[j]) * t) / 16), place(s[j + 1] + ((s[i + 1] - s[j + 1]) * t) / 16));
      }
    }
  }
  return { data, width: side, height: side };
}
