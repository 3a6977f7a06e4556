// store.js - what the reader taught, kept in this browser's IndexedDB under a name for each model.
//
// web/src/hand/ is what the page learns of its reader: loaded with the room "hand", when the reader first
// corrects an answer or opens the room, or at the start where something was taught before.
import { createStore, del, get, set } from 'idb-keyval';

const DATABASE = 'handwritten-letters', STORE = 'hand';

export class Store {
  constructor() {
    this.kept = true; // false where the browser refused, or had no room
    this.database = null;
  }

  async attempt(work) {
    try {
      this.database ??= createStore(DATABASE, STORE);
      const result = await work(this.database);
      this.kept = true;
      return result;
    } catch {
      this.kept = false;
      return undefined;
    }
  }

  read(key) {
    return this.attempt((database) => get(key, database));
  }

  write(key, value) {
    return this.attempt((database) => (value === null ? del(key, database) : set(key, value, database)));
  }
}
