// project.mjs - a project of someone else's: the packed tarball unpacked into its node_modules, beside
// what tests/package/package.json installs; and a server for what it builds.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage, packPackage } from '../../web/package/build.mjs';
import { wasmDir, weightsFile } from '../node/artifacts.mjs';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const tools = path.join(root, 'tests/package/node_modules');
const NAME = 'handwritten-letters';

// {folder, tarball, size, at, remove}: the project holds tests/examples.
export async function makeProject() {
  if (!existsSync(tools)) throw new Error('what projects are built with is not installed; run: npm ci --ignore-scripts --prefix tests/package');
  const folder = mkdtempSync(path.join(tmpdir(), 'letters-project-'));
  const at = (...names) => path.join(folder, ...names);
  mkdirSync(at('built'));
  await buildPackage(at('built/package'), { wasm: wasmDir, weights: weightsFile });
  const { tarball, size } = packPackage(at('built/package'));
  cpSync(path.join(root, 'tests/examples'), folder, { recursive: true });
  mkdirSync(at('node_modules', NAME), { recursive: true });
  for (const name of readdirSync(tools)) symlinkSync(path.join(tools, name), at('node_modules', name));
  execFileSync('tar', ['-xzf', tarball, '-C', at('node_modules', NAME), '--strip-components=1']);
  return { folder, at, tarball, size, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Runs a program of node_modules/.bin; what it printed, and where it fails, that as the error.
export function runTool(name, args, cwd) {
  try {
    return execFileSync(path.join(tools, '.bin', name), args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${name} ${args.join(' ')}: ${error.stdout}${error.stderr}`);
  }
}

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css' };

// Serves a folder on this machine; {url, close}.
export async function serveFolder(folder, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    const known = file.startsWith(folder) && existsSync(file);
    response.writeHead(known ? 200 : 404, { 'Content-Type': TYPES[file.split('.').pop()] ?? 'application/octet-stream', ...headers });
    response.end(known ? readFileSync(file) : '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const close = () => {
    server.closeAllConnections?.();
    server.close();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
}
