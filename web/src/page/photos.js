// photos.js - pictures: the code that reads them (web/src/paper/) is loaded when the first is opened, as rooms are; that of
// the camera (web/src/camera/) when it is first asked for.
import { strings, fill, percent } from '../strings/strings.js';
import { wholePage } from './parts.js';
import { paperBytes, paperWorker } from './payload.js';
import { realise } from './rooms.js';
import { loadWorkshop } from './workshop.js';

export class Photos {
  // take(file): a picture is opened.
  // language: a WordLanguage.
  constructor({ sheet, settings, language, notice, recognizer, take }) {
    Object.assign(this, { sheet, settings, language, notice, recognizer, take, room: null, camera: null });
    this.spoken = new Map(); // name -> {words, tables}
  }

  // What open() of paper or camera returned.
  enter(name, more) {
    const { sheet, settings, language, notice, recognizer } = this;
    realise(`style-${name}`, 'style');
    realise(`code-${name}`, 'script');
    const { open, tables } = globalThis.lettersRooms[name];
    const words = { ...tables[strings.languageCode] };
    this.spoken.set(name, { words, tables });
    return open(document.querySelector('.pad-frame'), {
      words, fill, percent, sheet, settings, language, notice,
      get recognizer() { return recognizer(); },
      ...more,
    });
  }

  open() {
    if (this.room) return;
    this.room = this.enter('paper', { workerText: paperWorker(), moduleBytes: paperBytes() });
  }

  // What the pad is to show of a file; rejects where it is no picture, or a part of the page is missing.
  async read(blob) {
    await wholePage();
    this.open();
    return this.room.read(blob);
  }

  // The camera, live.
  async watch() {
    const { notice, take } = this;
    try {
      await wholePage();
      if (!this.camera) {
        notice.say(strings.loading);
        await loadWorkshop();
      }
    } catch (error) {
      notice.say(error.status === 'PART_MISSING' ? strings.partMissing : strings.workshopMissing);
      return;
    }
    this.open();
    if (!this.recognizer()) return;
    this.camera ??= this.enter('camera', { take, see: (canvas, pixels) => this.room.see(canvas, pixels) });
    this.camera.start();
  }

  update(answer) {
    this.room?.update(answer);
    this.camera?.update();
  }

  translate() {
    for (const { words, tables } of this.spoken.values()) Object.assign(words, tables[strings.languageCode]);
    this.room?.translate();
    this.camera?.translate();
  }

  modelChanged() {
    this.room?.modelChanged();
  }

  // The hand was taught, or has forgotten something.
  reread() {
    this.room?.reread();
  }
}
