// build.mjs - writes web/index.html, the whole page in one file.
//
//     node web/build.mjs [--out FILE] [--wasm DIR] [--weights FILE]
//
// Reads both modules (build/wasm/wasm), the model (weights/letters.hwr), the golden
// letters' strokes and web/src. The same inputs give the same bytes.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { diagram, facts, layerTable, readModel } from './build_model.mjs';
import { makeGolden } from './build_golden.mjs';
import { strings } from './src/strings.js';

const web = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(web);

const ICON = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' " +
  "fill='#2b51c4'/><path d='M8 25 16 7l8 18M11 19h10' fill='none' stroke='#fff' stroke-width='3.5' " +
  "stroke-linecap='round' stroke-linejoin='round'/></svg>";

function read(file, remedy) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${path.relative(process.cwd(), file)} (${error.code}); ${remedy}`);
  }
}

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch {
    throw new Error('esbuild is not installed; run: npm ci --ignore-scripts --prefix web');
  }
}

async function bundle() {
  const esbuild = await loadEsbuild();
  const common = { bundle: true, minify: true, write: false, charset: 'utf8', legalComments: 'none' };
  const script = await esbuild.build({
    ...common, entryPoints: [path.join(web, 'src/main.js')], format: 'iife', target: ['es2019'],
  });
  const style = await esbuild.build({ ...common, entryPoints: [path.join(web, 'src/style.css')] });
  // "</script" inside a string would end the element.
  return {
    script: script.outputFiles[0].text.trim().replaceAll('</script', '<\\/script'),
    style: style.outputFiles[0].text.trim(),
  };
}

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${hash(style)}`,
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const escapeHtml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

// {{name}}: markup made here, or an escaped string of strings.js.
function fillTemplate(template, markup) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    if (name in markup) return markup[name];
    if (name in strings) return escapeHtml(strings[name]);
    throw new Error(`web/src/template.html asks for {{${name}}}, which neither the build nor strings.js has`);
  });
}

export async function buildPage({ wasm, weights }) {
  const buildWasm = 'build it with: cmake --preset wasm && cmake --build --preset wasm';
  const simdBytes = read(path.join(wasm, 'letters-simd.wasm'), buildWasm);
  const scalarBytes = read(path.join(wasm, 'letters-scalar.wasm'), buildWasm);
  const modelBytes = read(weights, 'it is part of the repository');
  const letters = read(path.join(root, 'tests/letters/letters.ndjson'), 'it is part of the repository')
    .toString().trim().split('\n').map((line) => JSON.parse(line));
  const golden = await makeGolden({ scalarBytes, modelBytes, letters });
  const model = readModel(modelBytes);
  const { script, style } = await bundle();
  return fillTemplate(read(path.join(web, 'src/template.html'), 'it is part of the repository').toString(), {
    csp: policy(script, style),
    icon: `data:image/svg+xml,${encodeURIComponent(ICON)}`,
    style,
    script,
    diagram: diagram(model),
    facts: facts(model, simdBytes.length),
    layers: layerTable(model),
    wasmSimd: simdBytes.toString('base64'),
    wasmScalar: scalarBytes.toString('base64'),
    model: modelBytes.toString('base64'),
    golden: JSON.stringify(golden),
  });
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, wasm: { type: 'string' }, weights: { type: 'string' } },
  });
  const page = await buildPage({
    wasm: values.wasm ?? path.join(root, 'build/wasm/wasm'),
    weights: values.weights ?? path.join(root, 'weights/letters.hwr'),
  });
  const out = values.out ?? path.join(web, 'index.html');
  writeFileSync(out, page);
  console.log(`${out}: ${Buffer.byteLength(page)} bytes, ${gzipSync(page, { level: 9 }).length} gzipped`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`web/build.mjs: ${error.message}`);
    process.exit(1);
  });
}
