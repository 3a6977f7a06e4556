// read.test.mjs - letters read: words of the drawn sample letters, put side by side.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeLanguage } from '../../../tools/words/make_language.mjs';
import { write } from '../../letters/words.mjs';
import { folder, letters, misused, put, refused, weights } from './cli.mjs';

const languageFile = (name) => fileURLToPath(new URL(`../../../weights/${name}.hwl`, import.meta.url));
const en = languageFile('en'), de = languageFile('de');
const lines = (words) => words.map((w) => JSON.stringify(w) + '\n').join('');
const read = (file, ...more) => letters('read', '--weights', weights, '--language', en, '--strokes', file, ...more);
const WORDS = ['the', 'Hand', 'LETTER', 'quick', 'fig', 'and', 'Boxes', 'write', 'THIS', 'year', 'red'];

test('read: the words that the sample letters make, dots and bars late or not', () => {
  for (const late of [false, true]) {
    const file = put('words.ndjson', lines(WORDS.map((word) => write(word, { late }))));
    const { status, stdout, stderr } = read(file, '--json');
    assert.equal(status, 0, stderr);
    const answers = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(answers.map((a) => a.word), WORDS);
    assert.deepEqual(answers.map((a) => a.best.toLowerCase()), WORDS.map((w) => w.toLowerCase()));
    for (const { best, readings } of answers) {
      assert.equal(readings[0].text, best);
      assert.equal(readings[0].letters.map((l) => l.text).join(''), best);
      const used = readings[0].letters.flatMap((l) => l.strokes).sort((a, b) => a - b);
      assert.deepEqual(used, used.map((_, i) => i), 'every stroke belongs to one letter');
      for (let r = 1; r < readings.length; r++) assert.ok(readings[r].probability <= readings[r - 1].probability);
    }
  }
});

test('read --summary: counted against what was written', () => {
  const file = put('words.ndjson', lines([write('the'), write('Hand'), { ...write('red'), word: 'rod' }]));
  const { status, stdout, stderr } = read(file, '--summary', '--json');
  assert.equal(status, 0, stderr);
  const s = JSON.parse(stdout);
  assert.deepEqual(Object.keys(s), ['n', 'segmentation', 'characters', 'words_folded', 'words', 'case']);
  assert.equal(s.n, 3);
  assert.equal(s.segmentation, 1);
  assert.ok(Math.abs(s.characters - 0.9) < 1e-6, 'one of ten letters is another');
  assert.ok(Math.abs(s.words_folded - 2 / 3) < 1e-6);
  const { letters: _, ...unknown } = write('the');
  assert.equal(JSON.parse(read(put('plain.ndjson', lines([unknown])), '--summary').stdout).segmentation, null);
});

// A word that reads as another one where the language has only that one.
test('read --language: a file of one\'s own, another alphabet, or none', () => {
  const file = put('words.ndjson', lines([write('und'), write('der')]));
  const german = put('de.hwl', makeLanguage(['der', 'die', 'und', 'für', 'über', 'straße'], new Set()));
  for (const language of [german, 'none']) {
    const { status, stdout, stderr } = letters('read', '--weights', weights, '--language', language, '--strokes', file);
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.trim().split('\n').map((l) => JSON.parse(l).best.toLowerCase()), ['und', 'der']);
  }
  const sure = (language) => JSON.parse(letters('read', '--weights', weights, '--language', language, '--strokes', file).stdout.split('\n')[0]).readings[0].probability;
  assert.ok(sure(german) > sure('none'), 'a word of the language is more certain');
});

// Umlauts are written as in crosswords.
test('read: German is another file', () => {
  const words = ['nicht', 'Zeit', 'SCHULE', 'fuer', 'Haus', 'heute', 'groesser'];
  const file = put('words.ndjson', lines(words.map((word) => write(word))));
  const german = (...more) => letters('read', '--weights', weights, '--language', de, '--strokes', file, ...more);
  const answers = german().stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(answers.map((a) => a.best.toLowerCase()), words.map((w) => w.toLowerCase()));
  const sure = (reading) => reading.readings[0].probability;
  const english = read(file).stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(answers.filter((a, i) => sure(a) > sure(english[i])).length >= 6, 'German words are more certain in German');
});

