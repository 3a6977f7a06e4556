// cli.test.mjs - build/native/letters as its users meet it: exit status, and what is on
// stdout and stderr.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CLASSES, bars, drawn, evalArgs, folder, idx, letters, misused, png, put, refused, split, weights } from './cli.mjs';

const COMMANDS = ['train', 'eval', 'recognize', 'read', 'quantize', 'show', 'samples', 'export', 'bench'];

test('help is exit 0 on stdout, misuse is exit 2 on stderr', () => {
  const help = letters('--help');
  assert.equal(help.status, 0);
  for (const command of COMMANDS) {
    assert.ok(help.stdout.includes(`  ${command} `));
    const own = letters(command, '--help');
    assert.equal(own.status, 0);
    assert.ok(own.stdout.startsWith(`usage: letters ${command}`));
    assert.equal(own.stderr, '');
    misused(letters(command, '--foo'), 'unknown option --foo', `see letters ${command} --help`);
    misused(letters(command, 'stray'), 'unexpected argument "stray"');
  }
  misused(letters(), 'usage: letters');
  misused(letters('fly'), 'unknown command fly');
  misused(letters('eval'), '--weights FILE is missing');
  misused(letters('eval', '--weights'), '--weights needs FILE');
  misused(letters('bench', '--runs', '7'), '--runs wants a whole number 200..');
  misused(letters('bench', '--runs=many'), 'not "many"');
  misused(letters('show', '--json=1', '--arch', 'demo'), '--json takes no value');
  misused(letters('recognize', '--weights', weights), 'either --strokes or --image');
  misused(letters(...evalArgs(split('log')), '--log', 'x'), '--log needs --report');
  misused(letters('quantize', '--weights', 'w', '--calibrate', 'i', '--outliers', '9', '--out', 'o'), '--outliers needs --stroke-weights');
});

