// embed.js - #embed: the pad and its answer alone, in a frame of another page, which is told the answers if it asks.
//
// The page around posts { letters: 'subscribe' } to the frame, and gets from then on, for what is on the pad now and
// after every change, { letters: 'answer', letter, small, isLetter, confidence, probabilities }. No other message
// does anything, nor one from another window than the page around.
import { sharedSmall } from './answer.js';

export const embedded = location.hash === '#embed';

export class Embed {
  // current(): {recognizer, answer}, each null where there is none yet.
  constructor(current) {
    this.current = current;
    this.origin = ''; // of the page that asked
    if (!embedded) return;
    document.body.classList.add('embed');
    addEventListener('message', (event) => this.heard(event));
  }

  heard({ source, origin, data }) {
    if (window.parent === window || source !== window.parent || data?.letters !== 'subscribe') return;
    // A file or a sandboxed frame has no origin to name. Its window is as safe: with its document this frame would go.
    this.origin = origin === 'null' ? '*' : origin;
    this.tell();
  }

  tell() {
    const { recognizer, answer } = this.current();
    if (!this.origin || !answer) return;
    const { letter, isLetter, confidence } = answer;
    const small = answer.empty ? '' : sharedSmall(answer, recognizer);
    const probabilities = Object.fromEntries(recognizer.classes.map((text, c) => [text, answer.probabilities[c]]));
    window.parent.postMessage({ letters: 'answer', letter, small, isLetter, confidence, probabilities }, this.origin);
  }
}
