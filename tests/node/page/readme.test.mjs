// README.md, BENCHMARKS.md and CONTRIBUTING.md: every figure is from a measurement or the code, every file and link is
// there, and what is generated is fresh. tests/package/readme.test.mjs runs the README's commands.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { benchmarks } from '../../../tools/docs/benchmarks.mjs';
import { movingLetters } from '../../../tools/docs/moving_letters.mjs';
import { slidesPage } from '../../../tools/docs/slides.mjs';
import { root } from '../artifacts.mjs';

const text = (name) => readFileSync(path.join(root, name), 'utf8');
const json = (name) => JSON.parse(text(name));
const readme = text('README.md');

const { integer } = json('weights/evaluation.json');
const { hand, scaling, machine } = json('tests/bench/measured.json');
const percent = (share, digits = 2) => (100 * share).toFixed(digits);
const fewer = (way) => {
  const { before, after } = hand.rows.find((row) => row.way === way);
  return percent(1 - after / before, 0);
};
// What a file of C or a script defines.
const defined = (file, pattern) => text(file).match(pattern)[1];

// Sentences with figures: what is written there, and what should be. A figure in none of them fails.
const FIGURES = [
  [/errors fall by (\d+) % after\s+one correction a letter and by (\d+) % where they go on/, () => [fewer('1 correction a letter'), fewer('corrections going on')]],
  [/integer model \(([\d,]+) bytes\)/, () => [statSync(path.join(root, 'weights/letters.hwr')).size.toLocaleString('en')]],
  [/EMNIST `letters-test`, (\d+) letters \| ([\d.]+)/, () => [integer['letters-test'].classes, percent(integer['letters-test'].accuracy_folded)]],
  [/`merge37-test`, (\d+) classes \| ([\d.]+)/, () => [integer['merge37-test'].classes, percent(integer['merge37-test'].accuracy)]],
  [/`unipen-test`, case folded \| ([\d.]+)/, () => [percent(integer['unipen-test'].accuracy_folded)]],
  [/EMNIST \(about (\d+) MB/, () => [Math.round(Number(defined('tools/fetch_data.sh', /^size=(\d+)/m)) / 2 ** 20)]],
  [/into (\d+) x (\d+) and runs/, () => Array(2).fill(defined('core/hwr.h', /HWR_INK_SIDE = (\d+)/))],
  [/bicubic to (\d+) x (\d+)\./, () => Array(2).fill(defined('core/hwr.h', /HWR_SIDE = (\d+)/))],
  [/pen's way, (\d+) points/, () => [defined('core/hwr.h', /HWR_TRACE_POINTS = (\d+)/)]],
  [/int(\d) weights, (\d)-bit activations, int(\d+) sums/, () => [8, 8, 32]], // tests/unit/model/test_qnet.c
  [/On Debian (\d+) or/, () => [machine.match(/Debian (\d+)/)[1]]],
];
// Names and years.
const NAMES = /\bMNIST\b|SSE4\.1|AVX2|C11|\b2017, figure 1|letters-test|arXiv [\d.]+|doi \S+|, 2017|train_r01_v07|^\d\. |Database 19|CC BY 4\.0|int8|merge37|mnist10|28x28/gm;

test('every figure of the README is from a measurement or from the code', () => {
  let rest = readme.replace(/^```[^]*?^```$/gm, '').replace(/\]\([^)]*\)/g, ']');
  for (const [pattern, expected] of FIGURES) {
    const found = rest.match(pattern);
    assert.ok(found, String(pattern));
    assert.deepEqual(found.slice(1), expected().map(String), found[0]);
    rest = rest.replace(found[0], '');
  }
  const untraced = rest.replace(NAMES, '').match(/.*\d.*/g);
  assert.equal(untraced, null, `no test says where these figures come from:\n${untraced?.join('\n')}`);
});

test('the README has every command of letters', () => {
  const help = execFileSync(path.join(root, 'build/native/letters'), ['--help'], { encoding: 'utf8' });
  const table = readme.match(/\| `letters` \|[^]*?\n\n/)[0];
  for (const [, command] of help.matchAll(/^ {2}(\w+) /gm)) assert.ok(table.includes(`\`${command}\``), command);
});

test('five epochs in some five minutes, by what an image takes', () => {
  assert.match(readme, /ten minutes[^]*Five\s+epochs take some five minutes on two cores/);
  assert.match(readme, /^letters train --emnist \S+ --split letters --epochs 5 /m);
  const images = 124800; // of the official Letters training file
  const minutes = (5 * images * scaling.rows.at(-1).us) / 6e7;
  assert.ok(minutes > 4 && minutes < 6, `${minutes} minutes`);
});

for (const name of ['README.md', 'BENCHMARKS.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
  test(`${name}: the files it names are there, and the headings it links to`, () => {
    const slugs = [...text(name).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
    for (const [, link] of text(name).matchAll(/\]\(([^)]+)\)/g)) {
      if (link.startsWith('#')) assert.ok(slugs.includes(link.slice(1)), link);
      else assert.ok(existsSync(path.join(root, link)), link);
    }
    for (const [file] of text(name).matchAll(/(?<![\w/.])(core|wasm|web|tests|tools|weights|\.github)\/[\w/.*-]*[\w/]/g)) {
      const fixed = file.replace(/[^/]*\*.*|(FOLDER|NAME).*/, ''); // the folder, of a pattern
      assert.ok(existsSync(path.join(root, fixed)), file);
    }
  });
}

test('the map of CONTRIBUTING names every folder at the top', () => {
  for (const folder of ['core', 'wasm', 'web', 'tests', 'tools', 'weights']) assert.match(text('CONTRIBUTING.md'), new RegExp(`^\\| \`${folder}/`, 'm'));
});

test('BENCHMARKS.md is what measured.json says: node tools/docs/benchmarks.mjs', () => {
  assert.equal(text('BENCHMARKS.md'), benchmarks());
});

test('every section of BENCHMARKS.md begins with a command, whose file is there', () => {
  const sections = text('BENCHMARKS.md').split(/^## /m).slice(1);
  assert.ok(sections.length >= 8);
  for (const section of sections) {
    const [, command] = section.match(/^.*\n\n {4}(\S.*)\n/);
    for (const [file] of command.matchAll(/(tests|tools)\/[\w/]+\.(mjs|sh)/g)) assert.ok(existsSync(path.join(root, file)), file);
    assert.match(command, /\.mjs|\.sh|letters bench|native\/tests\/bench_(paper|words)/);
  }
});

test('the picture that moves is fresh: node tools/docs/moving_letters.mjs', async () => {
  const svg = text('web/writing.svg');
  assert.equal(svg, await movingLetters());
  assert.ok(svg.length < 40000, `${svg.length} bytes`);
  assert.match(svg, /prefers-reduced-motion/);
});

test('the slides are fresh: node tools/docs/slides.mjs', async () => {
  assert.ok(text('web/slides.html') === await slidesPage(), 'web/slides.html is stale');
});
