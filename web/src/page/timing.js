// timing.js - median and 99th percentile of the latest measurements.

const KEPT = 300;

export class Timing {
  constructor() {
    this.values = [];
    this.next = 0;
  }

  add(milliseconds) {
    this.values[this.next] = milliseconds;
    this.next = (this.next + 1) % KEPT;
  }

  // {n, median, p99} in milliseconds.
  summary() {
    const sorted = Float64Array.from(this.values).sort();
    const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
    return { n: sorted.length, median: at(0.5), p99: at(0.99) };
  }
}
