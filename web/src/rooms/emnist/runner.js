// runner.js - an Evaluation in a worker made of the page's own text (code-evaluation), so
// that it starts from file:// too; on the page's own thread where workers are refused or
// cannot read files.
import { workerOf } from '../../shared/worker.js';

const SLICE_MS = 12; // of the page's own thread, between two paintings

// The text becomes a script of the page, which leaves globalThis.lettersEvaluation.
function ownThread(text, hear) {
  if (!globalThis.lettersEvaluation) {
    const script = document.createElement('script');
    script.textContent = text;
    document.head.append(script);
  }
  const { Evaluation } = globalThis.lettersEvaluation;
  const breathe = () => new Promise((resolve) => setTimeout(resolve));
  const post = (message) => setTimeout(() => hear(structuredClone(message)));
  return new Evaluation({ post, breathe, sliceMs: SLICE_MS });
}

export class Runner {
  // bytes: what api.bytes() gives; hear(message) is called with everything the evaluation posts.
  constructor(bytes, hear) {
    this.text = document.getElementById('code-evaluation').textContent;
    this.start = { type: 'start', bytes, probe: new Blob(['?']) };
    this.hear = (message) => { if (!this.closed) hear(message); };
    this.waiting = [];
    this.inWorker = true;
    try {
      this.startWorker();
    } catch {
      this.stay();
    }
  }

  startWorker() {
    this.worker = workerOf(this.text, ({ message }) => {
      if (!this.started) this.stay();
      else this.hear({ type: 'failed', detail: message ?? '' });
    });
    this.worker.addEventListener('message', ({ data }) => {
      if (data.type === 'started') {
        if (!data.reads) {
          this.stay();
          return;
        }
        this.started = true;
        this.flush();
      }
      this.hear(data);
    });
    this.worker.postMessage(this.start);
  }

  async stay() {
    this.worker?.terminate();
    this.worker = null;
    this.inWorker = false;
    this.evaluation = ownThread(this.text, this.hear);
    await this.evaluation.take(this.start);
    this.started = true;
    this.flush();
  }

  send(message) {
    this.waiting.push(message);
    if (this.started) this.flush();
  }

  flush() {
    for (const message of this.waiting.splice(0)) {
      if (this.worker) this.worker.postMessage(message);
      else this.evaluation.take(message);
    }
  }

  close() {
    this.closed = true;
    this.worker?.terminate();
    this.evaluation?.stop();
  }
}
