// moving_letters.mjs - the picture that moves in README.md: sample letters being written, with what the shipped
// model says of the ink so far.
//
//     node tools/docs/moving_letters.mjs [OUT.svg]        default: web/writing.svg
//
// Drawn from tests/letters/letters.ndjson alone; the answers are those of build/wasm and weights/letters.hwr. Readers
// who ask their system for less motion see the last state of the first letter.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, root, scalarBytes } from '../../tests/node/artifacts.mjs';

const WRITTEN = ['R', 'e', 'a', 'd', 'M', 'f']; // the pieces of a letter, until one says otherwise
const STATES = 5; // of a letter: after each fifth of its ink
const STEP = 0.28, REST = 1.1; // seconds of a state, and of the last one besides
const SIDE = 190, PAD = 24, TEXT = 250, WIDTH = 470, HEIGHT = 250, BARS = 4;

const length = ([xs, ys]) => xs.reduce((sum, x, i) => (i ? sum + Math.hypot(x - xs[i - 1], ys[i] - ys[i - 1]) : 0), 0);

// The first `share` of a drawing's ink.
export function partOf(drawing, share) {
  let left = share * drawing.reduce((sum, stroke) => sum + length(stroke), 0) + 1e-6;
  const out = [];
  for (const [xs, ys] of drawing) {
    const part = [[xs[0]], [ys[0]]];
    for (let i = 1; i < xs.length; i++) {
      left -= Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]);
      if (left < 0) break;
      part[0].push(xs[i]);
      part[1].push(ys[i]);
    }
    out.push(part);
    if (left < 0) break;
  }
  return out;
}

const fitted = (drawing) => {
  const xs = drawing.flatMap(([x]) => x), ys = drawing.flatMap(([, y]) => y);
  const low = [Math.min(...xs), Math.min(...ys)], size = Math.max(Math.max(...xs) - low[0], Math.max(...ys) - low[1]);
  const scale = (SIDE - 2 * 30) / size;
  const shift = [SIDE / 2 - (scale * (Math.max(...xs) + low[0])) / 2, SIDE / 2 - (scale * (Math.max(...ys) + low[1])) / 2];
  return (x, y) => `${(PAD + shift[0] + scale * x).toFixed(0)} ${(PAD + 6 + shift[1] + scale * y).toFixed(0)}`;
};

const paths = (drawing, place) => drawing.map(([xs, ys]) => `M${xs.map((x, i) => place(x, ys[i])).join('L')}`).join('');

function answer({ letter, probabilities }, names) {
  const best = [...names.keys()].sort((a, b) => probabilities[b] - probabilities[a]).slice(0, BARS);
  const bars = best.map((c, row) => {
    const y = 132 + 26 * row, share = probabilities[c];
    return `<text x="${TEXT}" y="${y + 14}">${names[c]}</text><rect x="${TEXT + 24}" y="${y + 3}" width="${(2 + 120 * share).toFixed(0)}" height="12" rx="3" class="${row ? 'o' : 'b'}"/>` +
      `<text x="${TEXT + 154}" y="${y + 14}">${Math.round(100 * share)} %</text>`;
  });
  return `<text x="${TEXT}" y="112" class="l">${letter}</text>${bars.join('')}`;
}

export async function movingLetters() {
  const recognizer = await createRecognizer({ scalarBytes, modelBytes });
  const names = recognizer.classes;
  const total = WRITTEN.length * (STATES * STEP + REST);
  let style = '', body = '', at = 0;
  for (const [k, wanted] of WRITTEN.entries()) {
    const { drawing } = letters.find(({ word }) => word === wanted);
    const place = fitted(drawing);
    for (let s = 1; s <= STATES; s++) {
      const part = partOf(drawing, s / STATES), last = s === STATES, from = at;
      at += STEP + (last ? REST : 0);
      const name = `s${k}${s}`, percent = (t) => `${((100 * t) / total).toFixed(2)}%`;
      style += `@keyframes ${name}{0%{visibility:${from ? 'hidden' : 'visible'}}${percent(from)}{visibility:visible}${percent(at)},100%{visibility:hidden}}.${name}{animation-name:${name}}\n`;
      body += `<g class="s ${name}${k === 0 && last ? ' still' : ''}"><path d="${paths(part, place)}"/>${answer(recognizer.recognizeStrokes(strokesFromDrawing(part)), names)}</g>\n`;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
<title>Letters being written, and what the model says of each while its ink grows</title>
<style>
text{font:15px system-ui,sans-serif;fill:#1b2430}.l{font-size:84px;font-weight:600}.b{fill:#2457c5}.o{fill:#9db4e3}.p{fill:#fff;stroke:#c9d1dc}.w{fill:#f3f5f9}
path{fill:none;stroke:#1b2430;stroke-width:9;stroke-linecap:round;stroke-linejoin:round}
.s{visibility:hidden;animation:${total.toFixed(2)}s step-end infinite}
${style}@media(prefers-reduced-motion:reduce){.s{animation:none}.still{visibility:visible}}
@media(prefers-color-scheme:dark){text{fill:#e8ecf2}.b{fill:#7aa2ff}.o{fill:#44598c}.p{fill:#1b212b;stroke:#3a4454}.w{fill:#11151c}path{stroke:#e8ecf2}}
</style>
<rect class="w" width="${WIDTH}" height="${HEIGHT}" rx="14"/><rect class="p" x="${PAD}" y="${PAD + 6}" width="${SIDE}" height="${SIDE}" rx="10"/>
${body}</svg>
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(process.argv[2] ?? path.join(root, 'web/writing.svg'), await movingLetters());
}
