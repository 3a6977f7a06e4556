// module_hand.js - what a writer teaches, see core/hand/hand.h: what wasm/hand.c exports.
import { TRACE_POINTS } from './module.js';
import { WordModule } from './module_words.js';

const DRAWING = 2 * TRACE_POINTS + TRACE_POINTS / 8;

// An example's drawing, as core/hand/hand.h describes it, as strokes.
function drawingOf(bytes) {
  const strokes = [];
  for (let i = 0; i < TRACE_POINTS; i++) {
    if (i === 0 || (bytes[2 * TRACE_POINTS + (i >> 3)] >> (i & 7)) & 1) strokes.push([]);
    strokes[strokes.length - 1].push({ x: bytes[2 * i], y: bytes[2 * i + 1] });
  }
  return strokes;
}

export class LettersModule extends WordModule {
  handStart() {
    this.answer(this.x.hwr_wasm_hand_start(), 'the model');
    this.readLabels();
  }

  handPause(on) {
    this.x.hwr_wasm_hand_pause(on ? 1 : 0);
    this.readLabels();
  }

  // The last answer as an example of a class; its number.
  handTeach(classIndex, date) {
    this.answer(this.x.hwr_wasm_hand_teach(classIndex, date), 'the example');
    return this.x.hwr_wasm_hand_taught();
  }

  handForget(index) {
    this.x.hwr_wasm_hand_forget(index);
  }

  handForgetAll() {
    this.x.hwr_wasm_hand_forget_all();
    this.readLabels();
  }

  handAddSign(text) {
    const bytes = new TextEncoder().encode(text), capacity = this.x.hwr_wasm_hand_text_capacity();
    const into = this.view(Uint8Array, this.x.hwr_wasm_hand_text(), capacity);
    into.fill(0);
    into.set(bytes.subarray(0, capacity - 1));
    this.answer(this.x.hwr_wasm_hand_add_sign(), 'the sign');
    this.readLabels();
  }

  handRemoveSign(classIndex) {
    this.x.hwr_wasm_hand_remove_sign(classIndex);
    this.readLabels();
  }

  // [{classIndex, date, drawing}]: drawing is strokes of {x, y} in 0..255, null where a picture was taught.
  handExamples() {
    const { x } = this;
    return Array.from({ length: x.hwr_wasm_hand_examples() }, (_, i) => {
      const at = x.hwr_wasm_hand_drawing(i);
      return { classIndex: x.hwr_wasm_hand_class(i), date: x.hwr_wasm_hand_date(i),
        drawing: at ? drawingOf(this.view(Uint8Array, at, DRAWING)) : null };
    });
  }

  // The class that this one's examples are hard to tell from, -1 for none.
  handRival(classIndex) {
    return this.x.hwr_wasm_hand_rival(classIndex);
  }

  // The example that decided the last answer against the networks, -1 for none.
  handOwed() {
    return this.x.hwr_wasm_hand_owed();
  }

  // The file of one class's examples, or with -1 of all.
  handSave(classIndex) {
    const length = this.x.hwr_wasm_hand_save(classIndex);
    return this.view(Uint8Array, this.x.hwr_wasm_hand_file(), length).slice();
  }

  handLoad(bytes, replace) {
    const capacity = this.x.hwr_wasm_hand_file_capacity();
    if (bytes.length > capacity) {
      throw this.tooLarge('the examples in bytes', bytes.length, capacity, 'choose a file that this page saved');
    }
    this.view(Uint8Array, this.x.hwr_wasm_hand_file(), bytes.length).set(bytes);
    this.answer(this.x.hwr_wasm_hand_load(bytes.length, replace ? 1 : 0), 'the examples');
    this.readLabels();
  }
}
