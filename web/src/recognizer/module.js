// module.js - one instantiated letters-*.wasm: with module_words.js and module_hand.js, which add what their parts
// export, the only files that touch its memory or call its exports; wasm/exports.c says what each does. On the
// page recognizer.js is their only user.

const SIDE = 28;
const INK_SIDE = 128;
export const TRACE_POINTS = 64; // of the way of the pen
const TRACE_CHANNELS = 8;

// What to do about a refusal, by the status name of core/hwr.h.
export const REMEDIES = {
  HWR_ERR_ARGUMENT: 'load a model first, and keep coordinates below a million',
  HWR_ERR_NOT_FINITE: 'leave out points whose x or y is NaN or infinite',
  HWR_ERR_TOO_LARGE: 'draw with fewer points, or scale the picture down',
  HWR_ERR_MEMORY: 'use a smaller model',
  HWR_ERR_TRUNCATED: 'fetch the model file again, it is incomplete',
  HWR_ERR_MAGIC: 'hand over a .hwr model file',
  HWR_ERR_VERSION: 'use the model file that came with this program',
  HWR_ERR_CHECKSUM: 'fetch the model file again',
  HWR_ERR_FORMAT: 'write the model file again with "letters quantize"',
  HWR_ERR_SHAPE: 'write the model file again with "letters quantize"',
  HWR_ERR_LABELS: 'write the model file again with "letters quantize"',
  HWR_ERR_MODEL: 'use the model that it was made with',
};

// status is a name from core/hwr.h, such as "HWR_ERR_CHECKSUM".
export class RecognizerError extends Error {
  constructor(status, message) {
    super(message);
    this.name = 'RecognizerError';
    this.status = status;
  }
}

export class LetterModule {
  constructor(instance) {
    this.x = instance.exports;
    this.x._initialize?.();
    this.readLabels();
    this.maxPoints = this.x.hwr_wasm_points_capacity();
    this.maxStrokes = this.x.hwr_wasm_lengths_capacity();
    this.maxPixels = this.x.hwr_wasm_pixels_capacity();
    this.maxModelBytes = this.x.hwr_wasm_model_capacity();
  }

  // Views are made for each use: none outlives the call it serves.
  view(Type, pointer, length) {
    return new Type(this.x.memory.buffer, pointer, length);
  }

  string(pointer) {
    const bytes = new Uint8Array(this.x.memory.buffer, pointer);
    const text = bytes.subarray(0, bytes.indexOf(0));
    return text.every((byte) => byte < 128) ? String.fromCharCode(...text)
      : new TextDecoder('utf-8', { ignoreBOM: true }).decode(text);
  }

  // Of the model that is loaded: the texts of its classes and of the groups they fold into, and
  // the group of each class. All empty where there is no model.
  readLabels() {
    const { x } = this;
    this.classes = Array.from({ length: x.hwr_wasm_classes() }, (_, c) => this.string(x.hwr_wasm_class_label(c)));
    this.groups = Array.from({ length: x.hwr_wasm_groups() }, (_, g) => this.string(x.hwr_wasm_group_label(g)));
    this.folds = this.classes.map((_, c) => x.hwr_wasm_class_group(c));
    this.modelClasses = x.hwr_wasm_model_classes(); // of the classes; behind them are a hand's signs
  }

  // The name of an answer (HWR_OK, HWR_EMPTY); anything else is thrown.
  answer(status, what, remedies = REMEDIES) {
    const name = this.string(this.x.hwr_wasm_status_name(status));
    if (name === 'HWR_OK' || name === 'HWR_EMPTY') return name;
    const cause = this.string(this.x.hwr_wasm_status_string(status));
    throw new RecognizerError(name, `${what}: ${cause}; ${remedies[name] ?? 'reload the page'}`);
  }

  tooLarge(what, length, capacity, remedy) {
    return new RecognizerError('HWR_ERR_TOO_LARGE',
      `${what}: ${length} is more than the ${capacity} there is room for; ${remedy}`);
  }

  load(bytes) {
    if (bytes.length > this.maxModelBytes) {
      throw this.tooLarge('the model in bytes', bytes.length, this.maxModelBytes, REMEDIES.HWR_ERR_MEMORY);
    }
    this.view(Uint8Array, this.x.hwr_wasm_model_buffer(), bytes.length).set(bytes);
    const status = this.x.hwr_wasm_load(bytes.length);
    this.readLabels();
    this.answer(status, 'the model');
  }

  // strokes: arrays of {x, y}, or flat typed arrays x0 y0 x1 y1 ...
  writeStrokes(strokes) {
    if (strokes.length > this.maxStrokes) {
      throw this.tooLarge('strokes', strokes.length, this.maxStrokes, 'clear the drawing');
    }
    const counts = strokes.map((s) => (ArrayBuffer.isView(s) ? s.length >> 1 : s.length));
    const total = counts.reduce((sum, n) => sum + n, 0);
    if (total > this.maxPoints) {
      throw this.tooLarge('points of the drawing', total, this.maxPoints, 'clear it or undo some strokes');
    }
    this.view(Uint32Array, this.x.hwr_wasm_lengths(), counts.length).set(counts);
    const xy = this.view(Float32Array, this.x.hwr_wasm_points(), 2 * total);
    let at = 0;
    for (const [i, stroke] of strokes.entries()) {
      if (ArrayBuffer.isView(stroke)) {
        xy.set(stroke.subarray(0, 2 * counts[i]), at);
      } else {
        stroke.forEach((p, k) => {
          xy[at + 2 * k] = p.x;
          xy[at + 2 * k + 1] = p.y;
        });
      }
      at += 2 * counts[i];
    }
  }

