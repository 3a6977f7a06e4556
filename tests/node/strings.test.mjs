// The page's tables of strings: complete, alike, translated, all used.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { percent, preferredLanguage, setLanguage, strings, tables } from '../../web/src/strings/strings.js';
import { root } from './artifacts.mjs';

const { en } = tables;
const source = path.join(root, 'web/src');
const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

// The page's own pair of tables, and those of its rooms: strings/NAME_en.js and _de.js.
const pairs = [['page', tables]];
for (const name of readdirSync(path.join(source, 'strings')).map((file) => file.match(/^(\w+)_en\.js$/)?.[1]).filter(Boolean)) {
  const table = async (code) => (await import(path.join(source, 'strings', `${name}_${code}.js`)))[code];
  pairs.push([name, { en: await table('en'), de: await table('de') }]);
}

for (const [name, { en: english, ...others }] of pairs) {
  for (const [code, table] of Object.entries(others)) {
    test(`${name}, ${code}: the keys of English, in its order, with the same places to fill`, () => {
      assert.deepEqual(Object.keys(table), Object.keys(english));
      for (const key of Object.keys(english)) assert.deepEqual(places(table[key]), places(english[key]), key);
    });

    test(`${name}, ${code}: nothing empty, nothing left in English`, () => {
      for (const key of Object.keys(english)) {
        assert.ok(table[key].trim(), key);
        if (/[a-z]/i.test(english[key])) assert.notEqual(table[key], english[key], key);
      }
    });
  }
}

test('every string is used, and every place in the template has one', () => {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (entry.name === 'strings.js' || !(entry.parentPath ?? entry.path).endsWith('strings')))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const text = [...files, path.join(root, 'web/build_model.mjs'), path.join(root, 'web/build.mjs')]
    .map((file) => readFileSync(file, 'utf8')).join('\n');
  const keys = pairs.flatMap(([, pair]) => Object.keys(pair.en));
  const unused = keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text));
  assert.deepEqual(unused, []);
  for (const [, key] of text.matchAll(/\bstrings\.(\w+)/g)) assert.ok(key in en || key === 'js', key);
  for (const [, key] of text.matchAll(/\bwords\.(\w+)/g)) assert.ok(keys.includes(key), key);
});

test('the language is the first of the reader\'s that there is', () => {
  assert.equal(preferredLanguage(['de-AT', 'en']), 'de');
  assert.equal(preferredLanguage(['fr', 'en-GB', 'de']), 'en');
  assert.equal(preferredLanguage(['fr']), 'en');
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
