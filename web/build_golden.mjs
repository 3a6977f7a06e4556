// build_golden.mjs - the letters of the page's start-up self-test: strokes, the hash
// of their 28 x 28, the network's scores, its softmax's hash and the outlier detector's score, as the scalar module computes
// them, and, but for the first, what their pictures are read as.
// tests/node compares the SIMD module with it, and both with the native program.
import { createRecognizer, hashBytes, hashPicture, hashProbabilities, strokesFromDrawing } from './src/recognizer/recognizer.js';

// Curves, corners, a dot, and an E of four strokes, as fewer are not counted in vectors. The first,
// tested before the page is ready, notices more wrong vector instructions than other letters, the
// second the rest, and F and c, as pictures, those that only pictures meet:
// tests/node/recognizer/wrong_vectors.test.mjs.
const WORDS = ['p', 'E', 'i', 'F', 'c'];

// letters: objects {word, drawing} of tests/letters/letters.ndjson.
export async function makeGolden({ scalarBytes, modelBytes, letters }) {
  const recognizer = await createRecognizer({ scalarBytes, modelBytes });
  return WORDS.map((word, i) => {
    const drawings = letters.filter((l) => l.word === word).map((l) => l.drawing);
    const drawing = drawings.reduce((most, one) => (one.length > most.length ? one : most));
    const answer = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
    return { word, drawing, imageHash: hashBytes(answer.image), logits: [...answer.logits],
      probabilitiesHash: hashProbabilities(answer), outlierScore: answer.outlierScore, ...(i > 0 && { pictureHash: hashPicture(recognizer, answer.image) }) };
  });
}
