// model_file.js - what is in a .hwr model file (core/model/format.h describes it), for showing.
// The module's own loader is the judge of a file; here only what would make a picture of
// it wrong is refused. Runs in the page and in Node.

const HEADER = 64, RECORD = 64;
const KINDS = ['convolution', 'depthwise'];
const FLAG_RELU_FIRST = 1, FLAG_LAST = 2;
const REMEDY = 'write one with "letters quantize"';

function text(view, offset, length) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? length : end));
}

function readTensors(v) {
  const tensors = new Map();
  for (let i = 0, at = v.getUint32(28, true); i < v.getUint32(20, true); i++, at += RECORD) {
    const offset = v.getUint32(at + 56, true), bytes = v.getUint32(at + 60, true);
    const values = v.getUint32(at + 32, true) === 1
      ? new Int8Array(v.buffer, v.byteOffset + offset, bytes)
      : Int32Array.from({ length: bytes >> 2 }, (_, k) => v.getInt32(offset + 4 * k, true));
    tensors.set(text(v, at, 32), values);
  }
  return tensors;
}

function readLayer(v, at, tensors) {
  const name = text(v, at, 16);
  const flags = v.getUint8(at + 19);
  const tensor = (what) => tensors.get(`${name}.${what}`);
  const layer = {
    name,
    kind: KINDS[v.getUint8(at + 16)],
    kernel: v.getUint8(at + 17),
    stride: v.getUint8(at + 18),
    inSide: v.getUint16(at + 20, true),
    inChannels: v.getUint16(at + 22, true),
    outSide: v.getUint16(at + 24, true),
    outChannels: v.getUint16(at + 26, true),
    padLow: v.getUint8(at + 28),
    residual: v.getInt8(at + 30), // the layer whose output is added (residual connection), or -1
    low: v.getInt32(at + 32, true),
    high: v.getInt32(at + 36, true),
    last: (flags & FLAG_LAST) !== 0,
    reluFirst: (flags & FLAG_RELU_FIRST) !== 0,
    weight: tensor('weight'), // (out, kernel, kernel, in), depthwise (kernel, kernel, channel)
    bias: tensor('bias'),
    multiplier: tensor('multiplier'),
    offset: tensor('offset'),
    residualFactor: tensor('shortcut'),
  };
  layer.relu = !layer.last && (layer.low === 0 || layer.reluFirst);
  layer.weights = layer.kernel ** 2 * layer.inChannels * (layer.kind === 'depthwise' ? 1 : layer.outChannels);
  layer.macs = layer.weights * layer.outSide ** 2;
  layer.dense = layer.kind === 'convolution' && layer.outSide === 1 && layer.kernel === layer.inSide;
  return layer;
}

// {name, labels, bytes, layers, parameters, macs}; the weights are views into bytes.
export function readModelFile(bytes) {
  const v = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (v.byteLength < HEADER || text(v, 0, 4) !== 'HWRM') throw new Error(`not a .hwr model file; ${REMEDY}`);
  if (v.getUint32(4, true) !== 1 || v.getUint32(8, true) !== v.byteLength) {
    throw new Error(`a .hwr file of another version or length than its header says; ${REMEDY}`);
  }
  const tensors = readTensors(v);
  const layers = Array.from({ length: v.getUint32(16, true) },
    (_, i) => readLayer(v, v.getUint32(24, true) + i * RECORD, tensors));
  const sum = (f) => layers.reduce((total, layer) => total + f(layer), 0);
  return {
    name: text(v, 48, 16),
    labels: text(v, v.getUint32(36, true), v.getUint32(32, true)),
    logitScale: v.getFloat32(44, true), // real logit = integer logit * this
    bytes: v.byteLength,
    layers,
    parameters: sum((l) => l.weights + l.outChannels),
    macs: sum((l) => l.macs),
  };
}
