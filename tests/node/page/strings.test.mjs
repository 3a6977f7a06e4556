// The page's tables of strings: complete, alike, translated, all used.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findRooms } from '../../../web/build_bundle.mjs';
import { languages, pageTables } from '../../../web/build_strings.mjs';
import { percent, preferredLanguage, setLanguage, setTables, strings, tables } from '../../../web/src/strings/strings.js';
import { root } from '../artifacts.mjs';

const rooms = await findRooms();
setTables(pageTables(rooms));
const { en } = tables;
const source = path.join(root, 'web/src');
const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

const { en: english, ...others } = languages;
const names = Object.keys(english).filter((name) => name !== 'name');

test('every room, Word mode, photographs and the camera have a table, and every table is used', () => {
  const used = ['page', 'words', 'paper', 'camera', ...rooms.flatMap(({ name, shares = [] }) => [name, ...shares])];
  assert.deepEqual([...new Set(used)].sort(), [...names].sort());
  assert.equal(new Set(rooms.map(({ order }) => order)).size, rooms.length);
});

for (const [code, language] of Object.entries(others)) {
  test(`${code}: the tables of English`, () => assert.deepEqual(Object.keys(language), Object.keys(english)));

  for (const name of names) {
    const table = language[name], original = english[name];
    test(`${code}, ${name}: the keys of English, in its order, with the same places to fill`, () => {
      assert.deepEqual(Object.keys(table), Object.keys(original));
      for (const key of Object.keys(original)) assert.deepEqual(places(table[key]), places(original[key]), key);
    });

    test(`${code}, ${name}: nothing empty, nothing left in English`, () => {
      for (const key of Object.keys(original)) {
        assert.ok(table[key].trim(), key);
        if (/[a-z]/i.test(original[key])) assert.notEqual(table[key], original[key], key);
      }
    });
  }
}

test('no room takes a key of what it shares', () => {
  for (const { name, shares = [] } of rooms) {
    const keys = [name, ...shares].flatMap((table) => Object.keys(english[table]));
    assert.equal(new Set(keys).size, keys.length, name);
  }
});

test('every string is used, and every place in the template has one', () => {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (entry.name === 'strings.js' || !(entry.parentPath ?? entry.path).endsWith('strings')))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const text = [...files, ...['build', 'build_model', 'build_strings'].map((name) => path.join(root, `web/${name}.mjs`))]
    .map((file) => readFileSync(file, 'utf8')).join('\n');
  const keys = names.flatMap((name) => Object.keys(english[name]));
  const unused = keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
  assert.deepEqual(unused, []);
  for (const [, key] of text.matchAll(/\bstrings\.(\w+)/g)) assert.ok(key in en || ['js', 'languageCode'].includes(key), key);
  for (const [, key] of text.matchAll(/\bwords\.(\w+)/g)) assert.ok(keys.includes(key), key);
});

test('the language is the first of the reader\'s that there is', () => {
  assert.equal(preferredLanguage(['de-AT', 'en']), 'de');
  assert.equal(preferredLanguage(['xx', 'en-GB', 'de']), 'en');
  assert.equal(preferredLanguage(['xx']), 'en');
  assert.equal(preferredLanguage(['constructor', 'toString']), 'en');
  assert.equal(preferredLanguage(undefined), 'en');
});

test('numbers follow the language, and no rounding claims certainty', () => {
  assert.equal(percent(0.93417, 2), '93.42\u00a0%');
  assert.equal(percent(0.9999), '>\u00a099\u00a0%');
  assert.equal(percent(0.00001, 2), '<\u00a00.01\u00a0%');
  setLanguage('de');
  assert.equal(percent(0.93417, 2), '93,42\u00a0%');
  assert.equal(strings.undo, tables.de.undo);
  setLanguage('en');
});
