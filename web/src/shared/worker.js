// worker.js - a worker made of the page's own text: from file:// no script beside the page may be one.

// refused(event) is called where it fails, as by a policy's refusal, which is no exception. Throws where there are no workers.
export function workerOf(text, refused) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    refused(event);
  });
  return worker;
}
