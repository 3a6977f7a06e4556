// The README's blocks of commands, pasted in their order as they stand into a copy of this repository in an empty folder. What
// came of it is kept as build/readme-transcript.txt. Of the data there are small files of this test's: EMNIST's
// download, which the block asks for, is tested in tests/node/cli/fetch_data.test.mjs.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { drawn, idxImages, idxLabels, transposed } from '../idx_files.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'letters-readme-'));
const at = (...names) => path.join(folder, ...names);
after(() => rmSync(folder, { recursive: true, force: true }));

// A clone, as a reader would have it once npm's packages are there (tools/setup.sh).
const NOT_CLONED = new Set(['.git', 'build', 'data', 'runs', 'site']);
cpSync(root, folder, { recursive: true, filter: (name) => !NOT_CLONED.has(path.relative(root, name)) && path.basename(name) !== 'node_modules' });
symlinkSync(path.join(root, 'web/node_modules'), at('web/node_modules'));

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

const transcript = path.join(root, 'build/readme-transcript.txt');
mkdirSync(path.dirname(transcript), { recursive: true });
let said = '';
const keep = (text) => {
  said += text;
  writeFileSync(transcript, said.replaceAll(folder, '/clone'));
};

let PATH = process.env.PATH; // goes from block to block, as in one shell
function paste(block) {
  keep(block.replace(/^/gm, '$ ').replace(/\$ $/, ''));
  const { status, stdout } = spawnSync('sh', ['-c', `exec 2>&1; set -e\n${block}printf %s "$PATH" >data/path`],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH, EMNIST_SUMS: at('data/sums') }, maxBuffer: 1 << 28 });
  keep(stdout);
  assert.equal(status, 0, `${block}\n${stdout.slice(-2000)}`);
  PATH = readFileSync(at('data/path'), 'utf8');
  return stdout;
}

// The block that serves the page until it is stopped: what its address gives.
async function serve(block) {
  keep(`$ ${block}`);
  const child = spawn('sh', ['-c', `exec 2>&1; ${block}`], { cwd: folder, detached: true, env: { ...process.env, PATH } });
  let output = '';
  try {
    const address = await new Promise((found, failed) => {
      child.stdout.on('data', (text) => {
        output += text;
        keep(String(text));
        const url = output.match(/http:\/\/\S+/);
        if (url) found(url[0]);
      });
      child.on('close', () => failed(new Error(output.slice(-2000))));
    });
    return { output, page: await (await fetch(address)).text() };
  } finally {
    process.kill(-child.pid);
  }
}

const blocks = [...readFileSync(path.join(root, 'README.md'), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block);

test("README's blocks, one after the other", async (t) => {
  assert.ok(blocks.length >= 7, `${blocks.length} blocks`);
  const [run, ...others] = blocks;
  const { output, page } = await serve(run);
  assert.match(output, /all there[^]*"accuracy"/);
  assert.ok(/<title[^>]*>Handwritten letters</.test(page), 'the page is not served');
  for (const block of others) paste(block);
  for (const made of ['runs/explore/index.html', 'runs/mine/report/curves.svg', 'runs/mine/model.hwr', 'runs/greek/model.hwr', 'runs/hand/model.safetensors',
    'my.hand', 'build/package/package.json', 'build/installed/include/hwr/hwr.h', 'build/recognize', 'site/sw.js']) {
    assert.ok(existsSync(at(made)), made);
  }
  t.diagnostic(`transcript: ${path.relative(root, transcript)}`);
});
