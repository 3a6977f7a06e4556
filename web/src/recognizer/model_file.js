// model_file.js - what is in a .hwr model file (core/model/format.h describes it), for showing.
// The module's own loader is the judge of a file; here only what would make a picture of
// it wrong is refused. Runs in the page and in Node.

const VERSIONS = [1, 2, 3];
const HEADER = 64, HEADER_2 = 128, RECORD = 64, LABEL = 16, SECOND_INPUT = 112;
const INPUT_TRACE = 2;
const KINDS = ['convolution', 'depthwise'];
const FLAG_RELU_FIRST = 1, FLAG_LAST = 2;
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
const REMEDY = 'write one with "letters quantize"';

function text(view, offset, length) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
  const end = bytes.indexOf(0);
  return UTF8.decode(bytes.subarray(0, end < 0 ? length : end));
}

function texts(view, offset, count) {
  return Array.from({ length: count }, (_, i) => text(view, offset + i * LABEL, LABEL));
}

// {labels, groups, folds, threshold}: texts, the group of each class, and the least score of a
// letter. Version 1 has the letters as single bytes, and their groups are the capitals.
function readLabels(v, version) {
  const n = v.getUint32(32, true), at = v.getUint32(36, true);
  if (version === 1) {
    const labels = [...text(v, at, n)];
    const groups = [...new Set(labels.map((letter) => letter.toUpperCase()))];
    const last = v.getUint32(24, true) + RECORD * (v.getUint32(16, true) - 1);
    return { labels, groups, folds: labels.map((letter) => groups.indexOf(letter.toUpperCase())),
      threshold: v.getFloat32(last + 44, true) };
  }
  const folds = new Uint8Array(v.buffer, v.byteOffset + v.getUint32(68, true), n);
  return { labels: texts(v, at, n), groups: texts(v, v.getUint32(72, true), v.getUint32(64, true)),
    folds: [...folds], threshold: v.getFloat32(76, true) };
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

// The first layer that reads a trace of the pen; Infinity where none does. Version 2 alone knows.
function firstOfTraces(v, version) {
  return version > 1 && v.getUint8(SECOND_INPUT) === INPUT_TRACE ? v.getUint16(SECOND_INPUT + 6, true) : Infinity;
}

// Maps and kernels of a network of traces have one row.
function readLayer(v, at, tensors, trace) {
  const name = text(v, at, 16);
  const flags = v.getUint8(at + 19);
  const tensor = (what) => tensors.get(`${name}.${what}`);
  const layer = {
    name,
    trace, // reads how the letter was written, not its picture
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
    weight: tensor('weight'), // (out, kernelRows, kernel, in), depthwise (kernelRows, kernel, channel)
    bias: tensor('bias'),
    multiplier: tensor('multiplier'),
    offset: tensor('offset'),
    residualFactor: tensor('shortcut'),
  };
  layer.relu = !layer.last && (layer.low === 0 || layer.reluFirst);
  const rows = (side) => (trace ? 1 : side);
  Object.assign(layer, { kernelRows: rows(layer.kernel), inRows: rows(layer.inSide), outRows: rows(layer.outSide),
    padTop: trace ? 0 : layer.padLow });
  layer.weights = layer.kernelRows * layer.kernel * layer.inChannels * (layer.kind === 'depthwise' ? 1 : layer.outChannels);
  layer.macs = layer.weights * layer.outRows * layer.outSide;
  layer.dense = layer.kind === 'convolution' && layer.outSide === 1 && layer.kernel === layer.inSide;
  return layer;
}

// "14 × 14 × 48": what a layer puts out; a side of 1 is not said.
export const shapeOf = ({ outRows, outSide, outChannels }) =>
  [outRows, outSide, outChannels].filter((n, i) => i === 2 || n > 1).join(' × ');

// Real logit = integer logit * this, of the second network of a model that has one.
export const traceScale = (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getFloat32(80, true);

// {name, labels, groups, folds, threshold, logitScale, bytes, layers, pictureLayers, traceScale, parameters,
// macs}: first the layers that read a picture, pictureLayers of them, then those that read a trace. The weights
// are views into bytes.
export function readModelFile(bytes) {
  const v = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (v.byteLength < HEADER || text(v, 0, 4) !== 'HWRM') throw new Error(`not a .hwr model file; ${REMEDY}`);
  const version = v.getUint32(4, true);
  const known = VERSIONS.includes(version) && v.byteLength >= (version === 1 ? HEADER : HEADER_2);
  if (!known || v.getUint32(8, true) !== v.byteLength) {
    throw new Error(`a .hwr file of another version or length than its header says; ${REMEDY}`);
  }
  const tensors = readTensors(v);
  const second = firstOfTraces(v, version);
  const layers = Array.from({ length: v.getUint32(16, true) },
    (_, i) => readLayer(v, v.getUint32(24, true) + i * RECORD, tensors, i >= second));
  layers.forEach((layer, i) => { layer.first = i === 0 || i === second; }); // of its network: reads the input
  const sum = (f) => layers.reduce((total, layer) => total + f(layer), 0);
  return {
    name: text(v, 48, 16),
    ...readLabels(v, version),
    temperature: v.getFloat32(40, true), // real logits are divided by this before the softmax
    logitScale: v.getFloat32(44, true), // real logit = integer logit * this
    bytes: v.byteLength,
    layers,
    pictureLayers: Math.min(layers.length, second),
    traceScale: Number.isFinite(second) ? traceScale(bytes) : 0,
    parameters: sum((l) => l.weights + l.outChannels),
    macs: sum((l) => l.macs),
  };
}
