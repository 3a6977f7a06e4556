// publish.mjs - the page's files for a web server:
//
//     node web/publish.mjs --out DIR [--url https://your.host/letters/]
//
// lays out the page for a visitor who waits for it: index.html has what the first painting needs, and its other data
// blocks lie in two files beside it, named by their content (src/page/parts.js brings them). letters.html is the page in
// one file, to keep. With an address the picture that a link is shown with gets it: those who show links ask for a whole
// address. The rest is copied.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const web = path.dirname(fileURLToPath(import.meta.url));
const KEPT = ['workshop.html', 'manifest.webmanifest', 'icon-192.png', 'icon-512.png']; // by the service worker
const COPIED = ['slides.html', 'social.png', '../weights/balanced.hwr', '../weights/de.hwl'];

const sha256 = (content) => createHash('sha256').update(content);
const nameOf = (content) => sha256(content).digest('hex').slice(0, 16);

// As browsers check scripts and the service worker its files.
export const integrity = (content) => `sha256-${sha256(content).digest('base64')}`;

// The service worker that keeps these files, [[name, content]], the page first.
export function serviceWorker(files) {
  const [[, page]] = files;
  const list = JSON.stringify(Object.fromEntries([['./', page], ...files].map(([name, content]) => [name, integrity(content)])), null, 2);
  return readFileSync(path.join(web, 'src/page/sw.js'), 'utf8').replace('%%version%%', nameOf(list)).replace('%%files%%', list);
}

// What the first answer needs, what it can do without, and what stays in the page.
const PARTS = [['first', /^(wasm-simd-\d|model)$/], ['later', /^(?!samples$)/]];

// {page, parts: [[name, content]]} of the page in one file: as src/page/parts.js expects them.
export function layOut(whole) {
  const contents = new Map(PARTS.map(([part]) => [part, '']));
  let page = whole.replace(/<script type="text\/plain" id="([\w-]+)"[^>]*>[^]*?<\/script>\n/g, (block, id) => {
    const [part] = PARTS.find(([, ids]) => ids.test(id)) ?? [];
    if (!part) return block;
    contents.set(part, contents.get(part) + block);
    return '';
  });
  const parts = [...contents].map(([part, content]) => {
    const name = `${part}.${nameOf(content)}.txt`;
    page = page.replace('<script', `<script data-${part}="${name} ${integrity(content)}"`);
    return [name, content];
  });
  return { page, parts };
}

// With the picture at this address.
export function addressed(page, url) {
  const picture = 'property="og:image" content="';
  return page.replace(`${picture}social.png"`, `${picture}${new URL('social.png', url)}"`);
}

function main() {
  const { values: { out, url } } = parseArgs({ options: { out: { type: 'string' }, url: { type: 'string' } } });
  if (!out) throw new Error('where to? name a folder: --out DIR');
  if (url && !URL.canParse(url)) throw new Error(`--url ${url}: not an address; give all of it, https:// included`);
  mkdirSync(out, { recursive: true });
  const built = readFileSync(path.join(web, 'index.html'), 'utf8');
  const whole = url ? addressed(built, url) : built;
  const { page, parts } = layOut(whole);
  const kept = [['index.html', page], ...parts, ...KEPT.map((name) => [name, readFileSync(path.join(web, name))])];
  for (const [name, content] of [...kept, ['letters.html', whole], ['sw.js', serviceWorker(kept)]]) {
    writeFileSync(path.join(out, name), content);
  }
  for (const name of COPIED) copyFileSync(path.join(web, name), path.join(out, path.basename(name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`web/publish.mjs: ${error.message}`);
    process.exit(1);
  }
}
