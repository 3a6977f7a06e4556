// publish.mjs - the page's files for a web server whose address is known:
//
//     node web/publish.mjs --out DIR [--url https://your.host/letters/]
//
// copies the page and all that it looks for beside it, and with an address the picture that a link is shown with gets
// it: those who show links ask for a whole address. The service worker, which checks the page it keeps, is told of the change.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const web = path.dirname(fileURLToPath(import.meta.url));
const COPIED = ['workshop.html', 'slides.html', 'manifest.webmanifest', 'icon-192.png', 'icon-512.png', 'social.png',
  '../weights/balanced.hwr', '../weights/de.hwl'];

// As browsers check scripts and the service worker its files.
export const integrity = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

// {page, worker} with the picture at this address.
export function addressed({ page, worker }, url) {
  const picture = 'property="og:image" content="';
  const told = page.replace(`${picture}social.png"`, `${picture}${new URL('social.png', url)}"`);
  return { page: told, worker: worker.replaceAll(integrity(page), integrity(told)) };
}

function main() {
  const { values: { out, url } } = parseArgs({ options: { out: { type: 'string' }, url: { type: 'string' } } });
  if (!out) throw new Error('where to? name a folder: --out DIR');
  if (url && !URL.canParse(url)) throw new Error(`--url ${url}: not an address; give all of it, https:// included`);
  mkdirSync(out, { recursive: true });
  const read = (name) => readFileSync(path.join(web, name), 'utf8');
  const files = { page: read('index.html'), worker: read('sw.js') };
  const { page, worker } = url ? addressed(files, url) : files;
  writeFileSync(path.join(out, 'index.html'), page);
  writeFileSync(path.join(out, 'sw.js'), worker);
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
