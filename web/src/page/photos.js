// photos.js - pictures: the code that reads them (web/src/paper/) is loaded when the first is opened, as rooms are.
import { strings, fill, percent } from '../strings/strings.js';
import { wholePage } from './parts.js';
import { paperBytes, paperWorker } from './payload.js';
import { realise } from './rooms.js';

export class Photos {
  constructor({ sheet, notice, recognizer }) {
    Object.assign(this, { sheet, notice, recognizer, room: null });
  }

  open() {
    if (this.room) return;
    const { sheet, notice, recognizer } = this;
    realise('style-paper', 'style');
    realise('code-paper', 'script');
    const { open, tables } = globalThis.lettersRooms.paper;
    this.tables = tables;
    this.words = { ...tables[strings.languageCode] };
    this.room = open(document.querySelector('.pad-frame'), {
      words: this.words, fill, percent, sheet, notice,
      get recognizer() { return recognizer(); },
      workerText: paperWorker(), moduleBytes: paperBytes(),
    });
  }

  // What the pad is to show of a file; rejects where it is no picture, or a part of the page is missing.
  async read(blob) {
    await wholePage();
    this.open();
    return this.room.read(blob);
  }

  update(answer) {
    this.room?.update(answer);
  }

  translate() {
    if (!this.room) return;
    Object.assign(this.words, this.tables[strings.languageCode]);
    this.room.translate();
  }

  modelChanged() {
    this.room?.modelChanged();
  }
}
