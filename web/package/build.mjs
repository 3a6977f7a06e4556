// build.mjs - the npm package: writes build/package/, and beside it what npm pack makes of it.
//
//     node web/package/build.mjs [--out DIR] [--wasm DIR] [--weights FILE]
//
// Reads both modules (build/wasm/wasm), the model (weights/letters.hwr), web/package and web/src.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';
import { loadEsbuild, read, readInputs } from '../build_bundle.mjs';
import { makeGolden } from '../build_golden.mjs';
import { version } from '../build_version.mjs';
import { interleave } from './interleave.js';

const source = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(path.dirname(source));
const manifest = JSON.parse(readFileSync(path.join(source, 'package.json')));

// What the entries of package.json are made of.
const entries = Object.values(manifest.exports).filter((entry) => entry.default);
const files = (...kinds) => entries.flatMap((entry) => kinds.map((kind) => entry[kind]).filter(Boolean))
  .map((name) => path.join(source, name));

async function writeData(out, { wasm, weights }) {
  const { simdBytes, scalarBytes, modelBytes, letters } = readInputs({ wasm, weights });
  const put = (name, value) => writeFileSync(path.join(out, 'data', `${name}.js`), `export default ${JSON.stringify(value)};\n`);
  const packed = (bytes) => deflateSync(bytes, { level: 9 }).toString('base64');
  mkdirSync(path.join(out, 'data'), { recursive: true });
  put('modules', {
    deflated: packed(interleave([simdBytes, scalarBytes])), lengths: [simdBytes.length, scalarBytes.length],
  });
  put('model', packed(modelBytes));
  // The first two notice every wrong vector instruction: build_golden.mjs.
  put('golden', (await makeGolden({ scalarBytes, modelBytes, letters })).slice(0, 2));
}

// Entries share what they have in common; the data stay files of their own.
async function writeCode(out) {
  const esbuild = await loadEsbuild();
  await esbuild.build({
    entryPoints: files('node', 'default'), outdir: out, format: 'esm', bundle: true, splitting: true, chunkNames: '[name]-[hash]',
    external: ['./data/*', 'node:*'], target: ['es2022'], charset: 'utf8', legalComments: 'inline',
  });
  for (const file of files('types')) copyFileSync(file, path.join(out, path.basename(file)));
}

// The folder of the package, ready for npm pack.
export async function buildPackage(out, inputs) {
  rmSync(out, { recursive: true, force: true });
  await writeData(out, inputs);
  await writeCode(out);
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  copyFileSync(path.join(source, 'README.md'), path.join(out, 'README.md'));
  copyFileSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
}

// The file name of the tarball, in the folder of the package's folder.
export function packPackage(out) {
  const packed = execFileSync('npm', ['pack', '--json', '--offline', '--pack-destination', path.dirname(out), out], { encoding: 'utf8' });
  const [{ filename, size, files: inside }] = JSON.parse(packed);
  return { tarball: path.join(path.dirname(out), filename), size, files: inside };
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, wasm: { type: 'string' }, weights: { type: 'string' } },
  });
  const out = path.resolve(values.out ?? path.join(root, 'build/package'));
  await buildPackage(out, {
    wasm: values.wasm ?? path.join(root, 'build/wasm/wasm'), weights: values.weights ?? path.join(root, 'weights/letters.hwr'),
  });
  const { tarball, size } = packPackage(out);
  console.log(`${tarball}: ${size} bytes`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`web/package/build.mjs: ${error.message}`);
    process.exit(1);
  });
}
