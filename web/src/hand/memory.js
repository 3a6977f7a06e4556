// memory.js - the reader's examples and signs: in the recogniser, and kept for the next visit.
import { modelKey } from '../shared/model_key.js';
import { Store } from './store.js';

export class Memory {
  // changed(labels) is called after every change; labels: also the classes are others.
  constructor({ api, changed }) {
    Object.assign(this, { api, changed });
    this.store = new Store();
    this.examples = []; // as recognizer.hand.examples() gives them
    this.refused = null; // the status of what was kept and is of no use
    this.able = true; // false where the model learns no hand
    this.ready = Promise.resolve();
  }

  get hand() {
    return this.api.recognizer.hand;
  }

  // The classes that are the reader's own.
  get signs() {
    const { classes, modelClasses } = this.api.recognizer;
    return classes.map((text, classIndex) => ({ text, classIndex })).slice(modelClasses);
  }

  // Begins with what is kept for the model in use.
  begin() {
    this.ready = this.load();
    return this.ready;
  }

  async load() {
    const { recognizer } = this.api, key = modelKey(this.api.bytes().modelBytes);
    this.key = key;
    this.refused = null;
    this.able = true;
    const kept = await this.store.read(key);
    if (recognizer !== this.api.recognizer || key !== this.key) return;
    try {
      this.hand.start();
    } catch {
      this.able = false;
    }
    if (this.able && kept !== undefined) this.take(kept);
    this.update(true);
  }

  take(kept) {
    try {
      if (!(kept instanceof Uint8Array)) throw Object.assign(new Error(), { status: 'HWR_ERR_MAGIC' });
      this.hand.load(kept, true);
    } catch (error) {
      this.refused = error.status ?? 'HWR_ERR_FORMAT';
    }
  }

  update(labels) {
    this.examples = this.able ? this.hand.examples() : [];
    this.changed(labels);
  }

  // Changes what is taught and keeps it; gives a function that takes the change back. Throws what work() throws.
  change(work) {
    const before = this.hand.save(), names = this.api.recognizer.classes.join('\n');
    work(this.hand);
    this.keep(names);
    return () => {
      const now = this.api.recognizer.classes.join('\n');
      this.hand.load(before, true);
      this.keep(now);
    };
  }

  // Says what was done, with a button that takes it back.
  offerUndo(message, undo) {
    const { notice, words } = this.api;
    notice.say(message, words.handUndo, () => {
      undo();
      notice.hide();
    });
  }

  keep(namesBefore) {
    this.refused = null;
    this.update(this.api.recognizer.classes.join('\n') !== namesBefore);
    const empty = !this.examples.length && !this.signs.length;
    this.api.setting('hand', !empty);
    this.store.write(this.key, empty ? null : this.hand.save()).then(() => this.changed(false));
  }

  // What is on the pad, or other strokes, as an example of a class.
  teach(classIndex, strokes = null) {
    return this.change((hand) => {
      if (strokes) this.api.recognizer.recognizeStrokes(strokes);
      else this.api.read(); // the recogniser may have read something else meanwhile
      hand.teach(classIndex, Math.floor(Date.now() / 1000));
    });
  }

  get kept() {
    return this.store.kept && this.api.settingsKept();
  }
}
