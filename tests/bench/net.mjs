// net.mjs - a float network for other runtimes: the layers as "letters show --json" lists
// them, with the tensors of the safetensors file. For Node and for a page.
const NORM_EPSILON = 1e-5; // HWR_NORM_EPSILON of core/train/net/engine.h

// {name: {shape, data}} of a safetensors file of float32.
export function readSafetensors(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const tensors = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = entry.data_offsets.map((offset) => 8 + length + offset);
    tensors[name] = { shape: entry.shape, data: new Float32Array(new Uint8Array(bytes.subarray(from, to)).buffer) };
  }
  return tensors;
}

// Batch norm before the ReLU, put into the weights (..., C_out) and a bias.
function fold({ weight, gamma, beta, mean, variance }) {
  const channels = gamma.data.length;
  const scale = Float64Array.from(gamma.data, (g, c) => g / Math.sqrt(variance.data[c] + NORM_EPSILON));
  return {
    weight: { shape: weight.shape, data: weight.data.map((w, i) => w * scale[i % channels]) },
    bias: { shape: beta.shape, data: beta.data.map((b, c) => b - mean.data[c] * scale[c]) },
  };
}

// Layers as {name, depthwise, dense, stride, same, relu, residual, weight, bias, norm}; norm
// is {gamma, beta, mean, variance, epsilon} where it follows the ReLU, else null.
export function describeNet(layers, tensors) {
  return layers.map((layer, l) => {
    const [side] = layer.in;
    const [outSide] = layer.out;
    const t = {};
    for (const what of ['weight', 'bias', 'gamma', 'beta', 'mean', 'variance']) t[what] = tensors[`${layer.name}.${what}`];
    const depthwise = t.weight.shape.length === 3;
    const normFirst = t.gamma && !t.bias;
    return {
      name: layer.name,
      depthwise,
      dense: !depthwise && outSide === 1 && layer.kernel === side,
      stride: layer.stride,
      same: layer.kernel > 1 && layer.kernel < side && outSide === Math.ceil(side / layer.stride),
      relu: l + 1 < layers.length,
      residual: layer.residual,
      ...(normFirst ? fold(t) : { weight: t.weight, bias: t.bias }),
      norm: t.gamma && t.bias ? { ...t, epsilon: NORM_EPSILON } : null,
    };
  });
}
