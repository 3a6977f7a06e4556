// wasi_run.mjs - runs a C test program built with emcc -sSTANDALONE_WASM.
//
//     node --no-warnings tests/wasi_run.mjs test_labels.wasm [arguments ...]
//
// The program sees its arguments, the environment, and the repository as the
// current directory: paths are taken from the repository root, absolute ones
// inside it are rewritten. Its exit status becomes ours; a trap gives 134, as
// abort() does natively; a file that is no program gives 2.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';

const EXIT_USAGE = 2;
const EXIT_TRAP = 134;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function fail(code, message) {
  process.stderr.write(`wasi_run: ${message}\n`);
  process.exit(code);
}

// The program knows only the repository, as ".".
function insideRoot(argument) {
  if (!path.isAbsolute(argument)) return argument;
  const relative = path.relative(root, argument);
  return relative.startsWith('..') ? argument : relative || '.';
}

async function load(file) {
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    fail(EXIT_USAGE, `cannot read ${file}: ${error.message}; build it with: cmake --build --preset wasm`);
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    return fail(EXIT_USAGE, `${file} is not a WebAssembly module: ${error.message}`);
  }
}

async function main() {
  const [file, ...args] = process.argv.slice(2);
  if (!file) fail(EXIT_USAGE, 'usage: node tests/wasi_run.mjs PROGRAM.wasm [arguments ...]');
  const module = await load(file);
  const wasi = new WASI({
    version: 'preview1',
    args: [path.basename(file), ...args.map(insideRoot)],
    env: process.env,
    preopens: { '.': root },
    returnOnExit: true,
  });
  const imports = {
    wasi_snapshot_preview1: wasi.wasiImport,
    env: { emscripten_notify_memory_growth() {} },
  };
  let instance;
  try {
    instance = await WebAssembly.instantiate(module, imports);
  } catch (error) {
    fail(EXIT_USAGE, `${file} needs something outside WASI: ${error.message}; link it with -sSTANDALONE_WASM`);
  }
  try {
    process.exitCode = wasi.start(instance);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    fail(EXIT_TRAP, `${path.basename(file)} trapped: ${error.message}\n${error.stack}`);
  }
}

await main();
