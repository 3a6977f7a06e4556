// fetch_data.test.mjs - tools/fetch_data.sh against a server of this test: archives in the shape of EMNIST's and UNIPEN's,
// made here; checked, resumed, taken by path, with Linux's tools and with those of macOS. And the UNIPEN reader.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { normalized, parseUnipen, strokesOf, wordsOf } from '../../../tools/data/unipen.mjs';
import { CLASSES, cli, idx } from './cli.mjs';

const script = fileURLToPath(new URL('../../../tools/fetch_data.sh', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'letters-fetch-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (...names) => path.join(folder, ...names);
const run = (command, args, options) => {
  const result = spawnSync(command, args, { encoding: 'utf8', ...options });
  assert.equal(result.status, 0, `${command}: ${result.stderr}`);
  return result.stdout;
};
const put = (name, bytes) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), bytes);
};
const sum = (algorithm, bytes) => createHash(algorithm).update(bytes).digest('hex');

// ---- The archives -----------------------------------------------------------

// n images that all differ, with labels.
const images = (n, seed) => idx([n, 28, 28], Buffer.from(Array.from({ length: n * 784 }, (_, i) => (i % 784 < 8 ? (seed + Math.floor(i / 784)) >> (i % 784) & 1 : (i * 7) % 251))));
const SPLITS = { bymerge: 94, balanced: 94, letters: 52 };

function makeEmnist() {
  let sums = '';
  for (const [split, n] of Object.entries(SPLITS)) {
    for (const part of ['train', 'test']) {
      const labels = Buffer.from(Array.from({ length: n }, (_, i) => (split === 'letters' ? 1 + (i % 26) : i % 47)));
      for (const [what, bytes] of [['images-idx3', images(n, part === 'train' ? 0 : 100)], ['labels-idx1', idx([n], labels)]]) {
        const name = `emnist-${split}-${part}-${what}-ubyte.gz`;
        // Incompressible, so that the archive is long enough to be cut.
        put(`zip/gzip/${name}`, gzipSync(bytes, { level: 0 }));
        sums += `${sum('sha256', readFileSync(at('zip/gzip', name)))}  ${name}\n`;
      }
    }
  }
  put('sums', sums);
  run('python3', ['-m', 'zipfile', '-c', at('emnist.zip'), at('zip/gzip')]);
}

// A stroke of points as UNIPEN's files have them, y upwards.
const down = (...points) => `.PEN_DOWN\n${points.map((p) => `\t${p.join('\t')}\n`).join('')}.PEN_UP\n`;
const TESTER = 'aga/elsbthey', TRAINER = 'xyz/w1'; // the first is of tools/data/unipen_test_writers.txt

function makeUnipen() {
  const base = 'cdrom/CDROM/train_r01_v07/';
  put(`${base}include/xyz/setup.doc`, '.X_DIM 100\n.COORD X Y\n');
  // Strokes: A is 0-2, n is 3, the word "it" is i (4 and, late, 7), t (5-6), with the pen's way in the air not counted.
  const strokes = down([0, 0], [50, 100]) + down([50, 100], [100, 0]) + down([25, 50], [75, 50]) + down([0, 0], [0, 40], [40, 40], [40, 0])
    + '.PEN_UP\n\t1\t1\n\t2\t2\n' + down([200, 50], [200, 0]) + down([240, 100], [240, 0]) + down([230, 60], [250, 60]) + down([200, 70], [200, 71]);
  put(`${base}include/xyz/data/w1.dat`, `.INCLUDE xyz/setup.doc\n${strokes}`);
  const head = '.VERSION 1.0\n.INCLUDE xyz/data/w1.dat\n';
  const segments = { '1b': '.SEGMENT CHARACTER 0-2 OK "A"\n', '1c': '.SEGMENT CHARACTER 3 ? "n"\n.SEGMENT CHARACTER 3 ? "?"\n.SEGMENT CHARACTER 90 ? "z"\n',
    '1a': '.SEGMENT CHARACTER 5 ? "1"\n', 3: '.SEGMENT CHARACTER 4,7 ? "i"\n.SEGMENT CHARACTER 5-6 ? "t"\n', 6: '.SEGMENT WORD 4-7 OK "it"\n' };
  for (const [category, lines] of Object.entries(segments)) put(`${base}data/${category}/${TRAINER}.dat`, head + lines);
  // A file outside the archive, whose strokes would come first.
  put('outside.dat', down([7, 7], [8, 8]));
  put(`${base}data/1b/${TESTER}.dat`, `.INCLUDE ${'../'.repeat(6)}outside.dat\n${head}.INCLUDE nowhere.doc\n.SEGMENT CHARACTER 0-1 ? "V"\n`);
  run('tar', ['-czf', at('unipen.tgz'), '-C', at('cdrom'), 'CDROM']);
}

