// lighthouse.mjs - the page's Lighthouse scores on a phone and on a desktop computer.
//
//     npm ci --ignore-scripts --prefix tests/bench    (once)
//     node tests/bench/lighthouse.mjs [--runs 5] [--form mobile|desktop] [--report DIR] [--single]
//
// Simulated throttling, Lighthouse's default; the page as web/publish.mjs lays it out, or with --single the one file,
// comes gzipped, as static hosts send it. The simulation scales what the browser did here, so a busy machine lowers the score of
// performance: where benchmark_index is below 1000, Lighthouse itself calls the host slow.
// One JSON object on stdout; exit 1 where a median falls short of what is asked for.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import lighthouse, { desktopConfig } from 'lighthouse';
import { launch } from '../browser/harness.mjs';
import { quantile } from './stats.mjs';

const { values: options } = parseArgs({ options: {
  runs: { type: 'string', default: '5' }, form: { type: 'string' }, report: { type: 'string' },
  single: { type: 'boolean' },
} });
const FORMS = { mobile: undefined, desktop: desktopConfig };
const LEAST = { performance: 95, accessibility: 100, 'best-practices': 100 };
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'speed-index', 'total-blocking-time', 'cumulative-layout-shift'];
const TYPES = { html: 'text/html; charset=utf-8', txt: 'text/plain; charset=utf-8', js: 'text/javascript', webmanifest: 'application/manifest+json', png: 'image/png' };

// Every file of a web server by its name, gzipped.
function publish() {
  const out = mkdtempSync(path.join(tmpdir(), 'letters-lighthouse-'));
  execFileSync(process.execPath, [fileURLToPath(new URL('../../web/publish.mjs', import.meta.url)), '--out', out]);
  const files = new Map(readdirSync(out).map((name) => [name, gzipSync(readFileSync(path.join(out, name)), { level: 6 })]));
  rmSync(out, { recursive: true });
  if (options.single) files.set('index.html', files.get('letters.html'));
  return files;
}

async function serve(files) {
  const server = createServer((request, response) => {
    const name = request.url.split('?')[0].slice(1) || 'index.html';
    const body = files.get(name);
    response.writeHead(body ? 200 : 404, body
      ? { 'Content-Type': TYPES[name.split('.').pop()], 'Content-Encoding': 'gzip', 'Cache-Control': 'max-age=600' } : {});
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

// One run in a browser of its own: {scores, times, load}.
async function audit(url, form, number) {
  const browser = await launch();
  try {
    const port = Number(new URL(browser.wsEndpoint()).port);
    const { lhr, report } = await lighthouse(url,
      { port, output: 'json', logLevel: 'error', onlyCategories: Object.keys(LEAST) }, FORMS[form]);
    if (options.report) {
      mkdirSync(options.report, { recursive: true });
      writeFileSync(path.join(options.report, `${form}-${number}.json`), report);
    }
    const failed = Object.values(lhr.audits).filter((a) => a.scoreDisplayMode === 'binary' && a.score === 0);
    return {
      scores: Object.fromEntries(Object.keys(LEAST).map((name) => [name, Math.round(100 * lhr.categories[name].score)])),
      times: Object.fromEntries(TIMES.map((name) => [name, lhr.audits[name].numericValue])),
      failed: failed.map((a) => a.id),
      index: lhr.environment.benchmarkIndex,
    };
  } finally {
    await browser.close();
  }
}

const median = (values) => quantile(Float64Array.from(values).sort(), 0.5);
const medians = (runs, what, digits) => Object.fromEntries(Object.keys(runs[0][what])
  .map((name) => [name, Number(median(runs.map((run) => run[what][name])).toFixed(digits))]));

const server = await serve(publish());
const url = `http://127.0.0.1:${server.address().port}/`;
const forms = {};
for (const form of options.form ? [options.form] : Object.keys(FORMS)) {
  const runs = [];
  for (let i = 0; i < Number(options.runs); i++) {
    runs.push(await audit(url, form, i));
    process.stderr.write(`${form} ${i + 1}: ${JSON.stringify(runs[i])}\n`);
  }
  forms[form] = {
    runs: runs.length,
    median: medians(runs, 'scores', 0),
    performance: runs.map((run) => run.scores.performance),
    times_ms: medians(runs, 'times', 3),
    benchmark_index: median(runs.map((run) => run.index)),
  };
}
server.close();
process.stdout.write(`${JSON.stringify(forms)}\n`);
const short = Object.entries(forms).flatMap(([form, { median: got }]) =>
  Object.keys(LEAST).filter((name) => got[name] < LEAST[name]).map((name) => `${form} ${name} ${got[name]} < ${LEAST[name]}`));
if (short.length) process.stderr.write(`lighthouse: ${short.join('; ')}\n`);
process.exit(short.length ? 1 : 0);
