// parts.js - the page's data blocks lie in the page, or, where web/publish.mjs laid it out for a web server, in two
// files beside it: "first", what the first answer needs, and "later". The head's script names both, data-PART="FILE
// HASH", the hash as in <script integrity>, and asks for the first once something is painted.

// {file, integrity}, or null where the page itself holds the blocks.
function named(part) {
  const [file, integrity] = document.querySelector(`script[data-${part}]`)?.dataset[part].split(' ') ?? [];
  return file ? { file, integrity } : null;
}

// The text of a file that is what its hash says. What the browser kept of it may be damaged: then past that.
function ask({ file, integrity }) {
  const get = async (cache) => {
    const response = await fetch(file, { cache, integrity, priority: 'low' }); // after the page itself
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  };
  return get('default').catch(() => get('reload'));
}

const PAINTED_MS = 1000; // a page that is not painted by then goes on all the same

function painted() {
  if (document.hidden || !globalThis.PerformanceObserver?.supportedEntryTypes?.includes('paint')) return Promise.resolve();
  return new Promise((resolve) => {
    const seen = (list) => { if (list.getEntriesByName('first-contentful-paint').length) resolve(); };
    new PerformanceObserver(seen).observe({ type: 'paint', buffered: true });
    setTimeout(resolve, PAINTED_MS);
  });
}

// In the head; bringPart() goes on with it. now: somebody is waiting for an answer, not for the page.
export function askEarly(part, now) {
  const file = named(part);
  if (!file) return;
  globalThis.lettersAsked = { [part]: (now ? Promise.resolve() : painted()).then(() => ask(file)) };
  globalThis.lettersAsked[part].catch(() => {}); // told by bringPart()
}

const coming = new Map();

async function put(part, { file, integrity }) {
  try {
    const text = await (globalThis.lettersAsked?.[part] ?? ask({ file, integrity }));
    document.body.insertAdjacentHTML('beforeend', text);
  } catch (error) {
    coming.delete(part);
    delete globalThis.lettersAsked?.[part];
    throw Object.assign(new Error(`${file}: ${error.message}`), { status: 'PART_MISSING' });
  }
}

// A promise that the part's blocks are in the page, rejected with status PART_MISSING and tried anew when next asked
// for; null where they lie in it.
export function bringPart(part) {
  const file = named(part);
  if (!file) return null;
  if (!coming.has(part)) coming.set(part, put(part, file));
  return coming.get(part);
}

let isWhole = false;
let ended = null;

// Whether all of the page is there.
export const whole = () => isWhole;

// A promise of that: of the end of the document, and of the part that comes later.
export async function wholePage() {
  ended ??= new Promise((resolve) => {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', resolve);
    else resolve();
  });
  await ended;
  await bringPart('later');
  isWhole = true;
}
