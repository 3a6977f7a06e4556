// words.test.mjs - whole words: both modules give the readings of `letters read`, with the same bits,
// for words of the sample letters and of writers who gave nothing to any training (those need HWR_DATA).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createRecognizer, strokesFromDrawing } from '../../../web/src/recognizer/recognizer.js';
import { write } from '../../letters/words.mjs';
import { modelBytes, randomNumbers, root, scalarBytes, simdBytes, weightsFile } from '../artifacts.mjs';

const languageBytes = readFileSync(path.join(root, 'weights/en.hwl'));
const realWords = path.join(process.env.HWR_DATA ?? '', 'pen/words-test.ndjson.gz');
const OF_REAL = { simd: 200, scalar: 20 }; // words, evenly out of all
const folder = mkdtempSync(path.join(tmpdir(), 'letters-words-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const dot = (x = 5, y = 5) => Float32Array.of(x, y);
const line = (...xy) => Float32Array.from(xy);

// What the program prints for drawings: readings, each a list.
function native(drawings, language, ...more) {
  const file = path.join(folder, 'words.ndjson');
  writeFileSync(file, drawings.map((drawing) => `${JSON.stringify({ drawing })}\n`).join(''));
  const out = execFileSync(path.join(root, 'build/native/letters'), ['read', '--weights', weightsFile, '--strokes', file,
    '--language', language ? path.join(root, 'weights/en.hwl') : 'none', '--json', ...more], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return out.trim().split('\n').map((text) => JSON.parse(text).readings);
}

// Nine digits are all bits of a float.
const rounded = (readings) => readings.map(({ text, probability, letters }) => ({ text, probability: Math.fround(probability),
  letters: letters.map((l) => ({ text: l.text, probability: Math.fround(l.probability), strokes: l.strokes })) }));

for (const bytes of [{ simdBytes }, { scalarBytes }]) {
  const name = Object.keys(bytes)[0].slice(0, -'Bytes'.length);
  describe(name, () => {
    let recognizer;
    before(async () => {
      recognizer = await createRecognizer({ ...bytes, modelBytes });
      recognizer.loadLanguage(languageBytes);
    });

    const same = (drawings) => {
      for (const language of [true, false]) {
        const expected = native(drawings, language);
        drawings.forEach((drawing, i) => {
          const { readings } = recognizer.read(strokesFromDrawing(drawing), { language });
          assert.deepEqual(readings, rounded(expected[i]), `word ${i}, language ${language}`);
        });
      }
    };

    test('words of the sample letters are read as natively, to the bit', () => {
      const words = ['the', 'Hand', 'LETTER', 'quick', 'fig'].flatMap((word) => [write(word), write(word, { late: true })]);
      same(words.map(({ drawing }) => drawing));
      for (const { word, drawing } of words) {
        assert.equal(recognizer.read(strokesFromDrawing(drawing)).text.toLowerCase(), word.toLowerCase());
      }
    });

    test('and so are words of the test set', { skip: !existsSync(realWords) && 'HWR_DATA is not set' }, () => {
      const all = gunzipSync(readFileSync(realWords)).toString().trim().split('\n').map((text) => JSON.parse(text).drawing);
      same(Array.from({ length: OF_REAL[name] }, (_, i) => all[Math.floor((i * all.length) / OF_REAL[name])]));
    });

    test('strokes without points are left out, and indices are those handed over', () => {
      const strokes = strokesFromDrawing(write('fig').drawing);
      const { text, readings } = recognizer.read(strokes);
      const gaps = strokes.flatMap((stroke) => [new Float32Array(0), stroke]);
      const got = recognizer.read(gaps);
      assert.equal(got.text, text);
      got.readings.forEach(({ probability, letters }, r) => {
        assert.equal(probability, readings[r].probability);
        assert.deepEqual(letters.map((l) => l.strokes), readings[r].letters.map((l) => l.strokes.map((i) => 2 * i + 1)));
      });
    });

    test('any input has a defined answer', () => {
      assert.deepEqual(recognizer.read([]), { status: 'HWR_EMPTY', empty: true, text: '', readings: [], groups: [], calls: 0 });
      assert.equal(recognizer.read([new Float32Array(0)]).empty, true);
      const tooLarge = { name: 'RecognizerError', status: 'HWR_ERR_TOO_LARGE' };
      assert.throws(() => recognizer.read(Array(1000).fill(dot())), { ...tooLarge, message: /64 strokes.*gaps between words/ });
      assert.throws(() => recognizer.read([Float32Array.from({ length: 40000 }, (_, i) => Math.sin(i))]), tooLarge);
      assert.throws(() => recognizer.read([line(0, 0, NaN, 5)]), { status: 'HWR_ERR_NOT_FINITE' });
      const giant = recognizer.read([Float32Array.from({ length: 32000 }, (_, i) => 100 * Math.sin(i * i))]);
      assert.equal(giant.readings[0].letters.length, 1);
      const spot = recognizer.read(Array(64).fill(dot()));
      assert.deepEqual(spot.readings[0].letters.flatMap((l) => l.strokes).sort((a, b) => a - b), Array.from({ length: 64 }, (_, i) => i));
      const { text, readings } = recognizer.read(strokesFromDrawing(write('hand').drawing));
      const back = recognizer.read(strokesFromDrawing(write('hand').drawing).reverse()); // from right to left
      assert.equal(back.text.toLowerCase(), text.toLowerCase());
      assert.deepEqual(back.readings[0].letters[0].strokes.length, readings[0].letters[0].strokes.length);
    });
  });
}

test('what is known of a word is not asked again, and changes no reading', async () => {
  const kept = await createRecognizer({ simdBytes, modelBytes }), fresh = await createRecognizer({ simdBytes, modelBytes });
  const words = ['Hand', 'quick', 'year', 'fig'].map((word) => strokesFromDrawing(write(word, { late: true }).drawing));
  const below = randomNumbers(7);
  for (const recognizer of [kept, fresh]) recognizer.loadLanguage(languageBytes);
  let asked = 0, afresh = 0;
  for (const pool of words) {
    let strokes = [], past = [];
    for (let edit = 0; edit < 40; edit++) {
      const missing = pool.filter((stroke) => !strokes.includes(stroke)), kind = below(4);
      if (kind === 0 && past.length) strokes = past.pop(); // undo
      else {
        past.push(strokes);
        if (kind === 1 && strokes.length) { // erase
          const at = below(strokes.length);
          strokes = strokes.filter((_, i) => i !== at);
        }
        else if (missing.length) strokes = [...strokes, missing[0]];
      }
      fresh.load(modelBytes); // forgets
      const now = kept.read(strokes), expected = fresh.read(strokes);
      assert.deepEqual({ ...now, calls: 0 }, { ...expected, calls: 0 });
      asked += now.calls;
      afresh += expected.calls;
    }
  }
  assert.ok(asked < afresh / 5, `${asked} calls against ${afresh}`);
  kept.load(modelBytes);
  assert.equal(kept.read(words[0]).calls, fresh.read(words[0]).calls, 'another model is asked anew');
});

test('corrections hold, and the rest is read around them', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  recognizer.loadLanguage(languageBytes);
  const strokes = strokesFromDrawing(write('Hand').drawing);
  const plain = recognizer.read(strokes), [h, a, n, d] = plain.readings[0].letters;
  assert.equal(plain.text, 'Hand');
  const read = (...fixes) => recognizer.read(strokes, { fixes }).readings[0];
  assert.equal(read({ strokes: a.strokes, text: 'i' }).letters[1].text, 'i');
  assert.equal(read({ strokes: a.strokes, text: 'ß' }).text, 'Hßnd', 'a letter that the model does not have');
  const apart = read({ strokes: h.strokes, apart: true });
  assert.ok(apart.letters.length > 4 && apart.letters[0].strokes.length < h.strokes.length);
  const joined = read({ strokes: [...n.strokes, ...d.strokes] });
  assert.deepEqual(joined.letters.map((l) => l.strokes), [h.strokes, a.strokes, [...n.strokes, ...d.strokes].sort((x, y) => x - y)]);
  const both = read({ strokes: [...n.strokes, ...d.strokes], text: 'm' }, { strokes: a.strokes, text: 'e' });
  assert.equal(both.text, 'Hem');
  assert.deepEqual(read({ strokes: [...h.strokes, ...d.strokes] }), plain.readings[0], 'no neighbours');
  assert.deepEqual(read({ strokes: [99], text: 'x' }), plain.readings[0], 'not there');
  assert.deepEqual(read({ strokes: Array(300).fill(0) }), plain.readings[0], 'too many');
  assert.throws(() => read({ strokes: a.strokes, text: 'abcdefghijklmnop' }), { status: 'HWR_ERR_ARGUMENT' });
  // Every group that was weighed is there, with its letters, and the cut that won is among them.
  const { groups, readings } = recognizer.read(strokes);
  for (const { strokes: of } of readings[0].letters) assert.ok(groups.some((g) => `${g.strokes}` === `${of}`), `${of}`);
  for (const { probability, letters } of groups) {
    assert.ok(probability >= 0 && probability <= 1);
    assert.ok(Math.abs(letters.reduce((x, y) => x + y) - 1) < 1e-5);
  }
});

test('a line is cut at its wide gaps', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  const first = strokesFromDrawing(write('red').drawing), second = strokesFromDrawing(write('fig').drawing);
  const far = second.map((stroke) => stroke.map((v, i) => (i % 2 ? v : v + 1200)));
  assert.deepEqual(recognizer.splitWords([...far, ...first]), [...far.map(() => 1), ...first.map(() => 0)]);
  assert.deepEqual(recognizer.splitWords(first), first.map(() => 0));
  assert.deepEqual(recognizer.splitWords([]), []);
  assert.throws(() => recognizer.splitWords(Array(1000).fill(dot())), { status: 'HWR_ERR_TOO_LARGE' });
});

test('letters stay what they are beside words', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  const strokes = strokesFromDrawing(write('R').drawing);
  const alone = recognizer.recognizeStrokes(strokes);
  recognizer.read(strokesFromDrawing(write('hand').drawing));
  assert.deepEqual(recognizer.recognizeStrokes(strokes), alone);
});

