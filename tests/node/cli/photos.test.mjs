// letters recognize on photographs: JPEG, several letters, how a phone was held, and what is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../artifacts.mjs';
import { letters, misused, png, put, refused, weights } from './cli.mjs';

const photo = path.join(root, 'tests/photos/sheet.jpg');
const { letters: wanted } = JSON.parse(readFileSync(path.join(root, 'tests/photos/sheet.json')));
const read = (file, ...more) => letters('recognize', '--weights', weights, '--image', file, ...more);
const jsonLines = ({ status, stdout, stderr }) => {
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
};

const skip = /no libjpeg/.test(read(photo, '--many').stderr) ? 'built without libjpeg' : false;

test('every letter with its place, line and word', { skip }, () => {
  const got = jsonLines(read(photo, '--many', '--json'));
  assert.deepEqual(Object.keys(got[0]), ['word', 'best', 'folded', 'is_letter', 'probabilities', 'box', 'line', 'word_number']);
  assert.equal(got.map(({ best }) => best).join(''), wanted.map(({ letter }) => letter).join(''));
  got.forEach(({ box, line }, i) => {
    assert.ok(box.every((v, k) => Math.abs(v - wanted[i].box[k]) < 3), `${box}, ${wanted[i].box}`);
    assert.equal(line, i < 4 ? 0 : 1);
  });
  refused(read(photo), 'sheet.jpg', '8 letters are found', '--many');
  misused(letters('recognize', '--weights', weights, '--strokes', 'a.ndjson', '--many'), '--many needs --image');
});

test('letters as their words are read, with a language', { skip }, () => {
  const english = path.join(root, 'weights/en.hwl');
  const got = jsonLines(read(photo, '--many', '--language', english));
  assert.equal(got.slice(0, 4).map(({ read: letter }) => letter).join(''), 'FARM');
  assert.equal(got.length, wanted.length);
  assert.ok(got.every(({ read: letter }) => letter.length === 1));
  misused(read(photo, '--language', english), '--language needs --many');
  refused(read(photo, '--many', '--language', 'none.hwl'), 'none.hwl');
});

// The same JPEG with an EXIF orientation: TIFF of one entry, in either byte order.
function turned(orientation, big) {
  const tiff = Buffer.alloc(26), u16 = big ? 'writeUInt16BE' : 'writeUInt16LE', u32 = big ? 'writeUInt32BE' : 'writeUInt32LE';
  tiff.write(big ? 'MM' : 'II', 0, 'latin1');
  for (const [value, at] of [[42, 2], [1, 8], [0x112, 10], [3, 12], [orientation, 18]]) tiff[u16](value, at);
  for (const [value, at] of [[8, 4], [1, 14]]) tiff[u32](value, at);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + 6 + tiff.length]), jpeg = readFileSync(photo);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0'), tiff, jpeg.subarray(2)]);
}

test('a photograph is turned as its EXIF orientation says', { skip }, () => {
  const places = (orientation, big) => jsonLines(read(put('turned.jpg', turned(orientation, big)), '--many')).map(({ box }) => box);
  // 3: half a turn, so that the last letter comes first, from the other corner of 800 x 600.
  const [left, top, right, bottom] = places(3, true)[0];
  const { box } = wanted[7];
  [800 - box[2], 600 - box[3], 800 - box[0], 600 - box[1]].forEach((v, k) => assert.ok(Math.abs(v - [left, top, right, bottom][k]) < 4, `${k}`));
  // 6 and 8: a quarter, so that all boxes lie in 600 x 800.
  for (const orientation of [6, 8]) {
    const boxes = places(orientation, false);
    assert.ok(Math.max(...boxes.map((b) => b[3])) > 620, `${orientation}`);
    assert.ok(Math.max(...boxes.map((b) => b[2])) < 600, `${orientation}`);
  }
  assert.equal(places(1, false).length, 8);
  assert.equal(places(99, true).length, 8, 'no orientation at all');
});

test('damaged and empty pictures', { skip }, () => {
  refused(read(put('cut.jpg', readFileSync(photo).subarray(0, 100)), '--many'), 'cut.jpg', 'not a readable JPEG');
  refused(read(put('no.jpg', Buffer.from([0xff, 0xd8, 1, 2, 3])), '--many'), 'no.jpg', 'not a readable JPEG');
  const { status, stdout, stderr } = read(put('blank.png', png(120, 120, { blank: true })), '--many');
  assert.equal(status, 0);
  assert.equal(JSON.parse(stdout).best, null);
  assert.match(stderr, /blank\.png: nothing stands out from the paper/);
});

test('one drawn letter is read as before, with and without --many', () => {
  const bar = put('bar.png', png(120, 120));
  const [whole] = jsonLines(read(bar)), [found] = jsonLines(read(bar, '--many'));
  assert.equal(whole.box, undefined);
  assert.equal(found.box.length, 4);
});
