// start.mjs - how long after navigation the page shows its first prediction: Chromium,
// started anew for each run, the page from disk, a letter waiting in the link.
//
//     node tests/bench/start.mjs [--runs 9]
//
// One JSON object on stdout: medians and all runs, in milliseconds after navigation; cpu is
// what the page's main thread computed until then, which other work on the machine hardly
// changes.
import { parseArgs } from 'node:util';
import { launch, letter, linkTo } from '../browser/harness.mjs';
import { summarize } from './stats.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const url = linkTo(letter('R'));

// Marks when the letter stands on the page, and when it has been painted.
function watch() {
  new MutationObserver((_, observer) => {
    if (!document.getElementById('letter')?.textContent) return;
    observer.disconnect();
    window.shown = performance.now();
    requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); }));
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

async function run() {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(watch);
    const client = await page.createCDPSession();
    await client.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(url, { waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => window.painted);
    const { metrics } = await client.send('Performance.getMetrics');
    const times = await page.evaluate(() => ({
      shown: window.shown, painted: window.painted, build: document.body.dataset.ready,
      firstPaint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    }));
    return { ...times, cpu: 1000 * metrics.find((m) => m.name === 'TaskDuration').value };
  } finally {
    await browser.close();
  }
}

const runs = [];
for (let i = 0; i < Number(options.runs); i++) runs.push(await run());
const of = (name) => summarize(runs.map((r) => r[name]).filter(Number.isFinite));
process.stdout.write(`${JSON.stringify({
  build: runs[0].build, shown_ms: of('shown'), painted_ms: of('painted'), first_paint_ms: of('firstPaint'), cpu_ms: of('cpu'),
  runs_ms: runs.map((r) => Math.round(r.shown)),
})}\n`);
