// main.ts - every name of the package's types, in a strict project.
import { RecognizerError, createRecognizer } from 'handwritten-letters';
import type { Alternative, Answer, Pixels, Point, Reading, Recognizer, RecognizerOptions, Stroke, Word, WordLetter } from 'handwritten-letters';
import { createRecognizer as createInline } from 'handwritten-letters/inline';
import { LetterPad } from 'handwritten-letters/letter-pad';
import type { LetterDetail, PadAlternative } from 'handwritten-letters/letter-pad';
import { install } from 'handwritten-letters/polyfill';
import type { InstallOptions } from 'handwritten-letters/polyfill';

const corner: Point = { x: 0, y: 100 };
const strokes: Stroke[] = [[corner, { x: 40, y: 0 }], Float32Array.of(40, 0, 80, 100)];
const pixels: Pixels = { data: new Uint8ClampedArray(4), width: 1, height: 1 };
const options: RecognizerOptions = { model: new Uint8Array() };

export async function name(make: typeof createInline = createRecognizer): Promise<string> {
  const recognizer: Recognizer = await make();
  const answer: Answer = recognizer.recognize(strokes);
  const second: Alternative | undefined = answer.alternatives[1];
  try {
    recognizer.recognizePixels(pixels);
    await make(options);
  } catch (error) {
    if (error instanceof RecognizerError) return error.status;
  }
  const word: Word = recognizer.read(strokes, { language: false });
  const reading: Reading | undefined = word.readings[0];
  const last: WordLetter | undefined = reading?.letters.at(-1);
  if (last) return last.text;
  // @ts-expect-error a stroke is no number
  recognizer.recognize([1]);
  return `${answer.letter} ${second?.confidence ?? 0}`;
}

export async function standard(language: Uint8Array): Promise<string> {
  const given: InstallOptions = { language, createRecognizer };
  const state: 'installed' | 'native' | 'insecure' = await install(given);
  return state;
}

export function pad(form: HTMLFormElement): LetterPad {
  LetterPad.createRecognizer = createInline;
  const made = document.createElement('letter-pad');
  made.addEventListener('letter', (event) => {
    const { value, alternatives }: LetterDetail = (event as CustomEvent<LetterDetail>).detail;
    const first: PadAlternative | undefined = alternatives[0];
    console.log(value, first?.confidence, made.form === form);
  });
  made.mode = 'word';
  return made;
}
