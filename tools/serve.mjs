// serve.mjs - a static file server for this machine only.
//
//     node tools/serve.mjs DIRECTORY [PORT]
//
// Without PORT the first free one from 8000 on is taken.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};
const FIRST_PORT = 8000;
const LAST_PORT = 8099;

function fail(message, code) {
  console.error(`serve: ${message}`);
  process.exit(code);
}

const USAGE = 'usage: node tools/serve.mjs DIRECTORY [PORT]';
const [directory, wanted] = process.argv.slice(2);
if (['--help', '-h'].includes(directory)) {
  console.log(`${USAGE}\n\nServes DIRECTORY on this machine, on PORT or the first free one from ${FIRST_PORT} on.`);
  process.exit(0);
}
if (!directory || directory.startsWith('-') || process.argv.length > 4) fail(USAGE, 2);
if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) fail(`${directory}: no such directory`, 1);
if (wanted !== undefined && !(/^\d{1,5}$/.test(wanted) && Number(wanted) <= 65535)) {
  fail(`"${wanted}" is no port; use a number 0..65535`, 2);
}
const root = path.resolve(directory);

// The file a request means, or null. Nothing outside root is ever named.
function fileOf(url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  const file = path.join(root, name.endsWith('/') ? `${name}index.html` : name);
  const inside = file.startsWith(root + path.sep) && !name.includes('\0');
  return inside && statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

function answer(request, response) {
  const file = fileOf(request.url);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  } else if (!file) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
  } else {
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-cache' });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).on('error', () => response.destroy()).pipe(response);
  }
}

const server = createServer(answer);
let port = wanted === undefined ? FIRST_PORT : Number(wanted);
server.on('error', (error) => {
  const next = wanted === undefined && error.code === 'EADDRINUSE' && port < LAST_PORT;
  if (!next) fail(`cannot listen on port ${port}: ${error.message}; name another one`, 1);
  server.listen(++port, '127.0.0.1');
});
server.on('listening', () => {
  console.log(`The page: http://127.0.0.1:${server.address().port}/ (end with Ctrl-C)`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
server.listen(port, '127.0.0.1');
