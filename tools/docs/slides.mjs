// slides.mjs - the project in ten slides, one HTML file that prints as a PDF, made of the same JSON as the model card and
// BENCHMARKS.md.
//
//     node tools/docs/slides.mjs [OUT.html]        default: web/slides.html
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRecognizer, strokesFromDrawing } from '../../web/src/recognizer/recognizer.js';
import { letters, modelBytes, root, scalarBytes } from '../../tests/node/artifacts.mjs';
import { interval } from '../report/card_text.mjs';
import { bars, blocks, curves, dots, escape, heat, ink, pixels } from './slides_charts.mjs';

const text = (name) => readFileSync(path.join(root, name), 'utf8');
const json = (name) => JSON.parse(text(name));
const percent = (share, digits = 2) => (100 * share).toFixed(digits);
const n = (value) => value.toLocaleString('en');
const list = (items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
const figure = (value, what) => `<div class="figure"><b>${value}</b><span>${what}</span></div>`;

const STYLE = `
:root{--ink:#1b2430;--quiet:#5a6676;--blue:#0072b2;--orange:#d55e00;--green:#007a5a;--line:#d6dde7}
*{box-sizing:border-box}body{margin:0;background:#e9edf3;color:var(--ink);font:22px/1.4 system-ui,sans-serif}
section{position:relative;width:1280px;height:720px;margin:24px auto;padding:56px 72px;background:#fff;overflow:hidden;display:flex;flex-direction:column;gap:20px}
h1{font-size:64px;line-height:1.1;margin:0}h2{font-size:40px;line-height:1.15;margin:0}p,ul{margin:0}ul{padding-left:1.1em}li{margin:.35em 0}
.row{display:flex;gap:48px;align-items:center;flex:1;min-height:0}.row>*{flex:1;min-width:0}.row>svg{max-height:100%}.inks{gap:14px}.middle{flex:1;display:flex;flex-direction:column;justify-content:center;gap:44px;padding-bottom:40px}
.figures{display:flex;gap:56px}.figure b{display:block;font-size:48px;color:var(--blue);line-height:1.1}.figure span,.quiet,footer{color:var(--quiet)}
footer{position:absolute;left:72px;right:72px;bottom:22px;font-size:16px;display:flex;justify-content:space-between}
svg{width:100%;height:auto;font-family:inherit}svg text{fill:var(--ink)}
code{font-size:.85em;background:#f1f4f8;padding:.1em .35em;border-radius:4px}
@page{size:1280px 720px;margin:0}@media print{body{background:none}section{margin:0;break-after:page;break-inside:avoid}section:last-child{break-after:auto}}
`;

// [heading, what is below it, where its figures come from]
async function slides() {
  const { model, integer } = json('weights/evaluation.json');
  const { texts } = json('weights/training.json');
  const { results: others } = json('weights/published.json');
  const confusion = json('weights/confusion.json')['letters-test'];
  const m = json('tests/bench/measured.json');
  const log = text('weights/letters.log.jsonl').trim().split('\n').map((line) => JSON.parse(line));
  const recognizer = await createRecognizer({ scalarBytes, modelBytes });
  const { drawing } = letters.find(({ word }) => word === 'R');
  const answer = recognizer.recognizeStrokes(strokesFromDrawing(drawing));
  const best = [...recognizer.classes.keys()].sort((a, b) => answer.probabilities[b] - answer.probabilities[a]).slice(0, 4);
  const tests = [['scanned letters, 26', 'letters-test', 'accuracy_folded'], ['scanned letters, 37 classes', 'merge37-test', 'accuracy'], ['pens of writers never seen, 26', 'unipen-test', 'accuracy_folded']];
  const wrong = Object.entries(confusion.rows).flatMap(([t, row]) => Object.entries(row).filter(([a]) => a !== t).map(([a, count]) => ({ t, a, count }))).sort((x, y) => y.count - x.count);
  const ours = { name: 'this model', value: 100 * integer['letters-test'].accuracy_folded, ours: true };
  const published = [ours, ...others.map((r) => ({ name: r.name, value: r.letters26 }))].filter(({ value }) => value > 90).sort((x, y) => y.value - x.value);
  const byEpoch = (key, label, colour, dashed) => ({ label, colour, dashed, values: log.map((e) => 100 * e[key]) });
  const ratio = (row) => (row.letters[0] / row.peer[0]).toFixed(1);
  return [
    [null, `<div class="row"><div><h1>Handwritten letters<br>in the browser</h1><p style="margin-top:28px;font-size:28px">Draw a letter, and the page names it while you draw: a small
neural network, trained and run by one C core, on your own device.</p></div>${ink(drawing)}</div>`, 'MIT licence'],
    ['From the pen to an answer', `<div class="row"><figure style="margin:0">${ink(drawing)}<figcaption class="quiet">strokes</figcaption></figure><figure style="margin:0">${pixels(answer.image)}<figcaption class="quiet">28 x 28, by EMNIST's own
recipe</figcaption></figure><figure style="margin:0">${bars(best.map((c) => ({ name: recognizer.classes[c], value: 100 * answer.probabilities[c], shown: `${Math.round(100 * answer.probabilities[c])} %` })), { high: 100, name: 40, length: 120 })}<figcaption class="quiet">what the model says</figcaption></figure></div>
<p>Position, size and the pen on the screen do not matter: the core draws the strokes anew, in the same way natively, in Node and in every browser.</p>`, 'tests/letters, weights/letters.hwr'],
    ['What it learned from', `${list(texts.en.data.slice(0, 3).map(escape))}<div class="row inks">${[...'AbGhKmQrSt'].map((word) => ink(letters.find((letter) => letter.word === word).drawing)).join('')}</div><p class="quiet">Letters drawn for this project's tests.</p>`, 'weights/training.json, tests/letters'],
    ['A small network, in integers', `<div class="middle"><div class="figures">${figure(n(model.parameters), 'parameters')}${figure(`${n(model.bytes)}`, 'bytes in the page')}${figure(`${(model.macs / 1e6).toFixed(2)} M`, 'multiply-adds a letter')}</div>
${blocks(['strokes', 'ink 28 x 28', 'convolutions, int8', 'classes', 'probabilities'])}<p>int8 weights, 8-bit activations, int32 sums. Plain C, SSE4.1, AVX2, NEON and WebAssembly return
identical logits, compared as bits.</p></div>`, 'weights/evaluation.json'],
    ['Trained by its own trainer', `<div class="row">${curves([byEpoch('accuracy', 'training, distorted letters', '#0072b2', true), byEpoch('val_accuracy', 'validation, images', '#d55e00'), byEpoch('val_strokes_folded', 'validation, strokes', '#007a5a')], 'right, %')}</div>
<p>One seed gives one set of bytes on any number of threads; ${ratio(m.train.rows[0])} times as fast as ${escape(m.train.peer.split(' (')[0])} on the same two cores.</p>`, 'weights/letters.log.jsonl, BENCHMARKS.md'],
    ['How good it is', `<div class="row">${bars(tests.map(([name, test, key]) => {
      const share = integer[test][key], [low, high] = interval(share, integer[test].n);
      return { name, value: 100 * share, shown: `${percent(share)} %`, low, high };
    }), { low: 85, high: 100, name: 330 })}</div><p>With 95 % intervals; the test files played no part in training, choosing or calibrating. A test measures these figures again.</p>`, 'weights/evaluation.json'],
    ['Beside published results', `<div class="row">${dots(published)}</div><p class="quiet">EMNIST Letters, right, %. Differences of a few tenths say little on a test of this size.</p>`, 'weights/published.json'],
    ['Where it errs', `<div class="row">${heat(confusion)}<div><p>Most often on <code>letters-test</code>:</p>${list(wrong.slice(0, 6).map(({ t, a, count }) => `${t} read as ${a}: ${count}`))}<p>People's own labels disagree on many of them.</p></div></div>`, 'weights/confusion.json'],
    ['Fast enough to answer while you draw', `<div class="row">${bars(m.peers.rows.map(({ name, node }) => ({ name, value: node[0], shown: `${node[0].toFixed(2)} ms` })), { high: Math.max(...m.peers.rows.map(({ node }) => node[0])), name: 360 })}</div>
<p>One letter on one thread in Node. The page has its first answer ${m.start.shown_ms.median} ms after it is opened.</p>`, 'BENCHMARKS.md'],
    ['It learns your hand', `<div class="row">${bars(m.hand.rows.slice(0, 3).flatMap(({ way, before, after }) => [{ name: `${way}: before`, value: before, shown: `${before} %`, quiet: true }, { name: 'after', value: after, shown: `${after} %` }]), { high: 6, name: 380 })}</div>
<p>Errors over ${m.hand.writers} writers it had never seen, by examples, not gradients: all of it stays in the browser. Draw a letter, and correct it.</p>`, 'BENCHMARKS.md'],
  ];
}

export async function slidesPage() {
  const all = await slides();
  const sections = all.map(([title, body, source], i) => `<section>${title ? `<h2>${title}</h2>` : ''}${body}<footer><span>${source}</span><span>${i + 1} / ${all.length}</span></footer></section>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=1280">
<title>Handwritten letters in ten slides</title>
<!-- Generated by node tools/docs/slides.mjs; do not edit. -->
<style>${STYLE}</style>
<main>
${sections.join('\n')}
</main>
</html>
`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(process.argv[2] ?? path.join(root, 'web/slides.html'), await slidesPage());
