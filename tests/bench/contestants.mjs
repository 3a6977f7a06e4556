// contestants.mjs - one network in several runtimes, behind one interface:
// {name, asynchronous, run(i), logits(i)}, run and logits for the image with that number.
// For Node and for a page.
import { LettersModule } from '../../web/src/recognizer/module_hand.js';

const SIDE = 28;
const CLASSES = 37;
const numbered = (list, i) => list[i % list.length];

// images: Uint8Array(784) each, 255 = ink.
export async function ours(name, wasmBytes, modelBytes, images) {
  const { instance } = await WebAssembly.instantiate(wasmBytes, {});
  const module = new LettersModule(instance);
  module.load(modelBytes);
  const scale = new DataView(modelBytes.buffer, modelBytes.byteOffset).getFloat32(44, true);
  const run = (i) => {
    module.recognizeImage(numbered(images, i));
    return module.logits();
  };
  return { name, asynchronous: false, run, logits: (i) => Float32Array.from(run(i), (x) => x * scale) };
}

// From strokes to probabilities: what the page does for every letter.
export async function ourStrokes(name, wasmBytes, modelBytes, drawings) {
  const { instance } = await WebAssembly.instantiate(wasmBytes, {});
  const module = new LettersModule(instance);
  module.load(modelBytes);
  const run = (i) => {
    module.recognizeStrokes(numbered(drawings, i));
    return module.probabilities();
  };
  return { name, asynchronous: false, run };
}

const unit = (image) => Float32Array.from(image, (x) => x / 255);

// ort: onnxruntime-web or onnxruntime-node.
export async function onnxruntime(name, ort, onnxBytes, images, options = {}) {
  const session = await ort.InferenceSession.create(onnxBytes, { graphOptimizationLevel: 'all', ...options });
  const inputs = images.map((image) => ({ image: new ort.Tensor('float32', unit(image), [1, 1, SIDE, SIDE]) }));
  const run = async (i) => (await session.run(numbered(inputs, i))).logits.data;
  return { name, asynchronous: true, run, logits: async (i) => Float32Array.from(await run(i)) };
}

// tf: TensorFlow.js's core with its wasm backend chosen; layers: net.mjs. ReLU and bias are
// fused into the convolutions, as its converter does.
export function tensorflow(name, tf, layers, images) {
  const constant = ({ shape, data }) => tf.tensor(data, shape);
  const ready = layers.map((layer) => {
    const [k, , inputs, outputs] = layer.weight.shape;
    const shape = layer.dense ? [k * k * inputs, outputs] : layer.depthwise ? [...layer.weight.shape, 1] : layer.weight.shape;
    const { norm } = layer;
    return {
      ...layer,
      weight: tf.tensor(layer.weight.data, shape),
      bias: constant(layer.bias),
      norm: norm && ['mean', 'variance', 'beta', 'gamma'].map((what) => constant(norm[what])).concat(norm.epsilon),
    };
  });
  const forward = (image) => {
    const outputs = [];
    let x = image;
    for (const { depthwise, dense, weight, bias, stride, same, relu, residual, norm } of ready) {
      const joined = residual >= 0;
      const activation = relu && !joined ? 'relu' : 'linear';
      const conv = { filter: weight, strides: stride, pad: same ? 'same' : 'valid', bias, activation };
      if (dense) x = tf.fused.matMul({ a: x.rank === 4 ? tf.reshape(x, [1, -1]) : x, b: weight, bias, activation });
      else if (depthwise) x = tf.fused.depthwiseConv2d({ x, ...conv });
      else x = tf.fused.conv2d({ x, ...conv });
      if (joined) x = tf.add(x, outputs[residual]);
      if (joined && relu) x = tf.relu(x);
      if (norm) x = tf.batchNorm(x, ...norm);
      outputs.push(x);
    }
    return x;
  };
  const inputs = images.map((image) => tf.tensor4d(unit(image), [1, SIDE, SIDE, 1]));
  const run = (i) => {
    const y = tf.tidy(() => forward(numbered(inputs, i)));
    const logits = y.dataSync();
    y.dispose();
    return logits;
  };
  return { name, asynchronous: false, run, logits: (i) => Float32Array.from(run(i)) };
}

export function best(logits) {
  let at = 0;
  for (let c = 1; c < CLASSES; c++) if (logits[c] > logits[at]) at = c;
  return at;
}

// Compares contestants' logits with the expected ones, image by image. Differences are
// relative to the largest logit. Throws where a float runtime is off by more than 1e-4, or
// where fewer than 95 % of a quantised one's answers agree.
export async function verify(contestants, expected) {
  const report = [];
  for (const { name, logits, quantised } of contestants) {
    let worst = 0;
    let agree = 0;
    for (const [i, want] of expected.entries()) {
      const got = await logits(i);
      const size = Math.max(1, ...want.map(Math.abs));
      want.forEach((value, c) => { worst = Math.max(worst, Math.abs(value - got[c]) / size); });
      agree += best(got) === best(want);
    }
    const same = agree / expected.length;
    if (quantised ? same < 0.95 : !(worst <= 1e-4)) {
      throw new Error(`${name} does not compute this network: off by ${worst}, ${agree} of ${expected.length} answers agree`);
    }
    report.push({ name, images: expected.length, worst_relative: Number(worst.toPrecision(3)), agree: same });
  }
  return report;
}
