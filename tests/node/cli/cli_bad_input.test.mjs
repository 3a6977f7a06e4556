// cli_bad_input.test.mjs - build/native/letters on damaged and mismatched files: one line
// that names file and place, exit 1, and nothing half-written left behind.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bars, classLabels, cli, drawn, evalArgs, folder, idx, letters, put, refused, split, weights } from './cli.mjs';

test('bad IDX files are refused, and nothing is written', () => {
  const good = split('good');
  const packed = gzipSync(bars(37));
  const cases = [
    [{ images: put('cut-images.gz', packed.subarray(0, packed.length - 9)) }, 'cut-images.gz', 'cut short at byte'],
    [{ images: put('bad-images.gz', Buffer.from(packed).fill(0x55, 40, 60)) }, 'bad-images.gz', 'gzip file is'],
    [{ images: put('text-images.gz', 'these are no images') }, 'text-images.gz', 'byte 0'],
    [{ images: put('short-images', bars(37).subarray(0, 20000)) }, 'short-images', 'byte 20000', 'ends before'],
    [{ images: put('long-images', Buffer.concat([bars(37), Buffer.alloc(3)])) }, 'long-images', `byte ${16 + 37 * 784}`],
    [{ images: put('small-images', idx([37, 14, 14], Buffer.alloc(37 * 196))) }, 'small-images', '14 x 14'],
    [{ images: put('none-images', Buffer.alloc(0)) }, 'none-images', 'byte 0'],
    [{ images: put('zero-images', bars(0)), labels: put('zero-labels', classLabels(0)) }, 'zero-', 'holds no'],
    [{ images: good.labels }, 'good-labels.gz', 'swapped'],
    [{ labels: good.images }, 'good-images.gz', 'swapped'],
    [{ labels: put('few-labels', classLabels(36)) }, 'few-labels', '36 labels', '37 images'],
    [{ labels: put('high-labels', idx([37], Buffer.alloc(37, 47))) }, 'high-labels', 'label 0 is 47', 'merge47', '--label-set'],
    [{ images: path.join(folder, 'absent') }, 'absent', 'No such file'],
    [{ images: folder }, folder, 'directory'],
  ];
  const report = path.join(folder, 'never');
  const sheet = put('kept.png', 'as it was');
  for (const [change, ...words] of cases) {
    const files = { ...good, ...change };
    const rest = ['--images', files.images, '--labels', files.labels, '--label-set', 'merge47'];
    refused(letters(...evalArgs(files), '--report', report, '--json'), ...words);
    refused(letters('samples', ...rest, '--out', sheet), ...words);
    refused(letters('train', ...rest, '--arch', 'letters', '--epochs', '1', '--out', report), ...words);
  }
  refused(letters(...evalArgs(good, 'letters26')), 'label 17 is 27', 'letters26');
  refused(letters(...evalArgs(good, 'merge')), '"merge"', 'letters37, balanced47');
  assert.equal(existsSync(report), false);
  assert.equal(readFileSync(sheet, 'utf8'), 'as it was');
  assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.tmp')), []);
});

test('malformed ndjson is refused with its line', () => {
  const fine = '{"word":"A","drawing":[[[0,9],[0,9]]]}\n';
  const cases = [
    ['{"word":"A","drawing":', 'line 2', 'not JSON'],
    ['{"word":"A"}', 'line 2', '"drawing"'],
    ['{"word":7,"drawing":[]}', 'line 2', '"word" is not text'],
    ['{"word":"A","drawing":[[[1,2],[3]]]}', 'line 2', 'stroke 0'],
    ['{"word":"A","drawing":[[[1,null],[3,4]]]}', 'line 2', 'point 1'],
    ['{"word":"A","drawing":[[[2e6],[3]]]}', 'line 2', 'point 0'],
  ];
  for (const [line, ...words] of cases) {
    const file = put('bad.ndjson', fine + line + '\n');
    refused(letters('recognize', '--weights', weights, '--strokes', file), 'bad.ndjson', ...words);
  }
  refused(letters('recognize', '--weights', weights, '--strokes', put('void.ndjson', '\n')), 'void.ndjson', 'no letters');
  refused(letters(...evalArgs(split('curve')), '--report', 'r', '--log', put('bad.log', '{"epoch":1}\nx\n')), 'bad.log', 'line 2');
});

// MiB of zeros, in as many gzip members.
const bomb = (name, mebibytes) => put(name, Buffer.concat(Array(mebibytes).fill(gzipSync(Buffer.alloc(1 << 20)))));

