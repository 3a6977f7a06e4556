// cell.js - one value of one layer: its receptive field in the image, and its arithmetic
// (core/qnn/qnet.h), from the model file's numbers. The values before and after are the
// core's; tests/node/recognizer/inside.test.mjs compares the two for every value of the network.

const TWO = BigInt(2), HALF = TWO ** BigInt(31), SHIFT = BigInt(32);

export function valueAt(layer, values, { channel, y, x }) {
  return values[(y * layer.outSide + x) * layer.outChannels + channel];
}

// The receptive field, the rows and columns of the image (or the points of the trace) that can change the value: {top, left, bottom, right},
// inclusive, inside the image.
export function receptiveField(layers, index, { y, x }) {
  const back = (start) => {
    let low = start, high = start;
    for (let i = index; i >= 0 && layers[i].trace === layers[index].trace; i--) {
      const { stride, padLow, kernel, inSide } = layers[i];
      low = Math.max(low * stride - padLow, 0);
      high = Math.min(high * stride - padLow + kernel - 1, inSide - 1);
    }
    return [low, high];
  };
  const [top, bottom] = layers[index].trace ? [0, 0] : back(y), [left, right] = back(x);
  return { top, left, bottom, right };
}

// The window of one input channel and the weights it meets, kernelRows x kernel each, and
// the sum of their products. Beyond the edge the input counts as 0.
function term(layer, input, { channel, y, x }, from) {
  const { kernel, kernelRows, stride, padLow, padTop, inSide, inRows, inChannels, kind, weight, outChannels } = layer;
  const places = kernelRows * kernel;
  const inputs = new Int32Array(places), weights = new Int32Array(places);
  let sum = 0;
  for (let k = 0; k < places; k++) {
    const row = y * stride - padTop + Math.floor(k / kernel), column = x * stride - padLow + (k % kernel);
    const inside = row >= 0 && column >= 0 && row < inRows && column < inSide;
    inputs[k] = inside ? input[(row * inSide + column) * inChannels + from] : 0;
    weights[k] = kind === 'depthwise'
      ? weight[k * outChannels + channel]
      : weight[(channel * places + k) * inChannels + from];
    sum += inputs[k] * weights[k];
  }
  return { from, inputs, weights, sum };
}

// How the value (activation) comes about: {terms, sum, bias, residual, total, scaled, offset, value}. terms
// are the input channels, the weightiest first; residual is null or {value, factor, product};
// raised is total after a ReLU; scaled is raised * multiplier / 2^32, rounded.
export function arithmetic(layers, activations, { image, trace }, index, cell) {
  const layer = layers[index];
  const { channel } = cell;
  const input = layer.first ? (layer.trace ? trace : image) : activations[index - 1];
  const channels = layer.kind === 'depthwise' ? [channel] : Array.from({ length: layer.inChannels }, (_, c) => c);
  const terms = channels.map((from) => term(layer, input, cell, from));
  const sum = terms.reduce((s, t) => s + t.sum, 0);
  terms.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const bias = layer.bias[channel];
  let residual = null;
  if (layer.residual >= 0) {
    const value = valueAt(layers[layer.residual], activations[layer.residual], cell);
    const factor = layer.residualFactor[channel];
    residual = { value, factor, product: value * factor };
  }
  const total = sum + bias + (residual ? residual.product : 0);
  const raised = layer.reluFirst ? Math.max(total, 0) : total;
  const scaled = Number((BigInt(raised) * BigInt(layer.multiplier[channel]) + HALF) >> SHIFT);
  const offset = layer.offset[channel];
  const free = scaled + offset;
  const value = layer.last ? free : Math.max(layer.low, Math.min(layer.high, free));
  return { terms, sum, bias, residual, total, raised, factor: layer.multiplier[channel] / 2 ** 32, scaled, offset, free, value };
}
