// reader.js - photographs to pictures for the pad, each letter found on them apart: by a worker made of the page's own
// text, so that the page stays free, also from file://. Where workers cannot decode pictures, the page does.
import { makeCanvas, readPicture } from '../pad/pictures.js';
import { workerOf } from '../shared/worker.js';

export class Reader {
  // text: the worker's code; bytes: paper.wasm.
  constructor(text, bytes) {
    this.asked = new Map(); // number -> {resolve, reject}
    this.number = 0;
    try {
      this.worker = workerOf(text, () => this.refused());
    } catch {
      this.worker = null;
      return;
    }
    this.worker.addEventListener('message', ({ data }) => this.hear(data));
    this.worker.postMessage({ bytes });
  }

  refused() {
    this.worker = null;
    for (const { reject } of this.asked.values()) reject(new Error('no worker'));
    this.asked.clear();
  }

  hear({ number, failed, ...answer }) {
    const { resolve, reject } = this.asked.get(number);
    this.asked.delete(number);
    if (failed) reject(new Error(failed));
    else resolve(answer);
  }

  ask(what) {
    if (!this.worker) return Promise.reject(new Error('no worker'));
    return new Promise((resolve, reject) => {
      this.asked.set(++this.number, { resolve, reject });
      this.worker.postMessage({ number: this.number, ...what });
    });
  }

  // {blob, crop, canvas, pixels, found}; found is as finder.js gives it, null where nothing could look for letters.
  // Rejects where the blob is no picture.
  async read(blob, crop = null) {
    try {
      return { blob, crop, ...this.shown(await this.ask({ blob, crop })) };
    } catch {
      const { canvas, pixels } = await readPicture(blob, crop);
      const { found } = await this.ask({ pixels }).catch(() => ({ found: null }));
      return { blob, crop, canvas, pixels, found };
    }
  }

  shown({ pixels, found }) {
    const canvas = makeCanvas(pixels.width, pixels.height);
    canvas.getContext('2d').putImageData(pixels, 0, 0);
    return { canvas, pixels, found };
  }
}
