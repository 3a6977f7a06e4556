// build_bundle.mjs - the page's code and style, its rooms' and their workers', as texts.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageTables, roomTables } from './build_strings.mjs';

const web = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(web, 'src');

const INSTALL = 'run: npm ci --ignore-scripts --prefix web';

export function read(file, remedy) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`cannot read ${path.relative(process.cwd(), file)} (${error.code}); ${remedy}`);
  }
}

// NAME.wasm of the folder wasm.
export const readModule = (wasm, name) =>
  read(path.join(wasm, `${name}.wasm`), 'build it with: cmake --preset wasm && cmake --build --preset wasm');

// What a page and a package are made of: both modules of the folder wasm, the model, and the sample letters, objects
// {word, drawing}.
export function readInputs({ wasm, weights }) {
  const ours = 'it is part of the repository';
  return {
    simdBytes: readModule(wasm, 'letters-simd'),
    scalarBytes: readModule(wasm, 'letters-scalar'),
    paperBytes: readModule(wasm, 'paper'),
    modelBytes: read(weights, ours),
    letters: read(path.join(web, '../tests/letters/letters.ndjson'), ours).toString().trim().split('\n').map((line) => JSON.parse(line)),
  };
}

export async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch {
    throw new Error(`esbuild is not installed; ${INSTALL}`);
  }
}

// What is loaded when opened (src/page/rooms.js): each folder of src/rooms, in the order that its
// about.js gives. {name, order, picture, uses, shares, workers}: picture is the inside of an <svg>, uses a library's
// licence, shares are tables of strings beside the room's own, workers the names of its files code_NAME.js, each a
// text of its own in the page. beside: all of it lies in workshop.html, with the wasm modules it names.
export async function findRooms() {
  const folder = path.join(source, 'rooms');
  const rooms = await Promise.all(readdirSync(folder).map(async (name) => ({
    name,
    ...await import(path.join(folder, name, 'about.js')),
    workers: readdirSync(path.join(folder, name)).map((file) => file.match(/^code_(\w+)\.js$/)?.[1]).filter(Boolean),
  })));
  return rooms.sort((a, b) => a.order - b.order);
}

const text = ({ outputFiles }) => outputFiles[0].text.trim();
// "</script" inside a string would end the element, and "<!--" change how it is read.
const scriptText = (built) => text(built).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

// {headScript, script, style, workshopScript, rooms: [{name, beside, script, style}], parts: [{name, beside, script}]}; Word
// mode, photographs and the camera are loaded as rooms are, and are the last of them.
export async function bundle(rooms) {
  const esbuild = await loadEsbuild();
  const common = { bundle: true, minify: true, write: false, charset: 'utf8', legalComments: 'none' };
  const code = async (contents, more) => scriptText(await esbuild.build({
    ...common, stdin: { contents, resolveDir: source }, format: 'iife', target: ['es2019'], loader: { '.jsonl': 'text' }, ...more,
  }));
  const look = async (file) => text(await esbuild.build({ ...common, entryPoints: [path.join(source, file)] }));
  // A library asks for its licence to travel with it.
  const licence = (file, what) => ({ js: `/* ${what}\n${read(path.join(web, 'node_modules', file), INSTALL).toString().trim()} */` });
  const page = `import { start } from './page/main.js'; start(${JSON.stringify(pageTables(rooms))});`;
  const loaded = [...rooms.map((which) => ({ ...which, folder: `rooms/${which.name}` })), { name: 'words', folder: 'words' }, { name: 'paper', folder: 'paper' },
    { name: 'camera', folder: 'camera', beside: true }];
  const room = (which) => `import { open } from './${which.folder}/room.js';
    globalThis.lettersRooms.${which.name} = { open, tables: ${JSON.stringify(roomTables(which))} };`;
  return {
    headScript: await code(`import './page/first_paint.js';`),
    workshopScript: await code(`import './page/workshop_sender.js';`),
    script: await code(page),
    style: await look('page/style.css'),
    rooms: await Promise.all(loaded.map(async (which) => ({
      name: which.name, beside: which.beside, script: await code(room(which), which.uses && { banner: licence(...which.uses) }), style: await look(`${which.folder}/style.css`),
    }))),
    parts: await Promise.all([
      ...rooms.flatMap(({ name, beside, workers }) => workers.map((worker) => [worker, `rooms/${name}`, beside])), ['finder', 'paper'],
    ].map(async ([name, folder, beside]) => ({ name, beside, script: await code(`import './${folder}/code_${name}.js';`) }))),
  };
}
