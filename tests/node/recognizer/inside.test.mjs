// The arithmetic that the page tells of a value gives the core's value, for every value of
// every layer; and the receptive field is exactly what can change it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { softmaxSteps } from '../../../web/src/rooms/inside/softmax.js';
import { arithmetic, receptiveField, valueAt } from '../../../web/src/rooms/inside/cell.js';
import { readModelFile } from '../../../web/src/recognizer/model_file.js';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, randomNumbers, simdBytes } from '../artifacts.mjs';

const model = readModelFile(modelBytes);
const { layers } = model;
const recognizer = await createRecognizer({ simdBytes, modelBytes });

function look(drawing) {
  const input = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
  return { input, activations: recognizer.activations() };
}

function* cells({ outRows, outSide, outChannels }) {
  for (let y = 0; y < outRows; y++) {
    for (let x = 0; x < outSide; x++) for (let channel = 0; channel < outChannels; channel++) yield { y, x, channel };
  }
}

test('every value of the network is what its arithmetic says', () => {
  const { input, activations } = look(letters[17].drawing);
  layers.forEach((layer, i) => {
    for (const cell of cells(layer)) {
      const result = arithmetic(layers, activations, input, i, cell);
      assert.equal(result.value, valueAt(layer, activations[i], cell), `${layer.name} ${JSON.stringify(cell)}`);
    }
  });
});

test('of 50 drawings, 40 values of each layer', () => {
  const random = randomNumbers(7);
  for (const { drawing } of letters.slice(0, 50)) {
    const { input, activations } = look(drawing);
    layers.forEach((layer, i) => {
      for (let n = 0; n < 40; n++) {
        const cell = { y: random(layer.outRows), x: random(layer.outSide), channel: random(layer.outChannels) };
        const result = arithmetic(layers, activations, input, i, cell);
        assert.equal(result.value, valueAt(layer, activations[i], cell));
        assert.equal(result.terms.reduce((sum, t) => sum + t.sum, result.bias + (result.residual?.product ?? 0)), result.total);
      }
    });
  }
});

test('the steps of the softmax end at the probability that the core gives', () => {
  for (const { drawing } of letters) {
    const { image } = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    const { logits, probabilities } = recognizer.recognizeImage(image); // of one network
    probabilities.forEach((p, c) => {
      const { real, cooled, top, less, power, sum, share } = softmaxSteps(model, logits, c);
      assert.ok(Math.abs(share - p) < 1e-6, `${model.labels[c]}: ${share}, ${p}`);
      assert.ok(Math.abs(power / sum - share) < 1e-12 && Math.abs(Math.exp(less) - power) < 1e-12);
      assert.ok(Math.abs(real / model.temperature - cooled) < 1e-9 && Math.abs(cooled - top - less) < 1e-9);
    });
  }
});

test('a pixel outside the receptive field changes nothing, those at its edges do', () => {
  const random = randomNumbers(3);
  const image = Uint8Array.from({ length: 784 }, () => random(256));
  const outputs = (picture) => {
    recognizer.recognizeImage(picture);
    return recognizer.activations();
  };
  const before = outputs(image);
  for (const [i, cell] of [[0, { y: 0, x: 5 }], [1, { y: 6, x: 13 }], [3, { y: 7, x: 7 }], [5, { y: 3, x: 2 }]]) {
    const { outChannels, outSide } = layers[i];
    const pixel = (values) => values.subarray((cell.y * outSide + cell.x) * outChannels).subarray(0, outChannels).join();
    const field = receptiveField(layers, i, cell);
    const reached = { top: 28, left: 28, bottom: -1, right: -1 };
    for (let p = 0; p < 784; p++) {
      const y = Math.floor(p / 28), x = p % 28;
      const inside = y >= field.top && y <= field.bottom && x >= field.left && x <= field.right;
      const changed = image.slice();
      changed[p] = 255 - changed[p];
      if (pixel(outputs(changed)[i]) === pixel(before[i])) continue;
      assert.ok(inside, `layer ${i}: pixel ${y}, ${x} is not in ${JSON.stringify(field)}`);
      reached.top = Math.min(reached.top, y);
      reached.left = Math.min(reached.left, x);
      reached.bottom = Math.max(reached.bottom, y);
      reached.right = Math.max(reached.right, x);
    }
    assert.deepEqual(reached, field, `layer ${i}`);
  }
});
