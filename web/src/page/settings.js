// settings.js - the few choices the page remembers, where the browser lets it.

const KEY = 'handwritten-letters';

export class Settings {
  constructor() {
    this.values = {};
    this.kept = true; // false where storage is denied or broken
    try {
      const text = localStorage.getItem(KEY);
      const values = text ? JSON.parse(text) : {};
      if (values && typeof values === 'object') this.values = values;
    } catch {
      this.kept = false;
    }
  }

  // Stored values come from anywhere: one that accepts() refuses counts as absent.
  get(name, fallback, accepts) {
    const value = this.values[name];
    return value !== undefined && accepts(value) ? value : fallback;
  }

  set(name, value) {
    this.values[name] = value;
    try {
      localStorage.setItem(KEY, JSON.stringify(this.values));
      this.kept = true;
    } catch {
      this.kept = false;
    }
  }
}