test('a language that is refused leaves none, and says what to do', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  const strokes = strokesFromDrawing(write('Hand').drawing);
  const bare = recognizer.read(strokes);
  recognizer.loadLanguage(languageBytes);
  assert.notEqual(recognizer.read(strokes).readings[0].probability, bare.readings[0].probability);
  assert.deepEqual(recognizer.read(strokes, { language: false }).readings, bare.readings);
  const refused = (bytes, status, remedy) => {
    assert.throws(() => recognizer.loadLanguage(bytes), (error) => error.status === status && remedy.test(error.message));
    assert.deepEqual(recognizer.read(strokes).readings, bare.readings);
  };
  refused(modelBytes.subarray(0, 100000), 'HWR_ERR_MAGIC', /\.hwl/);
  refused(languageBytes.subarray(0, 20), 'HWR_ERR_TRUNCATED', /fetch/);
  refused(languageBytes.subarray(0, 50000), 'HWR_ERR_CHECKSUM', /fetch/);
  refused(new Uint8Array(1 << 20), 'HWR_ERR_TOO_LARGE', /fewer words/);
});

test('what the hand was taught tips a word\'s letters, and is forgotten with it', async () => {
  for (const bytes of [{ simdBytes }, { scalarBytes }]) {
    const recognizer = await createRecognizer({ ...bytes, modelBytes });
    const strokes = strokesFromDrawing(write('Hand').drawing);
    const read = () => recognizer.read(strokes, { language: false });
    const plain = read(), [, a] = plain.readings[0].letters;
    recognizer.hand.start();
    recognizer.recognizeStrokes(a.strokes.map((i) => strokes[i]));
    const example = recognizer.hand.teach(recognizer.classes.indexOf('e'), 1);
    assert.equal(read().text.toLowerCase(), 'hend');
    recognizer.alone(() => assert.deepEqual(read().readings, plain.readings));
    assert.equal(read().text.toLowerCase(), 'hend');
    recognizer.hand.forget(example);
    assert.deepEqual(read().readings, plain.readings);
    // A sign is a letter like the others.
    recognizer.hand.addSign('ä');
    recognizer.recognizeStrokes(a.strokes.map((i) => strokes[i]));
    recognizer.hand.teach(recognizer.classes.indexOf('ä'), 1);
    const signed = read();
    assert.equal(signed.text.toLowerCase(), 'händ');
    assert.ok(signed.groups.every(({ letters }) => letters.length === recognizer.classes.length));
    recognizer.hand.removeSign(recognizer.classes.indexOf('ä'));
    assert.deepEqual(read().readings, plain.readings);
  }
});

