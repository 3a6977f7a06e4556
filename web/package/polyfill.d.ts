import type { Recognizer } from './index.js';

export interface InstallOptions {
  /** The bytes of a `.hwl` file: the words of English, which make reading words better. */
  language?: Uint8Array;
  /** Of `handwritten-letters/inline`, for a bundle of one file. */
  createRecognizer?: () => Promise<Recognizer>;
}

/** Puts `HandwritingStroke`, `HandwritingDrawing`, `HandwritingRecognizer` and both operations of `navigator` into
 *  place, unless the browser's own recogniser answers ("native") or the page is no secure context ("insecure"). */
export function install(options?: InstallOptions): Promise<'installed' | 'native' | 'insecure'>;
