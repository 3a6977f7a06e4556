// slices.js - long work on the page's own thread, in slices short enough not to be felt.

const REST_MS = 160; // the drawing rests so long before work on it begins
const SLICE_MS = 6;

export class Slices {
  constructor() {
    this.timer = 0;
    // A message comes back sooner than a timer, and what the reader does comes in between.
    this.channel = new MessageChannel();
    this.channel.port1.onmessage = () => this.slice();
    this.work = null;
  }

  // Runs a generator to its end, once nothing new was started for a while. What was under
  // way before is dropped.
  start(work, rest = REST_MS) {
    this.stop();
    this.timer = setTimeout(() => {
      this.work = work;
      this.slice();
    }, rest);
  }

  slice() {
    const { work } = this;
    if (!work) return;
    const end = performance.now() + SLICE_MS;
    do {
      if (work.next().done) {
        this.work = null;
        return;
      }
    } while (performance.now() < end);
    this.channel.port2.postMessage(0);
  }

  stop() {
    clearTimeout(this.timer);
    this.work = null;
  }
}
