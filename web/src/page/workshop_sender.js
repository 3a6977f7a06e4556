// workshop_sender.js - the script of workshop.html: its data blocks, to the page that shows it in a frame.
const blocks = [...document.querySelectorAll('script[type="text/plain"]')].map(({ id, textContent }) => [id, textContent]);
if (parent !== globalThis) parent.postMessage({ workshop: blocks }, '*');
