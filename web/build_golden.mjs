// build_golden.mjs - the letters of the page's start-up self-test: strokes, the hash
// of their 28 x 28, the network's scores and its softmax's hash, as the scalar module computes them.
// tests/node compares the SIMD module with it, and both with the native program.
import { createRecognizer, hashBytes, hashProbabilities, strokesFromDrawing } from './src/recognizer/recognizer.js';

// Curves, corners, a dot, and an E of four strokes, as fewer are not counted in vectors. The first,
// tested before the page is ready, notices more wrong vector instructions than other letters, and
// the second the rest: tests/node/recognizer/wrong_vectors.test.mjs.
const WORDS = ['p', 'E', 'i', 'W'];

// letters: objects {word, drawing} of tests/letters/letters.ndjson.
export async function makeGolden({ scalarBytes, modelBytes, letters }) {
  const recognizer = await createRecognizer({ scalarBytes, modelBytes });
  return WORDS.map((word) => {
    const drawings = letters.filter((l) => l.word === word).map((l) => l.drawing);
    const drawing = drawings.reduce((most, one) => (one.length > most.length ? one : most));
    const answer = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    return { word, drawing, imageHash: hashBytes(answer.image), logits: [...answer.logits],
      probabilitiesHash: hashProbabilities(answer) };
  });
}
