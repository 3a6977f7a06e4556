// module.js - train.wasm (wasm/train.c) in JavaScript's hands: one training an instance.
import { PIXELS } from '../emnist/idx.js';

// As wasm/train.c and the topology "small" of core/train/net/net.c have them.
export const BATCH = 64, FILTER_SIDE = 5, FILTERS = 16;
const encoder = new TextEncoder();

export class TrainError extends Error {
  constructor(status, step) {
    super(`${step}: status ${status}`);
    this.status = status;
  }
}

export class TrainingModule {
  static async open(wasmBytes) {
    const { instance } = await WebAssembly.instantiate(wasmBytes, {});
    return new TrainingModule(instance.exports);
  }

  constructor(exports) {
    this.exports = exports;
    exports._initialize?.();
  }

  bytes(at, length) {
    return new Uint8Array(this.exports.memory.buffer, at, length);
  }

  floats(at, length) {
    return new Float32Array(this.exports.memory.buffer, at, length).slice();
  }

  // examples(k, image) writes image k upright into image and returns its class. A TrainError where the module
  // refuses: few images, no room, texts that are no labels.
  start({ n, classes, epochs, seed, example }) {
    const { exports } = this;
    const images = exports.hwr_train_images(n);
    if (!images) throw new TrainError(0, 'images');
    const targets = this.bytes(exports.hwr_train_classes(), n);
    for (let k = 0; k < n; k++) targets[k] = example(k, this.bytes(images + k * PIXELS, PIXELS));
    const texts = encoder.encode(classes.map((text) => `${text}\0`).join(''));
    if (texts.length > exports.hwr_train_text_capacity()) throw new TrainError(0, 'classes');
    this.bytes(exports.hwr_train_text(), texts.length).set(texts);
    const status = exports.hwr_train_start(classes.length, epochs, seed);
    if (status) throw new TrainError(status, 'start');
    this.steps = epochs * this.stepsPerEpoch;
  }

  get stepsPerEpoch() { return this.exports.hwr_train_steps_per_epoch(); }
  get heldOut() { return this.exports.hwr_train_held_out(); }

  // One batch; the steps done in all.
  step() {
    return this.exports.hwr_train_step();
  }

  figures(at) {
    const [loss, right, n] = new Float64Array(this.exports.memory.buffer, at, 3);
    return { loss, right, n };
  }

  // {loss, right, n}, sums: of this epoch so far, and of the images held out.
  sums() { return this.figures(this.exports.hwr_train_sums()); }
  validate() { return this.figures(this.exports.hwr_train_validate()); }

  // (5, 5, 16)
  filters() { return this.floats(this.exports.hwr_train_filters(), FILTER_SIDE * FILTER_SIDE * FILTERS); }
  weights() { return this.floats(this.exports.hwr_train_weights(), this.exports.hwr_train_n_weights()); }

  // The network as it is now, as a .hwr file.
  model() {
    const status = this.exports.hwr_train_quantize();
    if (status) throw new TrainError(status, 'quantize');
    return this.bytes(this.exports.hwr_train_model(), this.exports.hwr_train_model_length()).slice();
  }
}