test('what unpacks to more than its kind of file holds is read no further', () => {
  const large = bomb('bomb.hwr', 17);
  const said = ['bomb.hwr', 'unpacks to more than 16 MiB'];
  refused(letters('show', '--weights', large), ...said);
  refused(letters('bench', '--weights', large), ...said);
  refused(letters('recognize', '--weights', large, '--strokes', drawn), ...said);
  refused(letters('quantize', '--weights', large, '--calibrate', large, '--out', 'never'), ...said);
  refused(letters('show', '--weights', put('plain.hwr', Buffer.alloc(17 << 20))), 'holds more than 16 MiB');
  refused(letters('recognize', '--weights', weights, '--image', bomb('bomb.png', 257)), 'bomb.png', 'unpacks to more than 256 MiB');
  const files = split('bomb');
  refused(letters(...evalArgs({ ...files, labels: bomb('bomb-labels', 5) })), 'bomb-labels', 'unpacks to more than 4 MiB');
  refused(letters(...evalArgs(files), '--report', 'never', '--log', bomb('bomb.log', 65)), 'bomb.log', 'unpacks to more than 64 MiB');
  refused(letters('recognize', '--weights', weights, '--strokes', bomb('bomb.ndjson', 2)), 'line 1: longer than 1024 KiB');
  const fine = readFileSync(drawn, 'utf8').split('\n')[0];
  const points = Array(200000).fill(7).join();
  const strokes = put('long.ndjson', `${fine}\n{"drawing":[[[${points}],[${points}]]]}\n`);
  assert.equal(letters('recognize', '--weights', weights, '--strokes', strokes).status, 0);
  put('long.ndjson', `${fine}\n{"drawing":[[[${points},${points}],[${points},${points}]]]}\n`);
  refused(letters('recognize', '--weights', weights, '--strokes', strokes), 'long.ndjson: line 2: longer than 1024 KiB');
});

test('a .hwr file with a byte changed or missing is refused', () => {
  const model = readFileSync(weights);
  const places = [...Array(64).keys(), ...Array.from({ length: 100 }, (_, i) => 64 + Math.floor((i * (model.length - 65)) / 99))];
  for (const at of places) {
    const changed = Buffer.from(model);
    changed[at] ^= 0x10;
    refused(letters('recognize', '--weights', put('changed.hwr', changed), '--strokes', drawn), 'changed.hwr');
  }
  for (const length of [0, 3, 4, 63, 64, 200, model.length - 1]) {
    refused(letters('show', '--weights', put('cut.hwr', model.subarray(0, length))), 'cut.hwr');
  }
  refused(letters('show', '--weights', put('long.hwr', Buffer.concat([model, Buffer.alloc(1)]))), 'long.hwr');
});

test('a mapping file that is none is refused with its line', () => {
  const files = split('mapped');
  const pair = ['--images', files.images, '--labels', files.labels];
  const lines = (n, text = (i) => `${i}\tletter ${i}`) => Array.from({ length: n }, (_, i) => text(i)).join('\n');
  const cases = [
    ['', 'there are no labels'],
    ['A 65', 'line 1', "begins with a label's number"],
    ['0 65\n2 66', 'line 2', 'one is missing, or twice there'],
    ['0 65\n0 66', 'line 2', 'one is missing, or twice there'],
    ['0 65\n1 65', 'line 2', "another label's already"],
    ['0 65 97 98', 'line 1', '"label code code"'],
    ['0 7', 'line 1', 'printable'],
    ['0 55296', 'line 1', 'printable'],
    ['0 99999999', 'line 1', '"label code code"'],
    ['0\tA\n1\t', 'line 2', 'no text'],
    [Buffer.from('0\tA\n1\t\xe9\n', 'latin1'), 'line 2', 'UTF-8'],
    ['0\tsixteen bytes!!!', 'line 1', '1 to 15 bytes'],
    ['300\tA', 'line 1', '0 to 255'],
  ];
  for (const [text, ...words] of cases) {
    const mapping = put('bad.mapping', text);
    refused(letters('eval', '--weights', weights, ...pair, '--mapping', mapping), 'bad.mapping', ...words);
    refused(letters('samples', ...pair, '--mapping', mapping, '--out', 'never.png'), 'bad.mapping', ...words);
    refused(letters('train', ...pair, '--mapping', mapping, '--out', 'never'), 'bad.mapping', ...words);
    refused(letters('train', ...pair, '--label-set', 'merge47', '--classes', mapping, '--out', 'never'), 'bad.mapping', ...words);
  }
  const many = put('many.mapping', lines(129));
  refused(letters('train', ...pair, '--mapping', many, '--out', 'never'), 'more than 128 classes', '--classes');
  refused(letters('samples', ...pair, '--mapping', many, '--out', 'never.png'), 'more than 128 classes');
  refused(letters('train', ...pair, '--mapping', put('one.mapping', lines(48, (i) => `${i}\tA`).split('\n')[0]), '--out', 'never'), 'fewer than two classes');
  refused(letters('eval', '--weights', weights, ...pair, '--mapping', put('few.mapping', lines(20))), 'label 10 is 20', 'the mapping file', '0 to 19');
  refused(letters('eval', '--weights', weights, ...pair, '--mapping', put('strange.mapping', lines(48))), "none of its labels is one of the network's 37 classes");
  const word = put('word.ndjson', '{"word":"far more than fifteen bytes","drawing":[[[0,9],[0,9]]]}\n{"word":"A","drawing":[[[0,9],[0,9]]]}\n');
  refused(letters('train', '--strokes', word, '--out', 'never'), 'far more than fifteen bytes', '1 to 15 bytes');
});

