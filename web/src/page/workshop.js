// workshop.js - the texts of rooms that are too large for the page: data blocks of workshop.html, which lies beside it.
//
// A page that is a file may read no other, but may show it in a frame, which then sends what it holds. The page's
// policy has the hash of every script among them.
const WAIT_MS = 30000, GRACE_MS = 1000; // for the file, and for its message once it is there

let loading = null;

function receive() {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = '';
  return new Promise((resolve, reject) => {
    const done = (settle, value) => {
      removeEventListener('message', hear);
      frame.remove();
      settle(value);
    };
    const hear = ({ source, data }) => {
      if (source === frame.contentWindow && Array.isArray(data?.workshop)) done(resolve, data.workshop);
    };
    const missing = () => done(reject, new Error('workshop.html'));
    addEventListener('message', hear);
    frame.addEventListener('load', () => setTimeout(missing, GRACE_MS));
    setTimeout(missing, WAIT_MS);
    frame.src = 'workshop.html';
    document.body.append(frame);
  });
}

// Once it resolves the data blocks are in the page. Tried anew after a failure.
export function loadWorkshop() {
  loading ??= receive().then((blocks) => {
    for (const [id, text] of blocks) {
      const e = document.createElement('script');
      Object.assign(e, { type: 'text/plain', id, textContent: text });
      document.body.append(e);
    }
  }, (error) => {
    loading = null;
    throw error;
  });
  return loading;
}
