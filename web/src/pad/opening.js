// opening.js - what a file that was opened, pasted, dropped or photographed becomes: a
// picture on the pad, or strokes that take the place of the drawing.
import { strings, fill } from '../strings/strings.js';
import { MAX_BYTES, looksLikeStrokes, readStrokes } from './importing.js';
import { onPad } from './samples.js';

const SNIFFED = 64; // bytes that tell strokes from a picture

export class Opener {
  // read(file): a promise of the picture that the pad is to show.
  constructor(sheet, notice, read) {
    Object.assign(this, { sheet, notice, read });
    this.order = 0; // of the files asked for: the latest wins
  }

  // file: a File or Blob.
  async take(file) {
    const order = ++this.order;
    const name = file.name || strings.pictureShown;
    this.notice.say(strings.pictureReading);
    let found;
    try {
      const strokes = looksLikeStrokes(await file.slice(0, SNIFFED).text());
      found = await (strokes ? this.strokes(file, name) : this.picture(file, name));
    } catch ({ status }) {
      found = () => this.notice.say(status === 'PART_MISSING' ? strings.partMissing : fill(strings.pictureRefused, { name }));
    }
    return order === this.order ? found() : undefined;
  }

  // Both give what is to be done, should nothing newer have been asked for meanwhile.
  async picture(file) {
    const picture = await this.read(file);
    return () => {
      this.notice.hide();
      this.sheet.show(picture);
    };
  }

  async strokes(file, name) {
    if (file.size > MAX_BYTES) return () => this.notice.say(fill(strings.strokesLarge, { name, size: MAX_BYTES >> 20 }));
    const text = await file.text();
    return () => {
      let letters;
      try {
        letters = readStrokes(text);
      } catch ({ cause, line }) {
        return this.notice.say(fill(strings.strokesRefused, { name, line, cause: strings[cause] }));
      }
      return this.show(letters, 0, name);
    };
  }

  // One letter of a file, and the way to the next.
  show(letters, at, name) {
    this.sheet.replace(onPad(letters[at].strokes));
    if (letters.length === 1) return this.notice.mention(fill(strings.strokesLoaded, { name }));
    const { word } = letters[at];
    const which = fill(strings.strokesOne, { number: at + 1, total: letters.length, name });
    return this.notice.say(word ? `${which}: ${word}` : which, strings.strokesNext,
      () => this.show(letters, (at + 1) % letters.length, name));
  }
}