// The float weights with every value of some tensors set to what it is mapped to.
function floatWeights(name, change) {
  const bytes = readFileSync(new URL('../../../weights/letters.safetensors', import.meta.url));
  const data = 8 + Number(bytes.readBigUInt64LE(0));
  const tensors = JSON.parse(bytes.toString('utf8', 8, data));
  for (const [tensor, value] of Object.entries(change)) {
    const [from, to] = tensors[tensor].data_offsets;
    for (let at = from; at < to; at += 4) bytes.writeFloatLE(value, data + at);
  }
  return put(name, bytes);
}

test('float weights that nobody trained are refused with the tensor named', () => {
  const images = put('calibrate', bars(37));
  const quantize = (file, out) => letters('quantize', '--weights', file, '--calibrate', images, '--out', path.join(folder, out));
  for (const [tensor, value] of [['pool.weight', NaN], ['stem.gamma', Infinity], ['block1a.beta', -1e10], ['classes.bias', 2e9], ['down2.variance', -1]]) {
    refused(quantize(floatWeights('bad.safetensors', { [tensor]: value }), 'bad.hwr'), 'bad.safetensors', `"${tensor}", value 0`, 'use weights that');
  }
  const whole = readFileSync(floatWeights('whole.safetensors', {}));
  refused(quantize(put('cut.safetensors', whole.subarray(0, whole.length - 4)), 'bad.hwr'), 'cut.safetensors', 'is missing or not of the shape');
  const large = Object.fromEntries(['stem', 'down1', 'block1a', 'block1b'].map((layer) => [`${layer}.gamma`, 1e9]));
  refused(quantize(floatWeights('large.safetensors', large), 'bad.hwr'), 'large.safetensors', 'overflow', 'use weights that');
  assert.equal(existsSync(path.join(folder, 'bad.hwr')), false);
});

test('weights with a dead layer are quantised, and answer like the float ones', () => {
  const images = put('calibrate', bars(37));
  const file = floatWeights('dead.safetensors', { 'block1a.gamma': 0, 'block1a.beta': 0 });
  const model = path.join(folder, 'dead.hwr');
  const { status, stderr } = letters('quantize', '--weights', file, '--calibrate', images, '--out', model);
  assert.equal(status, 0, stderr);
  const [integer, float] = [model, file].map((each) => JSON.parse(letters('recognize', '--weights', each, '--strokes', drawn, '--summary').stdout));
  assert.ok(Math.abs(integer.accuracy - float.accuracy) <= 0.05, `${integer.accuracy} and ${float.accuracy}`);
});

test('a report that a full disk cuts short changes no file', (t) => {
  const disk = path.join(folder, 'disk');
  mkdirSync(disk);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status !== 0) {
    t.skip('a small disk cannot be mounted here');
    return;
  }
  try {
    const report = path.join(disk, 'report');
    const all = () => readdirSync(report).sort().map((name) => [name, readFileSync(path.join(report, name), 'latin1')]);
    assert.equal(letters(...evalArgs(split('first')), '--report', report).status, 0);
    const before = all();
    assert.equal(before.length, 7);
    // Room for some of the next report's files, and not for all.
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(path.join(disk, 'filler'), Buffer.alloc(Number(bavail) * Number(bsize) - 20000));
    refused(letters(...evalArgs(split('second', 74)), '--report', report), disk, 'No space left on device', 'none of 7 files was changed');
    assert.deepEqual(all(), before);
  } finally {
    spawnSync('umount', [disk]);
  }
});

test('output that cannot be written is a failure', { skip: !existsSync('/dev/full') }, () => {
  const { status, stderr } = spawnSync(cli, ['show', '--arch', 'demo'], {
    encoding: 'utf8', stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  assert.equal(status, 1);
  assert.match(stderr, /standard output/);
});