test('strokes that go on with a word are read as its end', async () => {
  const recognizer = await createRecognizer({ simdBytes, modelBytes });
  recognizer.loadLanguage(languageBytes);
  const strokes = strokesFromDrawing(write('tter').drawing);
  const read = (before, more) => recognizer.read(strokes, { before, ...more }).readings[0];
  const alone = read('');
  assert.equal(read('Le').text, 'tter');
  assert.ok(read('Le').probability > alone.probability, 'likelier within a word');
  assert.deepEqual(read('of the le'), read('Le'), 'only the word that is going on counts');
  for (const before of ['the ', 'a.', 'x'.repeat(99)]) assert.deepEqual(read(before), alone, 'no beginning of a word');
  assert.deepEqual(read('Le', { language: false }), read('', { language: false }));
  for (const [before, word, alone] of [['Ne', 'w', 'W'], ['a vo', 'lt', 'It'], ['schoo', 'l', 'I']]) {
    const { drawing } = write(word);
    const answers = [before, `${before} `].map((text) => recognizer.read(strokesFromDrawing(drawing), { before: text }));
    assert.deepEqual(answers.map(({ text }) => text), [word, alone], before);
    for (const [i, text] of [before, `${before} `].entries())
      assert.deepEqual(answers[i].readings, rounded(native([drawing], true, '--before', text)[0]), `"${text}", natively`);
  }
});
