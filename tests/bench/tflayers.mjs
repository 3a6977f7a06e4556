// tflayers.mjs - the network as a LayersModel of TensorFlow.js, which is what a Keras model
// becomes there. The interface is that of contestants.mjs. For Node and for a page.
const SIDE = 28;

function linear(tfl, x, { depthwise, dense, stride, same, relu, residual, weight }) {
  const activation = relu && residual < 0 ? 'relu' : 'linear';
  const [k] = weight.shape;
  const channels = weight.shape[weight.shape.length - 1];
  const common = { kernelSize: k, strides: stride, padding: same ? 'same' : 'valid', activation };
  if (depthwise) return [tfl.layers.depthwiseConv2d(common), x];
  if (dense) return [tfl.layers.dense({ units: channels, activation }), x.shape.length === 4 ? tfl.layers.flatten().apply(x) : x];
  return [tfl.layers.conv2d({ ...common, filters: channels }), x];
}

function shapeOf({ depthwise, dense, weight: { shape } }) {
  if (depthwise) return [...shape, 1];
  return dense ? [shape[0] * shape[1] * shape[2], shape[3]] : shape;
}

// tf: the core, tfl: the layers package; layers: net.mjs.
export function tensorflowLayers(name, tf, tfl, layers, images) {
  const input = tfl.input({ shape: [SIDE, SIDE, 1] });
  const outputs = [];
  let x = input;
  for (const layer of layers) {
    const [step, from] = linear(tfl, x, layer);
    x = step.apply(from);
    step.setWeights([tf.tensor(layer.weight.data, shapeOf(layer)), tf.tensor(layer.bias.data, layer.bias.shape)]);
    if (layer.residual >= 0) {
      x = tfl.layers.add().apply([x, outputs[layer.residual]]);
      if (layer.relu) x = tfl.layers.reLU().apply(x);
    }
    if (layer.norm) {
      const norm = tfl.layers.batchNormalization({ epsilon: layer.norm.epsilon });
      x = norm.apply(x);
      norm.setWeights(['gamma', 'beta', 'mean', 'variance'].map((what) => tf.tensor(layer.norm[what].data)));
    }
    outputs.push(x);
  }
  const model = tfl.model({ inputs: input, outputs: x });
  const inputs = images.map((image) => tf.tensor4d(Float32Array.from(image, (v) => v / 255), [1, SIDE, SIDE, 1]));
  const run = (i) => {
    const y = model.predict(inputs[i % inputs.length]);
    const logits = y.dataSync();
    y.dispose();
    return logits;
  };
  return { name, asynchronous: false, run, logits: (i) => Float32Array.from(run(i)) };
}
