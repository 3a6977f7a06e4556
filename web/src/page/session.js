// session.js - the drawing outlasts a reload: in this tab, and where the browser lets it.
import { decodeStrokes, encodeStrokes } from '../pad/codec.js';
import { embedded } from './embed.js';

const KEY = `handwritten-letters-drawing ${location.pathname}`;

export class Session {
  constructor(sheet) {
    this.sheet = sheet;
    if (embedded) return; // what was drawn elsewhere is not for the page around
    // The last that a page is told before it goes, or is put away on a phone.
    addEventListener('pagehide', () => this.keep());
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.keep(); });
  }

  keep() {
    this.sheet.finish();
    const { strokes } = this.sheet, { hash } = location;
    try {
      if (strokes.length) sessionStorage.setItem(KEY, JSON.stringify({ hash, code: encodeStrokes(strokes) }));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Denied or full: a reload begins anew.
    }
  }

  // True where there was a drawing, and the address is the one it was kept under: another may bring its own.
  restore() {
    if (embedded) return false;
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      // Denied, or not what was written.
    }
    const strokes = kept?.hash === location.hash ? decodeStrokes(kept.code) : null;
    if (!strokes?.length) return false;
    this.sheet.replace(strokes);
    return true;
  }
}