test('read --lines: words apart by wide gaps, each stroke of the line in one of them', () => {
  const parts = ['the', 'quick', 'Hand'].map((word) => write(word, { late: true }));
  let x = 0;
  const drawing = parts.flatMap((part) => {
    const moved = part.drawing.map(([xs, ys]) => [xs.map((v) => v + x), ys]);
    x = Math.max(...moved.flatMap(([xs]) => xs)) + 400;
    return moved;
  });
  const order = drawing.map((_, i) => i).sort((a, b) => (a * 7) % drawing.length - (b * 7) % drawing.length);
  const file = put('lines.ndjson', lines([{ word: 'the quick Hand', drawing: [[[], []], ...order.map((i) => drawing[i])] }, { drawing: [] }]));
  const { status, stdout, stderr } = read(file, '--lines', '--json');
  assert.equal(status, 0, stderr);
  const [line, empty] = stdout.trim().split('\n').map((l) => JSON.parse(l));
  assert.equal(line.word, 'the quick Hand');
  assert.equal(line.best.toLowerCase(), 'the quick hand');
  assert.deepEqual(line.words.map((w) => w.best).join(' '), line.best);
  let from = 0;
  for (const [w, { readings }] of line.words.entries()) {
    const drawn = readings[0].letters.flatMap((l) => l.strokes).map((s) => order[s]).sort((a, b) => a - b);
    assert.deepEqual(drawn, parts[w].drawing.map((_, i) => from + i));
    from += parts[w].drawing.length;
  }
  assert.deepEqual(empty, { word: null, best: null, words: [] });
  const dots = (n) => lines([{ drawing: Array(n).fill([[5], [5]]) }]);
  refused(read(put('many.ndjson', dots(65)), '--lines'), 'word 1', 'wider gaps');
  refused(read(put('more.ndjson', dots(513)), '--lines'), 'line 1', '512 strokes');
  misused(read(file, '--lines', '--summary'), '--lines');
  misused(read(file, '--lines', '--before', 'a'), '--lines');
});

test('read: nothing drawn, too much, and files that are no words', () => {
  const dot = [[5], [5]];
  const answer = JSON.parse(read(put('none.ndjson', '{"drawing":[]}\n')).stdout);
  assert.deepEqual(answer, { word: null, best: null, readings: [] });
  const spot = JSON.parse(read(put('spot.ndjson', lines([{ word: '', drawing: Array(64).fill(dot) }]))).stdout);
  assert.equal(spot.readings[0].letters.flatMap((l) => l.strokes).length, 64);
  refused(read(put('many.ndjson', lines([{ word: 'a', drawing: Array(1000).fill(dot) }]))), 'word 1', '64 strokes', 'one word');
  const giant = Array(20000).fill(1);
  refused(read(put('giant.ndjson', lines([{ word: 'a', drawing: [[giant, giant]] }]))), 'word 1', '16384 points');
  refused(read(put('empty.ndjson', '\n')), 'empty.ndjson', 'no words');
  refused(read(put('bare.ndjson', lines([{ drawing: [dot] }])), '--summary'), 'word 1', '"word"');
  refused(read(put('wrong.ndjson', lines([{ word: 'ab', letters: [2], drawing: [dot] }]))), 'line 1', '"letters"');
  const file = put('words.ndjson', lines([write('the')]));
  refused(letters('read', '--strokes', file, '--weights', weights, '--language', file), 'words.ndjson', 'make_language.mjs');
  refused(letters('read', '--strokes', file, '--weights', en, '--language', 'none'), 'en.hwl', 'letters quantize');
  refused(letters('read', '--strokes', file, '--weights', weights, '--language', 'xx'), 'xx');
  misused(letters('read'), '--strokes');
});

// Words of writers who gave nothing to any training.
test('read: words-test', { skip: !existsSync(path.join(process.env.HWR_DATA ?? '', 'pen/words-test.ndjson.gz')) && 'HWR_DATA is not set' }, () => {
  const file = path.join(process.env.HWR_DATA, 'pen/words-test.ndjson.gz');
  const with_ = JSON.parse(read(file, '--summary').stdout);
  const alone = JSON.parse(letters('read', '--weights', weights, '--language', 'none', '--strokes', file, '--summary').stdout);
  assert.ok(with_.segmentation >= 0.99, `segmentation ${with_.segmentation}`);
  assert.ok(with_.words_folded >= 0.93, `words ${with_.words_folded}`);
  assert.ok(alone.words_folded >= 0.72, `words without language ${alone.words_folded}`);
});

test('read --hand: what was taught, to the letter of a word', () => {
  const hand = path.join(folder, 'read.hand'), word = write('Hand');
  const taught = put('wrong.ndjson', lines([{ word: 'e', drawing: word.drawing.filter((_, i) => word.letters[i] === 1) }]));
  assert.equal(letters('hand', '--weights', weights, '--teach', taught, '--out', hand).status, 0);
  const file = put('words.ndjson', lines([word]));
  const best = (...more) => JSON.parse(letters('read', '--weights', weights, '--language', 'none', '--strokes', file, ...more).stdout).best;
  assert.equal(best(), 'Hand');
  assert.equal(best('--hand', hand), 'Hend');
  refused(letters('read', '--weights', weights, '--language', en, '--strokes', file, '--hand', file), file);
});
