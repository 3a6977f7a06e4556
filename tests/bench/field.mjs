// field.mjs - all contestants for one network, from bytes; the same in Node and in a page.
import { onnxruntime, ours, ourStrokes, tensorflow } from './contestants.mjs';
import { describeNet, readSafetensors } from './net.mjs';
import { tensorflowLayers } from './tflayers.mjs';

export const OURS = 'ours, wasm SIMD';

// bytes: {simd, scalar, integer, float, onnx, quantised}; layers: as "letters show" has them.
export async function assemble({ ort, tf, tfl, bytes, layers, images }) {
  const net = describeNet(layers, readSafetensors(bytes.float));
  const list = [
    { ...(await ours(OURS, bytes.simd, bytes.integer, images)), quantised: true },
    { ...(await ours('ours, wasm scalar', bytes.scalar, bytes.integer, images)), quantised: true },
    await onnxruntime('onnxruntime-web, float', ort, bytes.onnx, images),
    { ...(await onnxruntime('onnxruntime-web, quantised', ort, bytes.quantised, images)), quantised: true },
    tensorflow('tensorflow.js wasm, fused ops', tf, net, images),
    tensorflowLayers('tensorflow.js wasm, layers', tf, tfl, net, images),
  ];
  await sameBits(list[0], list[1], images.length);
  return list;
}

export function strokes(bytes, drawings) {
  return ourStrokes('ours, strokes to probabilities', bytes.simd, bytes.integer, drawings);
}

async function sameBits(a, b, n) {
  for (let i = 0; i < n; i++) {
    const other = b.logits(i);
    if (a.logits(i).some((x, c) => x !== other[c])) throw new Error(`image ${i}: SIMD and scalar differ`);
  }
}
