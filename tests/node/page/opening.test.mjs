// web/src/pad/opening.js without a browser: of several files the latest wins, whichever is read first.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages } from '../../../web/build_strings.mjs';
import { MAX_BYTES } from '../../../web/src/pad/importing.js';
import { Opener } from '../../../web/src/pad/opening.js';
import { setTables } from '../../../web/src/strings/strings.js';

setTables({ en: languages.en.page });

// A file of strokes whose text comes when it is let.
function slowFile(name, drawing, size = 100) {
  const text = JSON.stringify({ word: name, drawing });
  let arrive;
  const ready = new Promise((resolve) => { arrive = resolve; });
  return { name, size, slice: () => ({ text: async () => text }), text: async () => { await ready; return text; }, arrive };
}

function makeOpener() {
  const shown = [], said = [];
  const sheet = { replace: (strokes) => shown.push(strokes.length), show: () => shown.push('picture') };
  const say = (sentence) => said.push(sentence);
  const notice = { say, mention: say, hide() {} };
  return { opener: new Opener(sheet, notice), shown, said };
}

const stroke = [[0, 9], [0, 9]];

test('the latest file is shown, though an older one is read after it', async () => {
  const { opener, shown, said } = makeOpener();
  const old = slowFile('old', [stroke]), late = slowFile('late', [stroke, stroke]);
  const first = opener.take(old), second = opener.take(late);
  late.arrive();
  await second;
  old.arrive();
  await first;
  assert.deepEqual(shown, [2]);
  assert.match(said.at(-1), /late/);
});

test('files in turn are shown in turn; a large one is refused', async () => {
  const { opener, shown, said } = makeOpener();
  for (const n of [1, 3]) {
    const file = slowFile('one', Array(n).fill(stroke));
    file.arrive();
    await opener.take(file);
  }
  assert.deepEqual(shown, [1, 3]);
  const large = slowFile('large', [stroke], MAX_BYTES + 1);
  large.arrive();
  await opener.take(large);
  assert.deepEqual(shown, [1, 3]);
  assert.match(said.at(-1), /large/);
});
