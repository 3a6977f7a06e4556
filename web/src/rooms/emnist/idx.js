// idx.js - EMNIST's files: the IDX format, gzipped or not, read in pieces so that no file is
// ever held whole before its header has been believed. core/train/data/idx.c is the native
// counterpart.

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;
const MEASURED = 2000, INK = 128, LYING = -0.5; // for the look of the images
export const MAX_IMAGES = 800000; // the largest official file holds 697,932
const MAX_FILE_BYTES = 800e6; // of a file as it lies on the disk
const UNSIGNED_BYTE = 0x08;
const HEADERS = { 1: 8, 3: 16 }; // bytes, by rank

// code names a sentence in the room's strings, values are its gaps.
export class IdxError extends Error {
  constructor(code, values = {}) {
    super(`${code} ${JSON.stringify(values)}`);
    this.code = code;
    this.values = values;
  }
}

const word = (b, at) => ((b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3]) >>> 0;

// Zip, HTML and so on: what people drop by mistake deserves its own advice.
function foreign(b, name) {
  const text = String.fromCharCode(...b.subarray(0, 64)).trimStart();
  if (text.startsWith('PK')) return new IdxError('idxZip', { name });
  if (text.startsWith('HWRM')) return new IdxError('idxIsModel', { name });
  if (/^<(!doctype|html|\?xml)/i.test(text)) return new IdxError('idxIsHtml', { name });
  return new IdxError('idxNotIdx', { name });
}

// {rank: 1 | 3, count, header} of a file that begins with these bytes; null where they are
// too few to tell.
export function readHeader(b, name) {
  if (b.length >= 4) {
    if (b[0] !== 0 || b[1] !== 0 || !(b[3] in HEADERS)) throw foreign(b, name);
    if (b[2] !== UNSIGNED_BYTE) throw new IdxError('idxNotBytes', { name });
  }
  const rank = b[3];
  if (b.length < 4 || b.length < HEADERS[rank]) return null;
  const count = word(b, 4);
  if (count > MAX_IMAGES) throw new IdxError('idxTooMany', { name, count, limit: MAX_IMAGES });
  if (count === 0) throw new IdxError('idxEmpty', { name });
  if (rank === 3 && (word(b, 8) !== SIDE || word(b, 12) !== SIDE)) {
    throw new IdxError('idxNotSide', { name, width: word(b, 12), height: word(b, 8) });
  }
  return { rank, count, header: HEADERS[rank] };
}

// What to pipe a file through, null for a file that is not gzipped.
async function unpacker(file) {
  const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (start[0] !== 0x1f || start[1] !== 0x8b) return null;
  if (typeof DecompressionStream !== 'function') throw new IdxError('idxNoGunzip', { name: file.name });
  return new DecompressionStream('gzip');
}

// Collects the items behind a header in blocks of whole items, so that nothing needs one
// great piece of memory: block k holds items k * perBlock and on.
class Blocks {
  constructor({ rank, count }) {
    this.size = rank === 3 ? PIXELS : 1;
    this.perBlock = rank === 3 ? 4096 : count;
    this.total = this.size * count;
    this.at = 0;
    this.blocks = [];
  }

  take(bytes) {
    const blockBytes = this.size * this.perBlock;
    while (bytes.length) {
      const into = this.at % blockBytes;
      if (into === 0) this.blocks.push(new Uint8Array(Math.min(blockBytes, this.total - this.at)));
      const block = this.blocks[this.blocks.length - 1];
      const part = bytes.subarray(0, block.length - into);
      block.set(part, into);
      this.at += part.length;
      bytes = bytes.subarray(part.length);
    }
  }
}

function join(a, b) {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

// The next piece of a stream, with the platform's errors given a name.
async function next(reader, file, packed) {
  try {
    return await reader.read();
  } catch (error) {
    if (error instanceof RangeError) throw new IdxError('idxMemory', { name: file.name });
    throw new IdxError(packed ? 'idxDamaged' : 'idxUnreadable', { name: file.name });
  }
}

async function readBlocks(reader, file, packed, progress) {
  let start = new Uint8Array(0), header = null, blocks = null;
  for (;;) {
    const { done, value } = await next(reader, file, packed);
    if (done) break;
    let bytes = value;
    if (!header) {
      start = join(start, value);
      header = readHeader(start, file.name);
      if (!header) continue;
      blocks = new Blocks(header);
      bytes = start.subarray(header.header);
    }
    if (blocks.at + bytes.length > blocks.total) throw new IdxError('idxTooLong', { name: file.name, count: header.count });
    blocks.take(bytes);
    progress(blocks.at / blocks.total);
  }
  if (!header) throw start.length ? new IdxError('idxNoHeader', { name: file.name }) : new IdxError('idxNoBytes', { name: file.name });
  if (blocks.at < blocks.total) {
    throw new IdxError('idxCutShort', { name: file.name, count: header.count, found: Math.floor(blocks.at / blocks.size) });
  }
  return { name: file.name, rank: header.rank, count: header.count, perBlock: blocks.perBlock, blocks: blocks.blocks };
}

// file: a File or Blob with a name. {name, rank, count, perBlock, blocks}; throws IdxError.
export async function readIdx(file, progress = () => {}) {
  if (file.size > MAX_FILE_BYTES) {
    throw new IdxError('idxTooBig', { name: file.name, size: Math.round(file.size / 1e6), limit: MAX_FILE_BYTES / 1e6 });
  }
  let packed, reader;
  try {
    packed = await unpacker(file);
    reader = (packed ? file.stream().pipeThrough(packed) : file.stream()).getReader();
  } catch (error) {
    throw error instanceof IdxError ? error : new IdxError('idxUnreadable', { name: file.name });
  }
  try {
    return await readBlocks(reader, file, packed, progress);
  } catch (error) {
    reader.cancel().catch(() => {}); // the rest is not wanted
    if (error instanceof RangeError) throw new IdxError('idxMemory', { name: file.name });
    throw error;
  }
}

// Image i of the file as it is read.
export function uprightImage(out, images, i, upright = false) {
  const block = images.blocks[Math.floor(i / images.perBlock)];
  const from = (i % images.perBlock) * PIXELS;
  if (upright) {
    out.set(block.subarray(from, from + PIXELS));
    return out;
  }
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) out[y * SIDE + x] = block[from + x * SIDE + y];
  }
  return out;
}

// The mean of height less width, in pixels, of the ink of some images, read as EMNIST's: below 0
// where they lie on their side (core/train/data/dataset.c, hwr_dataset_tallness).
function tallness(images) {
  const step = Math.ceil(images.count / MEASURED), image = new Uint8Array(PIXELS);
  let sum = 0, seen = 0;
  for (let i = 0; i < images.count; i += step, seen++) {
    let left = SIDE, right = -1, top = SIDE, bottom = -1;
    uprightImage(image, images, i);
    for (let p = 0; p < PIXELS; p++) {
      if (image[p] < INK) continue;
      const x = p % SIDE, y = Math.floor(p / SIDE);
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
    sum += (bottom - top) - (right - left);
  }
  return sum / seen;
}

// {emnist, upright}: do the images look as if they lay on their side where they are read so?
export function looksLying(images) {
  const tall = tallness(images);
  return { emnist: tall < LYING, upright: -tall < LYING };
}