  recognizeStrokes(strokes) {
    this.writeStrokes(strokes);
    return this.answer(this.x.hwr_wasm_recognize_strokes(strokes.length), 'the drawing');
  }

  recognizePixels(data, width, height) {
    if (width * height > this.maxPixels) {
      throw this.tooLarge('pixels of the picture', width * height, this.maxPixels, 'scale it down');
    }
    if (data.length !== 4 * width * height) {
      throw new RecognizerError('HWR_ERR_ARGUMENT', `the picture: ${data.length} bytes are not ` +
        `${width} x ${height} RGBA pixels; pass what getImageData returned`);
    }
    this.view(Uint8Array, this.x.hwr_wasm_pixels(), data.length).set(data);
    return this.answer(this.x.hwr_wasm_recognize_pixels(width, height), 'the picture');
  }

  recognizeImage(image) {
    if (image.length !== SIDE * SIDE) {
      throw new RecognizerError('HWR_ERR_ARGUMENT', `the image: ${image.length} values are not ` +
        `${SIDE} x ${SIDE}; pass one byte a pixel, row by row`);
    }
    this.view(Uint8Array, this.x.hwr_wasm_image(), image.length).set(image);
    return this.answer(this.x.hwr_wasm_recognize_image(), 'the image');
  }

  // Copies of everything the last recognition left behind.
  logits() {
    return this.view(Int32Array, this.x.hwr_wasm_logits(), this.modelClasses).slice();
  }

  probabilities() {
    return this.view(Float32Array, this.x.hwr_wasm_probabilities(), this.classes.length).slice();
  }

  folded() {
    return this.view(Float32Array, this.x.hwr_wasm_folded(), this.groups.length).slice();
  }

  isLetter() {
    return this.x.hwr_wasm_is_letter() === 1;
  }

  outlierScore() {
    return this.x.hwr_wasm_outlier_score();
  }

  image() {
    return this.view(Uint8Array, this.x.hwr_wasm_image(), SIDE * SIDE).slice();
  }

  // Every layer's output for the last recognition, the first layer's first: Int16Array (rows, side,
  // channels), and Int32Array logits of a network's last layer. The layers that read a trace follow
  // where the answer is both networks'.
  activations() {
    const { x } = this;
    const pictures = x.hwr_wasm_layers();
    const all = pictures + (this.fused() ? x.hwr_wasm_trace_layers() : 0);
    return Array.from({ length: all }, (_, layer) => {
      const n = x.hwr_wasm_look(layer);
      if (layer === pictures - 1) return this.logits();
      return layer === all - 1 ? this.traceLogits() : this.view(Int16Array, x.hwr_wasm_activations(), n).slice();
    });
  }

  // Whether the last answer is that of both networks: of the picture, and of how it was written.
  fused() {
    return this.x.hwr_wasm_fused() === 1;
  }

  traceLogits() {
    return this.view(Int32Array, this.x.hwr_wasm_trace_logits(), this.modelClasses).slice();
  }

  // What the second network read: (64, 8) bytes, see hwr_trace_strokes in core/hwr.h.
  trace() {
    return this.view(Uint8Array, this.x.hwr_wasm_trace(), TRACE_POINTS * TRACE_CHANNELS).slice();
  }

  // The second network's logits for another trace; the last answer stays as it is.
  recognizeTrace(trace) {
    const [before, logits] = [this.trace(), this.traceLogits()];
    this.view(Uint8Array, this.x.hwr_wasm_trace(), trace.length).set(trace);
    this.answer(this.x.hwr_wasm_recognize_trace(), 'the trace');
    const got = this.traceLogits();
    this.view(Uint8Array, this.x.hwr_wasm_trace(), before.length).set(before);
    this.view(Int32Array, this.x.hwr_wasm_trace_logits(), logits.length).set(logits);
    return got;
  }

  // The width of the pen that draws strokes, in pixels of the ink, until set again; 0 for
  // the one that the network was trained for.
  setPen(width) {
    this.x.hwr_wasm_set_pen(width);
  }

  steps() {
    const n = INK_SIDE * INK_SIDE;
    const [left, top, right, bottom] = this.view(Int32Array, this.x.hwr_wasm_crop_box(), 4);
    return {
      side: INK_SIDE,
      ink: this.view(Uint8Array, this.x.hwr_wasm_ink(), n).slice(),
      blurred: this.view(Uint8Array, this.x.hwr_wasm_blurred(), n).slice(),
      box: { left, top, right, bottom },
    };
  }

  isaName() {
    return this.string(this.x.hwr_wasm_isa_name());
  }
}
