// browser.mjs - the contestants in headless Chromium: a static server on this machine and
// the page that runs them.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { launch } from '../browser/harness.mjs';
import { root, wasmDir } from '../node/artifacts.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

// The page's paths are those of the repository, but for the modules and the npm packages.
// Isolated, so that the browser's clock has its finest steps (5 microseconds).
async function serve() {
  const folders = { wasm: wasmDir, node_modules: path.join(root, 'tests/bench/node_modules') };
  const server = createServer((request, response) => {
    const [first, ...rest] = decodeURIComponent(new URL(request.url, 'http://x').pathname).split('/').filter(Boolean);
    const file = folders[first] ? path.join(folders[first], ...rest) : path.join(root, first ?? '', ...rest);
    try {
      if (!statSync(file).isFile()) throw new Error('not a file');
      response.writeHead(200, {
        'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

const fromRoot = (file) => `/${path.relative(root, file)}`;

// Calls use(bench, version), where bench(net, spec, throttle) gives what the page measured.
export async function inChromium(use) {
  const { server, url } = await serve();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
    await page.goto(`${url}tests/bench/peers.html`);
    await page.waitForFunction(() => document.body.dataset.ready);
    const bench = async (net, spec, throttle = 1) => {
      const urls = {
        simd: '/wasm/letters-simd.wasm',
        scalar: '/wasm/letters-scalar.wasm',
        integer: fromRoot(net.integer),
        float: fromRoot(net.float),
        onnx: fromRoot(net.onnx),
        quantised: fromRoot(net.quantised),
      };
      await page.emulateCPUThrottling(throttle === 1 ? null : throttle);
      const plain = (list) => list.map((x) => Array.from(x));
      return page.evaluate((all) => window.bench(all), {
        urls,
        layers: net.show.layers,
        images: plain(spec.images),
        drawings: spec.drawings.map(plain),
        expected: plain(net.expected),
        schedule: spec.schedule,
        only: spec.only ?? '',
      });
    };
    return await use(bench, await browser.version());
  } finally {
    await browser.close();
    server.close();
  }
}
