/** A point of a stroke: any unit and origin, x to the right, y down. */
export interface Point {
  x: number;
  y: number;
}

/** Pen down to pen up: points, or their coordinates as x0 y0 x1 y1 ... */
export type Stroke = readonly Point[] | Float32Array | Float64Array;

/** What `getImageData` returns: RGBA, not premultiplied, one letter on it. */
export interface Pixels {
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

export interface Alternative {
  letter: string;
  /** 0 to 1; of all classes together 1. */
  confidence: number;
}

/** All arrays are copies and yours. */
export interface Answer {
  /** Nothing was drawn; then `letter` is "" and all numbers are 0. */
  empty: boolean;
  /** The most probable class. */
  letter: string;
  confidence: number;
  /** False for scribbles, as far as the network can tell. */
  isLetter: boolean;
  /** The five most probable classes, `letter` first. */
  alternatives: Alternative[];
  /** One for each of the recogniser's `classes`. */
  probabilities: Float32Array;
  /** The 28 x 28 bytes that the network saw, row by row, 255 = ink. */
  image: Uint8Array;
}

/** A letter of a word. */
export interface WordLetter {
  text: string;
  /** The network's, of the letter in either case, 0 to 1. */
  probability: number;
  /** Its strokes, as indices of those handed over. */
  strokes: number[];
}

export interface Reading {
  text: string;
  /** Among all readings considered, 0 to 1. */
  probability: number;
  letters: WordLetter[];
}

export interface Word {
  empty: boolean;
  /** Of the most probable reading. */
  text: string;
  /** Up to five, the most probable first. */
  readings: Reading[];
}

export interface Recognizer {
  /** Which of both WebAssembly modules runs. */
  readonly build: 'simd' | 'scalar';
  /** What the model answers with: for the one shipped A to Z and a b d e f g h n q r t, as a small c
   *  is written like a C. */
  readonly classes: string[];
  /** One letter. Throws a TypeError or a RecognizerError. */
  recognize(strokes: readonly Stroke[]): Answer;
  /** One letter on a picture, dark on light or light on dark, at most 2048 x 2048 pixels. */
  recognizePixels(pixels: Pixels): Answer;
  /** A word of separated letters, at most 64 strokes; `language: false` reads it letter by letter, as names and
   *  codes are, and so does a recogniser without a language. `before`: the text that the strokes stand behind; where it
   *  ends within a word, they go on with it. */
  read(strokes: readonly Stroke[], options?: { language?: boolean; before?: string }): Word;
  /** The bytes of a `.hwl` file: the language that words are read in. */
  loadLanguage(language: Uint8Array): void;
  /** Another `.hwr` file in the place of the model. */
  load(model: Uint8Array): void;
}

export interface RecognizerOptions {
  /** The bytes of a `.hwr` file to use instead of the model shipped. */
  model?: Uint8Array;
}

/** Input or model was refused: the message says what to do, `status` is a name of the C core's. */
export class RecognizerError extends Error {
  readonly status: string;
}

/** A recogniser of its own: any number of them may live at once, in pages and workers. */
export function createRecognizer(options?: RecognizerOptions): Promise<Recognizer>;
