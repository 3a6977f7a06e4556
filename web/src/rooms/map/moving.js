// moving.js - the map zoomed and panned by pointer and keys, and its points chosen.
import { MapView } from './view.js';

const ZOOM = 1.25, MOST_ZOOM = 60, REACH = 14, SLIP = 4; // CSS pixels: from the pointer to a point, and what is no dragging

export class MovingMap extends MapView {
  // hover(i) is called for the point under the pointer, pick(i) for one that is pressed or chosen by keys, -1 for none;
  // enter(i) where one is taken.
  constructor({ hover, pick, enter }) {
    super();
    Object.assign(this, { hover, pick, enter, pointers: new Map() });
    const { canvas } = this;
    canvas.addEventListener('pointerdown', (event) => this.down(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, (event) => this.up(event));
    canvas.addEventListener('pointerleave', () => this.hover(-1));
    canvas.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    canvas.addEventListener('keydown', (event) => this.key(event));
  }

  choose(i) {
    this.chosen = i;
    this.pick(i);
    this.schedule();
  }

  under({ offsetX: x, offsetY: y }) {
    return this.seek(x, y, (dx, dy) => (Math.hypot(dx, dy) < REACH ? Math.hypot(dx, dy) : Infinity));
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    this.still = this.pointers.size === 1;
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (!this.at || !this.still || event.type === 'pointercancel') return;
    this.still = false;
    this.choose(this.under(event));
  }

  move(event) {
    if (!this.at) return;
    const now = { x: event.offsetX, y: event.offsetY }, before = this.pointers.get(event.pointerId);
    if (!before) {
      this.hover(this.under(event));
      return;
    }
    if (this.still && Math.hypot(now.x - before.x, now.y - before.y) < SLIP) return; // a press that trembles
    this.still = false;
    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
    this.pan(before.x - now.x, before.y - now.y);
    if (other) this.zoom(Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1), other.x, other.y);
    this.pointers.set(event.pointerId, now);
  }

  // The page scrolls on where the map was not entered.
  wheel(event) {
    if (!this.at || (!event.ctrlKey && document.activeElement !== this.canvas)) return;
    event.preventDefault();
    this.zoom(ZOOM ** (-event.deltaY / 100), event.offsetX, event.offsetY);
  }

  pan(dx, dy) {
    const { view, frame, fitted: { scale } } = this;
    const kept = (v) => Math.min(1, Math.max(0, v));
    this.view = { ...view, x: kept(view.x + dx / scale / frame.width), y: kept(view.y + dy / scale / frame.height) };
    this.hover(-1);
    this.schedule();
  }

  // By a factor, about a place that stays where it is.
  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    if (!this.at) return;
    const zoom = Math.min(MOST_ZOOM, Math.max(1, this.view.zoom * factor)), by = zoom / this.view.zoom;
    const dx = x - this.canvas.clientWidth / 2, dy = y - this.canvas.clientHeight / 2;
    this.view.zoom = zoom;
    this.pan(dx * (by - 1), dy * (by - 1));
  }

  key(event) {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const done = { '+': () => this.zoom(ZOOM), '=': () => this.zoom(ZOOM), '-': () => this.zoom(1 / ZOOM), 0: () => this.fit(),
      Enter: () => { if (this.chosen >= 0) this.enter(this.chosen); } }[event.key] ?? (step && (() => this.walk(step)));
    if (!done || !this.at || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    done();
  }

  // To the next point in a direction; from the middle where none is chosen.
  walk([sx, sy]) {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const [x, y] = this.chosen >= 0 ? this.spotOf(this.chosen) : [width / 2, height / 2];
    const next = this.chosen < 0 ? this.seek(x, y, (dx, dy) => Math.hypot(dx, dy)) : this.seek(x, y, (dx, dy, i) => {
      const ahead = dx * sx + dy * sy, aside = Math.abs(dx * sy + dy * sx);
      return i !== this.chosen && ahead > 0 && aside <= ahead ? ahead + 2 * aside : Infinity;
    });
    if (next < 0) return;
    const [px, py] = this.spotOf(next);
    if (px < 0 || py < 0 || px > width || py > height) this.pan(px - width / 2, py - height / 2);
    this.choose(next);
  }
}
