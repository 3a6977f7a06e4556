// build_golden.mjs - the letters of the page's start-up self-test: strokes, the hash
// of their 28 x 28 and the network's scores, as the scalar module computes them.
// tests/node compares the SIMD module with it, and both with the native program.
import { createRecognizer, hashBytes, strokesFromDrawing } from './src/recognizer/recognizer.js';

// Curves, corners, a dot, several strokes.
const WORDS = ['B', 'g', 'i', 'W'];

// letters: objects {word, drawing} of tests/letters/letters.ndjson.
export async function makeGolden({ scalarBytes, modelBytes, letters }) {
  const recognizer = await createRecognizer({ scalarBytes, modelBytes });
  return WORDS.map((word) => {
    const { drawing } = letters.find((l) => l.word === word);
    const { image, logits } = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    return { word, drawing, imageHash: hashBytes(image), logits: [...logits] };
  });
}