test('--version is that of the header', () => {
  const header = readFileSync(new URL('../../../core/hwr.h', import.meta.url), 'utf8');
  const [, version] = header.match(/^#define HWR_VERSION "(.+)"$/m);
  assert.deepEqual(letters('--version'), { status: 0, stdout: `letters ${version}\n`, stderr: '' });
});

test('show: the layers add up', () => {
  const demo = JSON.parse(letters('show', '--arch', 'demo', '--json').stdout);
  assert.equal(demo.parameters, 330725);
  assert.equal(demo.macs, 15166208);
  const { status, stdout, stderr } = letters('show', '--weights', weights, '--json');
  assert.equal(status, 0, stderr);
  const shown = JSON.parse(stdout);
  assert.equal(shown.kind, 'integer');
  assert.equal(shown.file_bytes, readFileSync(weights).length);
  assert.equal(shown.layers.reduce((sum, layer) => sum + layer.macs, 0), shown.macs);
  assert.deepEqual(shown.layers[0].in, [28, 28, 1]);
  assert.deepEqual(shown.layers.at(-1).out, [1, 1, 37]);
  assert.equal(letters('show', '--weights', weights).status, 0);
  refused(letters('show', '--arch', 'nothing'), '"nothing"', 'use letters, small, strokes, teacher or demo');
});

test('eval: one JSON object on stdout', () => {
  const files = split('eval', 74);
  const { status, stdout, stderr } = letters(...evalArgs(files), '--json');
  assert.equal(status, 0, stderr);
  const result = JSON.parse(stdout);
  assert.deepEqual(Object.keys(result), ['n', 'classes', 'accuracy', 'accuracy_folded', 'top2', 'loss', 'ece', 'reject_rate', 'img_per_s', 'left_out']);
  assert.deepEqual(result.left_out, { n: 0, labels: {} });
  assert.equal(result.n, 74);
  assert.equal(result.classes, 37);
  for (const key of ['accuracy', 'accuracy_folded', 'top2', 'ece']) assert.ok(result[key] >= 0 && result[key] <= 1);
  for (const threads of ['1', '3']) {
    const again = JSON.parse(letters(...evalArgs(files), '--json', '--threads', threads).stdout);
    assert.deepEqual({ ...again, img_per_s: 0 }, { ...result, img_per_s: 0 });
  }
  // Plain files, letters of unknown case, digits left out.
  const plain = {
    images: put('plain-images', bars(30)),
    labels: put('plain-labels', idx([30], Buffer.from(Array.from({ length: 30 }, (_, i) => 1 + (i % 26))))),
  };
  const folded = JSON.parse(letters(...evalArgs(plain, 'letters26'), '--json').stdout);
  assert.equal(folded.classes, 26);
  assert.equal(folded.accuracy, folded.accuracy_folded);
  const digits = put('digit-labels', idx([30], Buffer.from(Array.from({ length: 30 }, (_, i) => i))));
  const without = JSON.parse(letters(...evalArgs({ ...plain, labels: digits }, 'byclass62'), '--json').stdout);
  assert.equal(without.n, 20);
  assert.deepEqual(without.left_out, { n: 10, labels: Object.fromEntries([...'0123456789'].map((digit) => [digit, 1])) });
  const said = letters(...evalArgs({ ...plain, labels: digits }, 'byclass62'));
  assert.match(said.stderr, /plain-images: left out 10 images that are none of the classes: 0 1 2 3 4 5 6 7 8 9\n/);
  const odd = JSON.parse(letters(...evalArgs({ ...plain, labels: digits }, 'byclass62'), '--digits').stdout);
  assert.deepEqual([odd.n, Object.keys(odd.digits)], [5, ['1', '3', '5', '7', '9']]);
});

test('eval --report: every file, well formed', () => {
  const log = put('log.jsonl', '{"note":"start"}\n{"epoch":1,"loss":2,"val_loss":1,"accuracy":0.5,"val_accuracy":0.6,"val_folded":0.7}\n{"epoch":2,"loss":1}\n');
  const report = path.join(folder, 'deep/report');
  const { status, stderr } = letters(...evalArgs(split('report')), '--report', report, '--log', log);
  assert.equal(status, 0, stderr);
  assert.deepEqual(readdirSync(report).sort(), ['classes.json', 'classes.md', 'confusion.json', 'confusion.svg', 'curves.svg', 'eval.json', 'mistakes.json', 'mistakes.png']);
  const read = (name) => readFileSync(path.join(report, name), 'utf8');
  const confusion = JSON.parse(read('confusion.json'));
  assert.deepEqual(confusion.classes, [...CLASSES]);
  assert.equal(confusion.counts.flat().reduce((a, b) => a + b), 37);
  assert.equal(JSON.parse(read('classes.json')).length, 37);
  const wrong = JSON.parse(read('mistakes.json'));
  const right = confusion.counts.reduce((sum, row, i) => sum + row[i], 0);
  assert.equal(wrong.length, 37 - right);
  assert.equal(read('classes.md').match(/^\| [A-Za-z] \|/gm).length, 37);
  for (const svg of ['confusion.svg', 'curves.svg']) {
    assert.match(read(svg), /^<svg [^]*<\/svg>\n$/);
    assert.doesNotMatch(read(svg), /nan|inf/i);
  }
});

test('samples: a PNG', () => {
  const { images, labels } = split('samples');
  const args = ['samples', '--images', images, '--labels', labels, '--label-set', 'merge47', '--out'];
  for (const extra of [[], ['--weights', weights], ['--count', '5', '--columns', '3']]) {
    const out = path.join(folder, 'sheet.png');
    const { status, stdout, stderr } = letters(...args, out, ...extra);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '');
    assert.equal(readFileSync(out).subarray(1, 4).toString(), 'PNG');
    assert.equal(letters('recognize', '--weights', weights, '--image', out).status, 0);
  }
  refused(letters(...args, path.join(folder, 'no/such/sheet.png')), 'sheet.png', 'cannot write');
});

