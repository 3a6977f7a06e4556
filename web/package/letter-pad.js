// letter-pad.js - defines <letter-pad>.
import { LetterPad } from './element/letter_pad.js';

export { LetterPad };

if (globalThis.customElements && !customElements.get('letter-pad')) customElements.define('letter-pad', LetterPad);
