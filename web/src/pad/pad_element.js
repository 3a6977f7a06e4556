// pad_element.js - <letter-pad> without a recogniser: a canvas that is drawn on, the cursor of its arrow keys, and when
// it is painted. The page defines it as it is; web/package/element/ makes a form's field of it. What it looks like is said
// where it is used: its parts are "pad", which is also "by-pointer" while a pointer draws, and "cursor", or "cursor down".
import { make } from '../shared/dom.js';
import { Sheet } from './sheet.js';

const Base = globalThis.HTMLElement ?? class {}; // importable where there is no page, too

export class PadElement extends Base {
  constructor() {
    super();
    this.canvas = make('canvas', { part: 'pad', role: 'application', tabindex: 0 });
    this.cursor = make('div', { part: 'cursor', hidden: '' });
    this.attachShadow({ mode: 'open', delegatesFocus: true }).append(this.canvas, this.cursor);
    this.sheet = new Sheet({ canvas: this.canvas, cursor: this.cursor, changed: () => this.changed() });
    this.stale = true; // what is painted
    this.queued = 0;
    this.connected = null; // AbortController of what is listened to while in a page
    this.resized = new ResizeObserver(() => this.schedule());
  }

  connectedCallback() {
    this.connected = new AbortController();
    const { signal } = this.connected;
    this.resized.observe(this.canvas);
    addEventListener('resize', () => this.schedule(), { signal }); // the screen may be a finer one
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', () => this.changed(), { signal });
    }
    // On paper the ink is dark, and the browser takes the page as it is at this moment.
    matchMedia('print').addEventListener('change', () => this.sheet.paint(), { signal });
    this.changed();
  }

  disconnectedCallback() {
    this.sheet.finish();
    this.connected.abort();
    this.resized.disconnect();
    cancelAnimationFrame(this.queued);
    this.queued = 0;
  }

  // The drawing, or what it is painted with, is another.
  changed() {
    this.stale = true;
    this.schedule();
  }

  schedule() {
    if (this.queued || !this.isConnected) return;
    this.queued = requestAnimationFrame(() => {
      this.queued = 0;
      this.frame();
    });
  }

  // Once a frame at most. Whoever does more then puts their own in its place.
  frame() {
    this.paint();
  }

  // True where something had changed.
  paint() {
    const changed = this.sheet.ink.fit() || this.stale;
    this.stale = false;
    if (changed) this.sheet.paint();
    return changed;
  }

  // What a screen reader calls it: what it is, and what is on it.
  describe(role, label) {
    this.canvas.setAttribute('aria-roledescription', role);
    this.canvas.setAttribute('aria-label', label);
  }
}