test('recognize: a JSON line a letter, and their summary', () => {
  const wanted = readFileSync(drawn, 'utf8').trim().split('\n').map((line) => JSON.parse(line).word);
  const { status, stdout, stderr } = letters('recognize', '--weights', weights, '--strokes', drawn);
  assert.equal(status, 0, stderr);
  const got = stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(got.map((letter) => letter.word), wanted);
  for (const letter of got) {
    assert.deepEqual(Object.keys(letter), ['word', 'best', 'folded', 'is_letter', 'probabilities']);
    assert.equal(Object.keys(letter.probabilities).join(''), CLASSES);
    const sum = Object.values(letter.probabilities).reduce((a, b) => a + b);
    assert.ok(Math.abs(sum - 1) < 1e-4);
    const top = Math.max(...Object.values(letter.probabilities));
    assert.equal(letter.probabilities[letter.best], top);
  }
  const summary = JSON.parse(letters('recognize', '--weights', weights, '--strokes', drawn, '--summary', '--json').stdout);
  assert.deepEqual(Object.keys(summary), ['n', 'accuracy', 'accuracy_folded', 'top2', 'reject_rate', 'left_out']);
  assert.equal(summary.n, wanted.length);
  const folded = got.filter((letter) => letter.folded === letter.word.toUpperCase()).length;
  assert.ok(Math.abs(summary.accuracy_folded - folded / wanted.length) < 1e-6);
  const packed = put('drawn.gz', gzipSync(readFileSync(drawn)));
  assert.equal(letters('recognize', '--weights', weights, '--strokes', packed).stdout, stdout);
  assert.equal(letters('recognize', '--weights', weights, '--strokes', drawn, '--art', '--limit', '4').status, 0);
});

test('recognize: nothing drawn is null, never a letter', () => {
  const empty = put('empty.ndjson', '{"word":"A","drawing":[]}\n{"drawing":[[[],[]]]}\n');
  const lines = letters('recognize', '--weights', weights, '--strokes', empty).stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.equal(line.best, null);
    assert.equal(line.folded, null);
    assert.deepEqual(line.probabilities, {});
  }
  refused(letters('recognize', '--weights', weights, '--strokes', empty, '--summary'), 'empty.ndjson', 'letter 2', 'no "word"');
  const one = put('one.ndjson', '{"word":"A","drawing":[]}\n');
  const summary = JSON.parse(letters('recognize', '--weights', weights, '--strokes', one, '--summary').stdout);
  assert.deepEqual(summary, { n: 1, accuracy: 0, accuracy_folded: 0, top2: 0, reject_rate: 1, left_out: 0 });
});

test('recognize: pictures', () => {
  const bar = letters('recognize', '--weights', weights, '--image', put('bar.png', png(120, 120)));
  assert.equal(bar.status, 0, bar.stderr);
  assert.equal(JSON.parse(bar.stdout).word, null);
  assert.ok(CLASSES.includes(JSON.parse(bar.stdout).best));
  const args = ['recognize', '--weights', weights, '--image'];
  refused(letters(...args, put('cut.png', png(120, 120).subarray(0, 80))), 'cut.png', 'PNG');
  refused(letters(...args, put('no.png', 'not a picture')), 'no.png', 'not a readable PNG');
  refused(letters(...args, put('huge.png', png(60, 60, { claimed: 100000000 }))), 'huge.png');
  refused(letters(...args, path.join(folder, 'absent.png')), 'absent.png', 'No such file');
});

test('bench: a median for every stage and kernel', () => {
  const { status, stdout, stderr } = letters('bench', '--weights', weights, '--runs', '200', '--json');
  assert.equal(status, 0, stderr);
  const result = JSON.parse(stdout);
  assert.equal(result.runs, 200);
  const names = result.stages.map((stage) => stage.name);
  for (const name of ['strokes to 28x28', 'network, scalar', 'logits to probabilities', 'word of 5 letters, no language']) assert.ok(names.includes(name));
  for (const row of [...result.stages, ...result.layers]) assert.ok(row.median_us >= 0 && row.p99_us >= row.median_us);
});

test('recognize: the strokes drawn as a picture read as the strokes do', () => {
  const args = ['recognize', '--weights', weights, '--strokes', drawn, '--summary'];
  const strokes = JSON.parse(letters(...args).stdout);
  for (const pen of ['6', '40']) {
    for (const look of [[], ['--light-on-dark']]) {
      const pictures = JSON.parse(letters(...args, '--canvas', '280', '--pen', pen, ...look).stdout);
      assert.equal(pictures.n, strokes.n);
      assert.ok(Math.abs(pictures.accuracy_folded - strokes.accuracy_folded) <= 0.04, `pen ${pen} ${look}: ${pictures.accuracy_folded}, ${strokes.accuracy_folded}`);
    }
  }
  misused(letters('recognize', '--weights', weights, '--image', 'a.png', '--canvas', '280'), '--canvas needs --strokes');
});