// ---- The server: files of the folder, by ranges --------------------------------

let server, url, requests = [];
before(async () => {
  makeEmnist();
  makeUnipen();
  server = createServer((request, response) => {
    const name = path.basename(request.url);
    if (!existsSync(at(name))) return response.writeHead(404).end();
    const bytes = readFileSync(at(name));
    const from = Number(request.headers.range?.match(/^bytes=(\d+)-/)?.[1] ?? 0);
    requests.push(`${name} from ${from}`);
    response.writeHead(from ? 206 : 200, { 'content-length': bytes.length - from, 'accept-ranges': 'bytes', ...(from && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }) });
    response.end(bytes.subarray(from));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${server.address().port}`;
  put('record', JSON.stringify({ files: [{ key: 'readme.txt', checksum: 'md5:0', links: { self: `${url}/sums` } },
    { key: 'unipen-CDROM.tgz', checksum: `md5:${sum('md5', readFileSync(at('unipen.tgz')))}`, links: { self: `${url}/unipen.tgz` } }] }));
});
after(() => server.close());

// Not spawnSync: the server runs in this process.
async function fetchData(args, { tools, record = 'record' } = {}) {
  requests = [];
  const env = { ...process.env, EMNIST_URL: `${url}/emnist.zip`, EMNIST_SUMS: at('sums'), UNIPEN_RECORD: `${url}/${record}`, no_proxy: '127.0.0.1', ...(tools && { PATH: tools }) };
  const child = spawn('sh', [script, ...args], { cwd: folder, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => { said += text; });
  const code = await new Promise((done) => child.on('close', done));
  return { code, said };
}
const lines = (...names) => gunzipSync(readFileSync(at(...names))).toString().trim().split('\n').filter(Boolean).map((line) => JSON.parse(line));
const idxOf = (name) => gunzipSync(readFileSync(at(name)));

// ---- The script -------------------------------------------------------------------

test('everything from the network, checked, and nothing a second time', async () => {
  const first = await fetchData(['all']);
  assert.equal(first.code, 0, first.said);
  assert.deepEqual(requests, ['emnist.zip from 0', 'record from 0', 'unipen.tgz from 0']);
  assert.equal(readdirSync(at('all/emnist')).length, 12);
  assert.equal(readFileSync(at('all/.gitignore'), 'utf8'), '*\n');
  const again = await fetchData(['all']);
  assert.equal(again.code, 0, again.said);
  assert.deepEqual(requests, []);
  assert.match(again.said, /EMNIST: all files are there and right[^]*UNIPEN: all files are there/);
});

test('what was made of UNIPEN: letters, digits and words, apart by writer', () => {
  const of = (name) => lines('all/pen', `${name}.ndjson.gz`);
  assert.deepEqual(of('unipen-train'), [
    { word: 'A', writer: TRAINER, drawing: [[[0, 500], [1000, 0]], [[500, 1000], [0, 1000]], [[250, 750], [500, 500]]] },
    { word: 'n', writer: TRAINER, drawing: [[[0, 0, 1000, 1000], [1000, 0, 0, 1000]]] },
  ]);
  assert.deepEqual(of('unipen-test'), [{ word: 'V', writer: TESTER, drawing: [[[0, 500], [1000, 0]], [[500, 1000], [0, 1000]]] }]);
  assert.deepEqual(of('digits-train').map(({ word }) => word), ['1']);
  assert.deepEqual(of('words-train'), [{ word: 'it', writer: TRAINER, letters: [0, 1, 1, 0],
    drawing: [[[0, 0], [500, 1000]], [[400, 400], [0, 1000]], [[300, 500], [400, 400]], [[0, 0], [300, 290]]] }]);
  assert.deepEqual(of('words-test'), []);
  for (const file of ['unipen-train', 'words-train']) {
    const read = spawnSync(cli, ['recognize', '--weights', fileURLToPath(new URL('../../../weights/letters.hwr', import.meta.url)), '--strokes', at('all/pen', `${file}.ndjson.gz`), '--summary']);
    assert.equal(read.status, 0, String(read.stderr));
  }
});

test('the files of the card, of the official ones', async () => {
  const { code, said } = await fetchData(['all', 'card']);
  assert.equal(code, 0, said);
  const has = (name) => [idxOf(`all/emnist/${name}-images-idx3-ubyte.gz`), idxOf(`all/emnist/${name}-labels-idx1-ubyte.gz`)];
  const expected = { 'merge37-train': 74, 'merge37-test': 74, digits: 20, 'letters-extra': 52, 'letters-test': 52 };
  for (const [name, n] of Object.entries(expected)) {
    const [pictures, labels] = has(name);
    assert.deepEqual([pictures.readUInt32BE(4), pictures.length, labels.readUInt32BE(4), labels.length], [n, 16 + n * 784, n, 8 + n], name);
  }
  const [pictures, labels] = has('merge37-train');
  assert.deepEqual([...labels.subarray(8)].slice(0, 38), [...CLASSES].map((_, i) => i + 10).concat(10));
  const official = idxOf('all/emnist/emnist-bymerge-train-images-idx3-ubyte.gz');
  assert.ok(pictures.subarray(16, 16 + 784).equals(official.subarray(16 + 10 * 784, 16 + 11 * 784)), 'the first letter is the eleventh image');
  assert.match(said, /merge37-train: 74 images of emnist-bymerge-train, in place of a partial copy's/);
  assert.ok(existsSync(at('all/emnist/EQUIVALENTS.txt')));
  const short = await fetchData(['nothing', 'card']);
  assert.equal(short.code, 1);
  assert.match(short.said, /is missing; first: sh tools\/fetch_data\.sh/);
});

test('a download that was cut goes on where it stopped', async () => {
  const whole = readFileSync(at('emnist.zip'));
  put('cut/emnist/gzip.zip.part', whole.subarray(0, 5000));
  const { code, said } = await fetchData(['cut', 'emnist']);
  assert.equal(code, 0, said);
  assert.deepEqual(requests, ['emnist.zip from 5000']);
});

test('archives from elsewhere, by path, stay where they are', async () => {
  for (const [option, archive, what] of [['--emnist', 'emnist.zip', 'emnist'], ['--unipen', 'unipen.tgz', 'unipen']]) {
    const { code, said } = await fetchData([option, archive, 'elsewhere', what]);
    assert.equal(code, 0, said);
    assert.deepEqual(requests, []);
    assert.ok(existsSync(at(archive)));
  }
});

test('what is damaged, foreign or not there is one line with a remedy', async () => {
  put('bad.zip', readFileSync(at('emnist.zip')).subarray(0, 9000));
  put('bad.tgz', readFileSync(at('unipen.tgz')).subarray(0, 200));
  put('other.tgz', readFileSync(at('unipen.tgz')));
  put('wrong-record', JSON.stringify({ files: [{ key: 'a.tgz', checksum: 'md5:00', links: { self: `${url}/other.tgz` } }] }));
  put('no-record', '<html>');
  mkdirSync(at('empty/CDROM'), { recursive: true });
  run('tar', ['-czf', at('empty.tgz'), '-C', at('empty'), 'CDROM']);
  for (const [args, message, options] of [
    [['--emnist', 'bad.zip', 'b1', 'emnist'], /bad\.zip is damaged: delete it, run this again/],
    [['--unipen', 'bad.tgz', 'b2', 'unipen'], /bad\.tgz is damaged/],
    [['--unipen', 'empty.tgz', 'b3', 'unipen'], /is this train_r01_v07\?/],
    [['--unipen', 'nowhere.tgz', 'b4', 'unipen'], /nowhere\.tgz: no such file/],
    [['b5', 'unipen'], /is not what Zenodo has: delete it/, { record: 'wrong-record' }],
    [['b6', 'unipen'], /is no record of Zenodo/, { record: 'no-record' }],
    [['b7', 'unipen'], /no download of .*run this again to resume/, { record: 'absent' }],
  ]) {
    const { code, said } = await fetchData(args, options);
    assert.equal(code, 1, `${args}: ${said}`);
    assert.match(said, message);
  }
  assert.equal((await fetchData(['--nothing'])).code, 2);
});

// A PATH with these and what every system has.
function folderOfTools(name, tools) {
  const bin = at(name);
  mkdirSync(bin);
  for (const tool of [...tools, 'sh', 'tar', 'gzip', 'unzip', 'python3', 'node', 'cat', 'cut', 'dirname', 'basename', 'mkdir', 'mv', 'rm', 'rmdir', 'tail', 'tr', 'wc', 'env']) {
    const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
    if (found) symlinkSync(found, path.join(bin, tool));
  }
  return bin;
}

test('with wget alone', { skip: spawnSync('wget', ['--version']).status === 0 ? false : 'not installed' }, async () => {
  const bin = folderOfTools('wget-alone', ['wget', 'sha256sum', 'md5sum']);
  put('by-wget/emnist/gzip.zip.part', readFileSync(at('emnist.zip')).subarray(0, 5000));
  const { code, said } = await fetchData(['by-wget'], { tools: bin });
  assert.equal(code, 0, said);
  assert.ok(requests.includes('emnist.zip from 5000'), requests.join());
});

test('with the tools of macOS: shasum and md5 in place of sha256sum and md5sum', async () => {
  const bin = folderOfTools('macos', ['curl']);
  const real = (tool) => run('sh', ['-c', `command -v ${tool}`]).trim();
  writeFileSync(path.join(bin, 'shasum'), `#!/bin/sh\n[ "$1" = -a ] && [ "$2" = 256 ] || exit 9\nshift 2\nexec ${real('sha256sum')} "$@"\n`);
  writeFileSync(path.join(bin, 'md5'), `#!/bin/sh\n[ "$1" = -q ] || exit 9\n${real('md5sum')} <"$2" | cut -d ' ' -f 1\n`);
  for (const name of ['shasum', 'md5']) chmodSync(path.join(bin, name), 0o755);
  const { code, said } = await fetchData(['macos-data'], { tools: bin });
  assert.equal(code, 0, said);
  assert.equal(readdirSync(at('macos-data/emnist')).length, 12);
});

// ---- The reader ---------------------------------------------------------------------

test('columns, points in the air, spans with points, line ends, files that include themselves', () => {
  const { strokes, segments } = parseUnipen('.COORD T X Y P\r\n.PEN_DOWN\r\n0 1 2 9\r\n1 3 4 9\r\nno point\r\n.PEN_UP\r\n5 5 5 5\r\n.DT 10\r\n.PEN_DOWN\r\n2 7 8 9\r\n'
    + '.SEGMENT CHARACTER 0:1-1:0 ? "a"\r\n.SEGMENT CHARACTER 1 OK "\\""\r\n.SEGMENT CHARACTER x ? "b"\r\n.SEGMENT PAGE\r\n');
  assert.deepEqual(strokes, [[[1, 3], [-2, -4]], [[7], [-8]]]);
  assert.deepEqual(segments.map(({ label }) => label), ['a', '"']);
  assert.deepEqual(strokesOf(strokes, segments[0].spans), [[[3], [-4]], [[7], [-8]]]);
  assert.equal(strokesOf(strokes, [{ from: 1, to: 2, first: 0, last: Infinity }]), null);
  const loop = parseUnipen('.INCLUDE a\n', () => '.INCLUDE a\n.PEN_DOWN\n1 1\n');
  assert.ok(loop.strokes.length <= 8 && loop.missing.length === 1);
  assert.equal(normalized([[[5], [5]]]), null);
  assert.equal(normalized([]), null);
});

test('words: those alone that letters spell whole, in their order', () => {
  const letter = (label, i) => ({ label, spans: [{ from: i, to: i, first: 0, last: Infinity }] });
  const text = (label, to) => [{ label, spans: [{ from: 0, to, first: 0, last: Infinity }] }];
  const letters = [...'onnoten'].map(letter);
  assert.deepEqual(wordsOf(text('on no ten', 6), letters), [{ word: 'on', letters: [[0], [1]] }, { word: 'no', letters: [[2], [3]] }, { word: 'ten', letters: [[4], [5], [6]] }]);
  assert.deepEqual(wordsOf(text('on no', 1), letters), [{ word: 'on', letters: [[0], [1]] }]);
  assert.deepEqual(wordsOf(text('On a not. one', 6), letters).map(({ word }) => word), ['not']);
  const street = [...'12ElmCt.#3,N.Oak'].map(letter);
  assert.deepEqual(wordsOf(text('12 Elm Ct. #3, N. Oak', 15), street), [{ word: 'Elm', letters: [[2], [3], [4]] }, { word: 'Ct', letters: [[5], [6]] }, { word: 'Oak', letters: [[13], [14], [15]] }]);
});
