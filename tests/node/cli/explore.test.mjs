// explore.test.mjs - letters explore: the report of the sample letters, one of them under another letter's label.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { drawn, idxImages, idxLabels, transposed } from '../../idx_files.mjs';
import { CLASSES, folder, letters, misused, put, refused, weights } from './cli.mjs';

// The n-th sample letter is labelled as another one.
const WRONG = drawn.findIndex(({ word }) => word === 'B');
const labels = drawn.map(({ word }, i) => (i === WRONG ? 'A' : word).toUpperCase().charCodeAt(0) - 64);
const images = drawn.map(({ image }) => transposed(image));
const files = ['--images', put('some-images', idxImages(images)), '--labels', put('some-labels', idxLabels(labels)), '--label-set', 'letters26'];
const out = (name) => path.join(folder, name);
const read = (name, file) => readFileSync(path.join(out(name), file), 'utf8');
const explore = (name, ...args) => {
  const { status, stdout, stderr } = letters('explore', ...args, '--out', out(name));
  assert.equal(status, 0, stderr);
  assert.equal(stdout, '');
  assert.match(stderr, /images of 26 classes: open .*index\.html\n$/);
  return JSON.parse(read(name, 'explore.json'));
};

test('classes, galleries, neighbours and maps, with the mislabelled letter found', () => {
  const { n, loaded, classes } = explore('all', ...files, '--weights', weights);
  assert.deepEqual(readdirSync(out('all')).sort(), ['classes.md', 'explore.json', 'index.html', 'map-logits.svg', 'map-pixels.svg', 'map.json',
    'means.png', 'misread.png', 'neighbours.png', 'odd.png', 'typical.png']);
  assert.deepEqual([n, loaded, classes.length], [drawn.length, drawn.length, 26]);
  classes.forEach((one, c) => {
    assert.equal(one.class, CLASSES[c]);
    assert.equal(one.count, labels.filter((label) => label === c + 1).length);
    assert.equal(one.typical.length, Math.min(10, one.count));
    const distances = one.typical.map(({ distance }) => distance);
    assert.deepEqual(distances, [...distances].sort((a, b) => a - b));
    assert.equal(one.odd[0].distance, Math.max(...distances));
  });
  const [a] = classes;
  assert.deepEqual([a.misread[0].image, a.misread[0].answer], [WRONG, 'B']);
  // Mean ink of A, counted here.
  const mine = images.filter((_, i) => labels[i] === 1);
  const ink = mine.reduce((sum, image) => sum + image.reduce((x, y) => x + y), 0) / mine.length / 784;
  assert.ok(Math.abs(a.ink - ink) < 1e-3, `${a.ink} ${ink}`);
  assert.match(read('all', 'classes.md'), new RegExp(`^\\| A \\| ${mine.length} \\| ${ink.toFixed(1)} \\|`, 'm'));
  const map = JSON.parse(read('all', 'map.json'));
  assert.deepEqual([map.images.length, map.pixels.places.length, map.logits.places.length], [n, n, n]);
  assert.deepEqual(map.images[WRONG], { image: WRONG, label: 'A', answer: 'B' });
  // Along the first direction places are widest, and both are about the middle.
  for (const { variance, places } of [map.pixels, map.logits]) {
    assert.ok(variance[0] >= variance[1] && variance[1] > 0 && variance[0] + variance[1] <= 1);
    for (const k of [0, 1]) assert.ok(Math.abs(places.reduce((sum, place) => sum + place[k], 0) / n) < 0.5);
  }
  const rings = map.images.filter(({ label, answer }) => label !== answer).length;
  for (const name of ['map-pixels.svg', 'map-logits.svg']) {
    assert.match(read('all', name), /^<svg [^]*<\/svg>\n$/);
    assert.equal(read('all', name).match(/<circle/g)?.length ?? 0, rings);
    assert.doesNotMatch(read('all', name), /nan|inf/i);
  }
  for (const [, file] of read('all', 'index.html').matchAll(/(?:src|href)="([^"]+)"/g)) assert.ok(readdirSync(out('all')).includes(file), file);
});

test('twice the same bytes; without a network no answers; a share of the images; neighbours of one', () => {
  explore('again', ...files, '--weights', weights, '--threads', '1');
  for (const file of readdirSync(out('all'))) assert.ok(readFileSync(path.join(out('again'), file)).equals(readFileSync(path.join(out('all'), file))), file);
  const plain = explore('plain', ...files);
  assert.ok(!('misread' in plain.classes[0]));
  assert.doesNotMatch(read('plain', 'index.html'), /misread|logits/);
  const few = explore('few', ...files, '--limit', '20', '--neighbours', '0');
  assert.deepEqual([few.n, few.loaded], [20, drawn.length]);
  const places = JSON.parse(read('few', 'map.json')).images.map(({ image }) => image);
  assert.deepEqual(places, Array.from({ length: 20 }, (_, i) => Math.floor((i * drawn.length) / 20)));
  JSON.parse(read('few', 'map.json')).images.forEach(({ image, label }) => assert.equal(label.charCodeAt(0) - 64, labels[image]));
});

test('a directory of official files, and what is wrong is one line', () => {
  mkdirSync(out('official'));
  put('official/emnist-letters-train-images-idx3-ubyte', idxImages(images));
  put('official/emnist-letters-train-labels-idx1-ubyte', idxLabels(labels));
  assert.equal(explore('named', out('official')).n, drawn.length);
  refused(letters('explore', out('nowhere'), '--out', out('bad')), 'nowhere', 'fetch_data.sh');
  refused(letters('explore', ...files, '--limit', '20', '--neighbours', '1', '--out', out('bad')), '--neighbours 1', '20 images');
  refused(letters('explore', ...files.slice(0, 4), '--label-set', 'digits10', '--weights', weights, '--out', out('bad')), 'some-');
  misused(letters('explore', '--out', out('bad')), 'no data');
  misused(letters('explore', ...files), '--out DIR is missing');
});
