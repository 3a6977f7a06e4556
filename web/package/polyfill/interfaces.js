// interfaces.js - HandwritingStroke, HandwritingDrawing and HandwritingRecognizer of the WICG's Handwriting
// Recognition API, https://wicg.github.io/handwriting-recognition/, around a recogniser of this package.
import { asInterface, atLeastOne, converted, dictionaryOf, double, string, unsignedLong } from './webidl.js';

const OWN = Symbol('made by the interface itself');

const point = dictionaryOf({
  t: { convert: double }, x: { convert: double, required: true }, y: { convert: double, required: true },
});
const hintsOf = dictionaryOf({
  alternatives: { convert: unsignedLong, fallback: 3 },
  inputType: { convert: string, fallback: 'mouse' },
  recognitionType: { convert: string, fallback: 'text' },
  textContext: { convert: string },
});

let isStroke; // a value is one, whatever its prototype says

const HandwritingStroke = asInterface(class {
  #points = [];

  addPoint(given) {
    const points = this.#points;
    atLeastOne(arguments, 'HandwritingStroke.addPoint');
    points.push(converted(point, given, 'HandwritingStroke.addPoint'));
  }

  getPoints() {
    return this.#points.map((p) => ({ ...p }));
  }

  clear() {
    this.#points.length = 0;
  }

  static {
    isStroke = (value) => Object(value) === value && #points in value;
  }
}, 'HandwritingStroke');

const invalid = () => new DOMException('The recognizer has been finished.', 'InvalidStateError');

// A reading of strokes as the API tells it.
function prediction({ text, letters }, strokes) {
  let at = 0;
  const segmentationResult = letters.map((letter) => ({
    grapheme: letter.text,
    beginIndex: at,
    endIndex: (at += letter.text.length),
    drawingSegments: letter.strokes.map((i) => ({ strokeIndex: i, beginPointIndex: 0, endPointIndex: strokes[i].length })),
  }));
  return { text, segmentationResult };
}

const HandwritingDrawing = asInterface(class {
  #strokes = [];
  #hints;
  #active;
  #recognizer;

  constructor(...args) {
    const [own, recognizer, hints, active] = args;
    if (own !== OWN) throw new TypeError('Illegal constructor');
    this.#recognizer = recognizer;
    this.#hints = hints;
    this.#active = active;
  }

  addStroke(stroke) {
    this.#strokes.push(HandwritingDrawing.#checked(arguments, 'addStroke'));
  }

  removeStroke(stroke) {
    const strokes = this.#strokes;
    const removed = HandwritingDrawing.#checked(arguments, 'removeStroke');
    this.#strokes = strokes.filter((one) => one !== removed);
  }

  clear() {
    this.#strokes = [];
  }

  getStrokes() {
    return [...this.#strokes];
  }

  async getPrediction() {
    if (!this.#active()) throw invalid();
    const strokes = this.#strokes.map((stroke) => stroke.getPoints());
    const { recognitionType, alternatives, textContext = '' } = this.#hints;
    try {
      const { readings } = this.#recognizer.read(strokes, {
        language: recognitionType !== 'per-character', before: textContext,
      });
      return readings.slice(0, alternatives).map((reading) => prediction(reading, strokes));
    } catch (error) {
      throw new DOMException(error.message, 'OperationError');
    }
  }

  static #checked(args, method) {
    atLeastOne(args, `HandwritingDrawing.${method}`);
    if (isStroke(args[0])) return args[0];
    throw new TypeError(`HandwritingDrawing.${method}: the argument is no HandwritingStroke`);
  }
}, 'HandwritingDrawing');

const HandwritingRecognizer = asInterface(class {
  #recognizer;
  #active = true;

  constructor(...args) {
    const [own, recognizer] = args;
    if (own !== OWN) throw new TypeError('Illegal constructor');
    this.#recognizer = recognizer;
  }

  startDrawing(hints = {}) {
    if (!this.#active) throw invalid();
    const drawing = converted(hintsOf, hints, 'HandwritingRecognizer.startDrawing');
    return new HandwritingDrawing(OWN, this.#recognizer, drawing, () => this.#active);
  }

  finish() {
    this.#active = false;
  }
}, 'HandwritingRecognizer');

// recognizer: of createRecognizer; its memory is freed once nobody holds the result.
export const handwritingRecognizer = (recognizer) => new HandwritingRecognizer(OWN, recognizer);

export const interfaces = { HandwritingStroke, HandwritingDrawing, HandwritingRecognizer };
