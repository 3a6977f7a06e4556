// pair.js - a file of images and the file of their labels, as the reader opens them.
import { IdxError, readIdx } from './idx.js';

export const REPORT_MS = 120; // between two messages of how far a piece of work is

// Bytes as readIdx() takes a file: a worker of WebKit's reads no Blob where the page itself is a file.
export function fileOf({ name, bytes }) {
  const all = new Uint8Array(bytes);
  return { name, size: all.length, slice: (from, to) => ({ arrayBuffer: async () => all.slice(from, to).buffer }),
    stream: () => new ReadableStream({ start(controller) {
      controller.enqueue(all);
      controller.close();
    } }) };
}

export class Pair {
  // post({type: 'reading', name, share}) hears how far a file is, breathe() is called between two.
  constructor({ post, breathe }) {
    Object.assign(this, { post, breathe, images: undefined, labels: undefined });
  }

  get names() {
    return { images: this.images?.name ?? '', labels: this.labels?.name ?? '' };
  }

  // Files by their content, not by their names; the other of the two is kept. false where stale() says so
  // before they are read. Rejects with an IdxError.
  async open(files, stale) {
    const read = [];
    for (const file of files) {
      read.push(await readIdx(file, this.progress(file.name)));
      if (stale()) return false;
      await this.breathe();
    }
    this.keep(read);
    return true;
  }

  progress(name) {
    let last = 0;
    return (share) => {
      const now = performance.now();
      if (now - last < REPORT_MS) return;
      last = now;
      this.post({ type: 'reading', name, share });
    };
  }

  keep(read) {
    const images = read.filter(({ rank }) => rank === 3), labels = read.filter(({ rank }) => rank === 1);
    if (images.length > 1) throw new IdxError('idxTwoImages', { name: images[0].name, other: images[1].name });
    if (labels.length > 1) throw new IdxError('idxTwoLabels', { name: labels[0].name, other: labels[1].name });
    const files = { images: images[0] ?? this.images, labels: labels[0] ?? this.labels };
    if (files.images && files.labels && files.images.count !== files.labels.count) {
      // Of two new files neither is worth keeping; one new file takes the place of its pair.
      Object.assign(this, read.length > 1 ? { images: undefined, labels: undefined } : { images: images[0], labels: labels[0] });
      throw new IdxError('idxCounts', { images: files.images.name, n: files.images.count, labels: files.labels.name, m: files.labels.count });
    }
    Object.assign(this, files);
  }
}
