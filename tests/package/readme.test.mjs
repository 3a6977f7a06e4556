// The README's blocks of commands, pasted line by line as they stand into a copy of this repository in an empty folder. What
// came of it is kept as build/readme-transcript.txt. With LETTERS_ROOT, the folder of a Debian root, they are pasted into a
// clone in it (debian_root.sh makes one), and the transcript is readme-transcript.txt beside this test. Of the data
// there are small files of this test's: EMNIST's download is tested in tests/node/cli/fetch_data.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { drawn, idxImages, idxLabels, transposed } from '../idx_files.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { LETTERS_ROOT: otherRoot = '' } = process.env, INSIDE = '/root/letters'; // in the other root
const folder = otherRoot ? path.join(otherRoot, INSIDE) : mkdtempSync(path.join(tmpdir(), 'letters-readme-'));
const at = (...names) => path.join(folder, ...names);
after(() => rmSync(folder, { recursive: true, force: true }));

// A clone, as a reader would have it; on this machine once npm's packages are there (tools/setup.sh).
const NOT_CLONED = new Set(['.git', 'build', 'data', 'runs', 'site']);
if (otherRoot) execFileSync('git', ['clone', '--quiet', root, folder]);
else {
  cpSync(root, folder, { recursive: true, filter: (name) => !NOT_CLONED.has(path.relative(root, name)) && path.basename(name) !== 'node_modules' });
  symlinkSync(path.join(root, 'web/node_modules'), at('web/node_modules'));
}

// EMNIST's letters, as if fetched: the sample letters, three times over with a few bits apart.
mkdirSync(at('data/emnist'), { recursive: true });
let sums = '';
for (const [part, times] of [['train', 3], ['test', 1]]) {
  const all = Array.from({ length: times }, (_, k) => drawn.map(({ word, image }) => ({ word, image: transposed(image.map((v) => v ^ (part === 'test' ? 8 : k))) }))).flat();
  const files = { 'images-idx3': idxImages(all.map(({ image }) => image)), 'labels-idx1': idxLabels(all.map(({ word }) => word.toUpperCase().charCodeAt(0) - 64)) };
  for (const [what, bytes] of Object.entries(files)) {
    const name = `emnist-letters-${part}-${what}-ubyte.gz`, packed = gzipSync(bytes);
    writeFileSync(at('data/emnist', name), packed);
    sums += `${createHash('sha256').update(packed).digest('hex')}  ${name}\n`;
  }
}
writeFileSync(at('data/sums'), sums);
cpSync(at('tests/letters/letters.ndjson'), at('mine.ndjson')); // what the page would have saved

const kept = path.join(root, 'tests/package/readme-transcript.txt');
const transcript = otherRoot ? kept : path.join(root, 'build/readme-transcript.txt');
mkdirSync(path.dirname(transcript), { recursive: true });
const LAST = 5; // lines of what a command says that are kept
let said = `A clean ${otherRoot ? 'Debian 12 with a clone of this repository in it' : 'copy of this repository'}, EMNIST's files made of the sample letters.\n`;
function keep(command, output, start) {
  const lines = output.split('\n').map((line) => line.slice(line.trimEnd().lastIndexOf('\r') + 1).trimEnd()).filter(Boolean);
  said += `\n$ ${command}\n${lines.slice(-LAST).map((line) => `${line.replaceAll(folder, '.').replaceAll(INSIDE, '.')}\n`).join('')}(${Math.round((performance.now() - start) / 1000)} s)\n`;
  writeFileSync(transcript, said);
}

let PATH = otherRoot ? '/usr/sbin:/usr/bin:/sbin:/bin' : process.env.PATH; // goes from line to line, as in one shell
const inside = (name) => (otherRoot ? path.join(INSIDE, name) : at(name));

// [program, arguments, options] that run a script in the clone.
function shell(script) {
  const env = { PATH, EMNIST_SUMS: inside('data/sums') };
  if (!otherRoot) return ['sh', ['-c', `exec 2>&1; ${script}`], { cwd: folder, env: { ...process.env, ...env } }];
  const { npm_config_registry: registry = '', npm_config_cafile: cafile = '' } = process.env; // '': npm's own
  const all = { ...env, HOME: '/root', ...(registry && { npm_config_registry: registry }), ...(cafile && { npm_config_cafile: cafile }) };
  return ['chroot', [otherRoot, '/usr/bin/env', '-i', ...Object.entries(all).map(([name, value]) => `${name}=${value}`), 'sh', '-c', `exec 2>&1; cd ${INSIDE}; ${script}`], {}];
}

function paste(line) {
  const start = performance.now(), [program, args, options] = shell(`set -e; ${line}\nprintf %s "$PATH" >data/path`);
  const { status, stdout } = spawnSync(program, args, { ...options, encoding: 'utf8', maxBuffer: 1 << 28 });
  keep(line, stdout, start);
  assert.equal(status, 0, `${line}\n${stdout.slice(-2000)}`);
  PATH = readFileSync(at('data/path'), 'utf8');
}

// The command that serves the page until it is stopped: what its address gives.
async function serve(line) {
  const start = performance.now(), [program, args, options] = shell(line);
  const child = spawn(program, args, { ...options, detached: true });
  let output = '';
  try {
    const address = await new Promise((found, failed) => {
      child.stdout.on('data', (text) => {
        output += text;
        const url = output.match(/http:\/\/(localhost|127)\S+\s/);
        if (url) found(url[0].trim());
      });
      child.on('close', () => failed(new Error(output.slice(-2000))));
    });
    keep(line, output, start);
    return { output, page: await (await fetch(address)).text() };
  } finally {
    if (child.exitCode === null) process.kill(-child.pid);
  }
}

const blocks = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);
const lines = blocks.flatMap((block) => block.trimEnd().split('\n'));

test("README's blocks, one after the other", async (t) => {
  assert.ok(blocks.length >= 7, `${blocks.length} blocks`);
  const [run, ...others] = lines;
  const { output, page } = await serve(run);
  assert.match(output, /all there[^]*"accuracy"/);
  assert.ok(/<title[^>]*>Handwritten letters</.test(page), 'the page is not served');
  for (const line of others) paste(line);
  for (const made of ['runs/explore/index.html', 'runs/mine/report/curves.svg', 'runs/mine/model.hwr', 'runs/greek/model.hwr', 'runs/hand/model.safetensors',
    'my.hand', 'build/package/package.json', 'build/installed/include/hwr/hwr.h', 'build/recognize', 'site/sw.js']) {
    assert.ok(existsSync(at(made)), made);
  }
  t.diagnostic(`transcript: ${path.relative(root, transcript)}`);
});

test("the transcript of a clean Debian has README's commands", () => {
  const text = readFileSync(kept, 'utf8');
  assert.deepEqual([...text.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line), lines, 'run sh tests/package/debian_root.sh again');
  assert.match(text, /"accuracy": 1\.0/);
  assert.doesNotMatch(text, /https?:\/\/(?!127\.|your\.host)|\/work|\/tmp/, 'names of machines');
});
