// build.mjs - writes web/index.html, the whole page in one file, and beside it what a
// web server may add to it: the manifest, its icons and the service worker; and workshop.html,
// which holds the rooms that are too large for the page.
//
//     node web/build.mjs [--out FILE] [--wasm DIR] [--weights FILE]
//
// Reads both modules (build/wasm/wasm), the model (weights/letters.hwr), the sample
// letters and web/src. The same inputs give the same bytes. A model beside that one which the page
// offers by name (balanced.hwr) is copied to where the page goes.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bundle, findRooms, read, readInputs, readModule } from './build_bundle.mjs';
import { diagram, facts, layerTable } from './build_model.mjs';
import { makeGolden } from './build_golden.mjs';
import { languages, pageTables } from './build_strings.mjs';
import { version } from './build_version.mjs';
import { encodeStrokes } from './src/pad/codec.js';
import { chartWords } from './src/page/chart.js';
import { readModelFile } from './src/recognizer/model_file.js';
import { integrity, serviceWorker } from './publish.mjs';
import { textOfBytes } from './src/shared/byte_text.js';
import { textOfLanguage } from './src/shared/word_text.js';
import { grouped } from './src/shared/numbers.js';
import { fill, setTables } from './src/strings/strings.js';

const web = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(web);

const ICON = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' " +
  "fill='#2b51c4'/><path d='M8 25 16 7l8 18M11 19h10' fill='none' stroke='#fff' stroke-width='3.5' " +
  "stroke-linecap='round' stroke-linejoin='round'/></svg>";
const ICONS = ['icon-192.png', 'icon-512.png']; // the same drawing, for home screens
const OFFERED = 'balanced.hwr'; // fetched by src/rooms/model/room.js
const INSIDE = 'en'; // of the languages of words
const SAMPLE_GRID = 255; // the coordinates of tests/letters/letters.ndjson

const languageFiles = readdirSync(path.join(root, 'weights')).filter((file) => /^[a-z]{2}\.hwl$/.test(file)).sort();
const rooms = await findRooms();
setTables(pageTables(rooms));
const strings = pageTables(rooms).en;

const hash = (text) => `'${integrity(text)}'`;

