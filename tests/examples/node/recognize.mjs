// recognize.mjs - names a drawn letter.
import { createRecognizer } from 'handwritten-letters';

const recognizer = await createRecognizer();
const { letter, confidence } = recognizer.recognize([
  [{ x: 0, y: 100 }, { x: 40, y: 0 }, { x: 80, y: 100 }],
  [{ x: 20, y: 60 }, { x: 60, y: 60 }],
]);
console.log(letter, confidence.toFixed(3));
