import type { Point, Recognizer } from './index.js';

export interface PadAlternative {
  text: string;
  /** 0 to 1. */
  confidence: number;
}

/** Detail of the `letter` event, which comes whenever the answer changes while one draws. */
export interface LetterDetail {
  value: string;
  alternatives: PadAlternative[];
}

/** `<letter-pad>`: a field of a form that is drawn on. Also `change` events, once the pen is up and the value is
 *  another one; and an `error` event where the recogniser does not start. */
export class LetterPad extends HTMLElement {
  /** Makes the recogniser that all pads share; set it before the first pad is in a page. */
  static createRecognizer: () => Promise<Recognizer>;
  static readonly recognizer: Promise<Recognizer>;
  /** The letter or word that is recognized, "" for none; setting it takes the drawing away. */
  value: string;
  /** In widths of the pad, y down. */
  strokes: Point[][];
  /** The most probable first. */
  readonly alternatives: PadAlternative[];
  get mode(): 'letter' | 'word';
  set mode(mode: 'letter' | 'word');
  disabled: boolean;
  required: boolean;
  name: string;
  readonly type: string;
  readonly form: HTMLFormElement | null;
  readonly labels: NodeList;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  clear(): void;
  undo(): void;
  redo(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'letter-pad': LetterPad;
  }
}
