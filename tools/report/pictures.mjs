// pictures.mjs - the pictures of the page that the repository keeps, taken with Chromium:
//
//     node tools/report/pictures.mjs
//
// writes web/screenshot.png, for the README, and web/social.png, which a link to the page is shown with elsewhere: the
// project's own sample letters, in the page's ink.
import { writeFileSync } from 'node:fs';
import { answer, drawWithMouse, fileUrl, frames, launch, letter, letters, linkTo, open } from '../../tests/browser/harness.mjs';
import { pageTables } from '../../web/build_strings.mjs';
import { findRooms } from '../../web/build_bundle.mjs';
import { trace } from '../../web/src/pad/ink.js';

const web = new URL('../../web/', import.meta.url);
const CARD = { width: 1200, height: 630 };
const ROWS = ['AbCdEfGh', 'iJkLmNoP', 'QrStUvWxYz'];
const CELL = 130, LETTER = 0.58, PEN = 0.075; // of a letter: its cell in pixels; its height and the pen, of the cell
const LIT = 'fox'; // letters in the accent's colour

// A letter around (x, y).
function ink(word, x, y, colour) {
  const strokes = letter(word).map(([xs, ys]) => xs.map((v, i) => ({ x: v / 255, y: ys[i] / 255 })));
  const all = strokes.flat(), middle = (axis) => (Math.min(...all.map((p) => p[axis])) + Math.max(...all.map((p) => p[axis]))) / 2;
  const placed = strokes.map((s) => s.map((p) => ({ x: (p.x - middle('x')) * LETTER, y: (p.y - middle('y')) * LETTER })));
  return `<g transform="translate(${x} ${y})" fill="${colour}" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round">${placed.map((s) => {
    const { d, width } = trace(s, CELL, PEN);
    return `<path ${width ? `fill="none" stroke-width="${width}"` : 'stroke="none"'} d="${d}"/>`;
  }).join('')}</g>`;
}

function card({ title, tagline }) {
  const known = new Set(letters.map(({ word }) => word));
  const rows = ROWS.map((row, r) => [...row].map((word, i) => {
    const shown = known.has(word) ? word : word.toUpperCase(), across = (CARD.width - 120) / row.length;
    return ink(shown, 60 + across * (i + 0.5), 90 + r * 115, LIT.includes(word) ? '#2b51c4' : '#1f2430');
  }).join('')).join('');
  return `<body style="margin:0"><svg width="${CARD.width}" height="${CARD.height}" style="display:block">
    <rect width="100%" height="100%" fill="#f4f1ea"/><rect x="30" y="24" width="1140" height="362" rx="20" fill="#fffdf9" stroke="#ddd7ca" stroke-width="2"/>${rows}
    <text x="40" y="484" font-family="Georgia, 'DejaVu Serif', serif" font-weight="600" font-size="72" fill="#2b51c4">${title}</text>
    <text x="42" y="556" font-family="system-ui, sans-serif" font-size="31" fill="#5b606c">${tagline}</text></svg>`;
}

async function takeCard(browser, strings) {
  const page = await browser.newPage();
  await page.setViewport(CARD);
  await page.setContent(card(strings));
  writeFileSync(new URL('social.png', web), await page.screenshot());
  await page.close();
}

// An f the rounder the larger it is: at 0 an F's corner, at 1 a bow.
function roundedF(round) {
  const arm = Array.from({ length: 24 }, (_, i) => (Math.PI / 2) * (i / 23)), r = 20 + 60 * round;
  const bow = arm.map((a) => [60 + r - r * Math.sin(a), 20 + r - r * Math.cos(a)]);
  const points = [[190, 26 + 34 * round], ...bow, [56, 140], [50, 250]];
  return [[points.map(([x]) => x), points.map(([, y]) => y)], [[8, 60, 110, 150], [132, 129, 128, 126]]];
}

// The pad with an f that may be an F, the answer with its question, and the bars.
async function takeScreenshot(browser) {
  const size = { width: 1184, height: 704 };
  const tried = await open(browser, fileUrl, size);
  let drawing;
  for (let round = 1, shown = {}; round >= 0 && !(shown.letter === 'f' && shown.chip); round -= 0.04) {
    drawing = roundedF(round);
    await tried.keyboard.press('Escape');
    await drawWithMouse(tried, drawing);
    shown = await answer(tried);
  }
  await tried.browserContext().close();
  const page = await open(browser, linkTo(drawing), size); // answered once: no times of this machine
  await page.click('#notice-dismiss');
  await page.mouse.move(1, 1);
  await frames(page);
  writeFileSync(new URL('screenshot.png', web), await page.screenshot());
  await page.browserContext().close();
}

const browser = await launch();
await takeCard(browser, pageTables(await findRooms()).en);
await takeScreenshot(browser);
await browser.close();