// 'self' is for the hosted page alone: its service worker, manifest and icons, and the models that it
// offers by name. Scripts and styles have no such grant, and from file:// nothing is asked for. blob:
// is for workers made of the page's own text; they inherit this policy.
function policy({ headScript, script, style, rooms: built, parts }) {
  const hashes = (kind, own, more = []) => [own, ...[...built, ...more].map((part) => part[kind])].map(hash).join(' ');
  return [
    "default-src 'none'",
    `script-src ${hash(headScript)} ${hashes('script', script, parts.filter(({ beside }) => !beside))} 'wasm-unsafe-eval'`,
    `style-src ${hashes('style', style)}`,
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const put = (text, values) => text.replace(/%%(\w+)%%/g, (whole, name) => values[name] ?? whole);

function english(name) {
  if (name in strings) return escapeHtml(strings[name]);
  throw new Error(`the page's template asks for {{${name}}}, which src/strings/en.js does not have`);
}

// {{name}} becomes a string, and its place is marked with the name for translation: an
// attribute, the whole of an element, or else a span of its own.
function putStrings(template) {
  return template
    .replace(/ ([\w-]+)="\{\{(\w+)\}\}"/g, (_, attribute, name) =>
      ` ${attribute}="${english(name)}" data-t-${attribute}="${name}"`)
    .replace(/<(\w+)([^<>]*)>\{\{(\w+)\}\}<\/\1>/g, (_, tag, rest, name) =>
      `<${tag}${rest} data-t="${name}">${english(name)}</${tag}>`)
    .replace(/\{\{(\w+)\}\}/g, (_, name) => `<span data-t="${name}">${english(name)}</span>`);
}

// One sentence of what tools/report/model_card.mjs measured and left beside the model, if it did.
function accuracy(weights) {
  const file = path.join(path.dirname(weights), 'evaluation.json');
  if (!existsSync(file)) return '';
  const { 'letters-test': scanned, 'unipen-test': pen } = JSON.parse(readFileSync(file)).integer;
  const values = {
    scanned: (100 * scanned.accuracy_folded).toFixed(1),
    scannedCount: grouped(scanned.n),
    pen: (100 * pen.accuracy_folded).toFixed(1),
    penCount: grouped(pen.n),
  };
  return `<p class="accuracy" data-t="aboutAccuracy" data-values="${escapeHtml(JSON.stringify(values))}">` +
    `${escapeHtml(fill(strings.aboutAccuracy, values))}</p>`;
}

// What the chart says of the model's classes, as the page's script says it again once it runs.
function chartTexts({ labels, groups, folds }) {
  const said = chartWords({ classes: labels, groups, folds }, false);
  return {
    viewClasses: escapeHtml(said.classes),
    viewLetters: escapeHtml(said.groups),
    orderAlphabet: escapeHtml(said.order),
    chartNote: escapeHtml(said.note),
  };
}

// A line a letter: its name and its coded strokes.
function packSamples(letters) {
  const points = ([xs, ys]) => xs.map((x, i) => ({ x: x / SAMPLE_GRID, y: ys[i] / SAMPLE_GRID }));
  return letters.map(({ word, drawing }) => word + encodeStrokes(drawing.map(points), SAMPLE_GRID)).join('\n');
}

const languageOptions = () => Object.entries(languages)
  .map(([code, { name }]) => `<option value="${code}" title="${name}">${code.toUpperCase()}</option>`).join('');

const roomsHtml = () => rooms.map(({ name, beside }) => `<details class="room" id="room-${name}"${beside ? ' data-beside' : ''}>
      <summary><h3>{{${name}Title}}</h3> <span class="room-note">{{${name}Note}}</span></summary>
      <div class="room-mount"></div>
    </details>`).join('\n    ');

// The ways to the rooms, a picture each.
const placesHtml = () => rooms.map(({ name, picture }) =>
  `<a href="#${name}"><svg viewBox="0 0 64 44" aria-hidden="true">${picture}</svg><span>{{${name}Title}}</span></a>`).join('\n    ');

const roomsCode = ({ rooms: built, parts }) => [
  ...built.map(({ name, style }) => `<script type="text/plain" id="style-${name}">${style}</script>`),
  ...[...built, ...parts].map(({ name, script }) => `<script type="text/plain" id="code-${name}">${script}</script>`),
].join('\n');

// Those in the page, or those beside it.
const placed = ({ rooms: built, parts }, beside) => ({
  rooms: built.filter((room) => Boolean(room.beside) === beside), parts: parts.filter((part) => Boolean(part.beside) === beside),
});

// Opened in a frame it sends its data blocks to the page (src/page/workshop.js).
function workshop(bundled, wasm) {
  const modules = rooms.flatMap(({ modules: names = [] }) => names)
    .map((name) => `<script type="text/plain" id="wasm-${name}">${textOfBytes(readModule(wasm, name))}</script>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${hash(bundled.workshopScript)}; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(strings.title)}</title>
</head>
<body>
<p>This file belongs to <a href="index.html">index.html</a>, which takes parts of itself from it.</p>
${[roomsCode(placed(bundled, true)), ...modules].join('\n')}
<script>${bundled.workshopScript}</script>
</body>
</html>
`;
}

// Both modules in turn, a piece of each: nearly the same code, of which a web server's compression sees 32 KB at once.
// Four pieces take 60 kB, one 87.
const PIECES = 4;

function modules(simdBytes, scalarBytes) {
  const piece = (bytes, i) => textOfBytes(bytes.subarray((bytes.length * i) / PIECES, (bytes.length * (i + 1)) / PIECES));
  return Array.from({ length: PIECES }, (_, i) => [['simd', simdBytes], ['scalar', scalarBytes]].map(([build, bytes]) =>
    `<script type="text/plain" id="wasm-${build}-${i}">${piece(bytes, i)}</script>`).join('\n')).join('\n');
}

// The languages that words are read in, each weights/CODE.hwl: one inside the page, the others beside it.
function wordLanguages() {
  return languageFiles.map((file) => {
    const code = file.slice(0, 2);
    return code === INSIDE ? `<script type="text/plain" id="words-of-${code}">${textOfLanguage(readFileSync(path.join(root, 'weights', file)))}</script>`
      : `<script type="text/plain" id="words-of-${code}" data-file="${file}"></script>`;
  }).join('\n');
}

async function buildPage(bundled, { wasm, weights }) {
  const { simdBytes, scalarBytes, paperBytes, modelBytes, letters } = readInputs({ wasm, weights });
  const golden = await makeGolden({ scalarBytes, modelBytes, letters });
  const model = readModelFile(modelBytes);
  const template = put(read(path.join(web, 'src/page/template.html'), 'it is part of the repository').toString(), {
    languages: languageOptions(),
    diagram: diagram(model),
    facts: facts(model, simdBytes.length),
    accuracy: accuracy(weights),
    layers: layerTable(model),
    rooms: roomsHtml(),
    places: placesHtml(),
    version,
    ...chartTexts(model),
  });
  return put(putStrings(template), {
    csp: policy(bundled),
    icon: `data:image/svg+xml,${encodeURIComponent(ICON)}`,
    style: bundled.style,
    headScript: bundled.headScript,
    script: bundled.script,
    roomsCode: roomsCode(placed(bundled, false)),
    modules: modules(simdBytes, scalarBytes),
    paper: textOfBytes(paperBytes),
    model: modelBytes.toString('base64'),
    golden: JSON.stringify(golden),
    samples: packSamples(letters),
    wordLanguages: wordLanguages(),
  });
}

function manifest() {
  const icon = (src) => ({ src, type: 'image/png', sizes: src.replace(/\D+(\d+)\D+/, '$1x$1'), purpose: 'any' });
  return `${JSON.stringify({
    name: strings.title,
    short_name: 'Letters',
    description: strings.description,
    start_url: './',
    scope: './',
    display: 'standalone',
    background_color: '#f4f1ea',
    theme_color: '#f4f1ea',
    icons: ICONS.map(icon),
  }, null, 2)}\n`;
}

// Every file of the site by its name: the page first, the service worker last.
export async function buildSite(inputs) {
  const bundled = await bundle(rooms);
  const site = new Map([['index.html', await buildPage(bundled, inputs)], ['workshop.html', workshop(bundled, inputs.wasm)],
    ['manifest.webmanifest', manifest()]]);
  for (const icon of ICONS) site.set(icon, read(path.join(web, icon), 'it is part of the repository'));
  return site.set('sw.js', serviceWorker([...site]));
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, wasm: { type: 'string' }, weights: { type: 'string' } },
  });
  const weights = values.weights ?? path.join(root, 'weights/letters.hwr');
  const site = await buildSite({ wasm: values.wasm ?? path.join(root, 'build/wasm/wasm'), weights });
  const out = values.out ?? path.join(web, 'index.html');
  mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  for (const [name, content] of site) {
    writeFileSync(name === 'index.html' ? out : path.join(path.dirname(out), name), content);
  }
  for (const name of [OFFERED, ...languageFiles.filter((file) => !file.startsWith(INSIDE))]) {
    const offered = path.join(path.dirname(weights), name);
    if (existsSync(offered)) copyFileSync(offered, path.join(path.dirname(out), name));
  }
  const page = site.get('index.html');
  console.log(`${out}: ${Buffer.byteLength(page)} bytes, ${gzipSync(page, { level: 9 }).length} gzipped`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`web/build.mjs: ${error.message}`);
    process.exit(1);
  });
}
