// web/src/shared/word_text.js: a language file comes back from its text, byte by byte.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeLanguage } from '../../../tools/words/make_language.mjs';
import { bytesOfLanguage, textOfLanguage } from '../../../web/src/shared/word_text.js';
import { root } from '../artifacts.mjs';

const weights = path.join(root, 'weights');
const files = readdirSync(weights).filter((name) => name.endsWith('.hwl'));
const greek = 'αβγδεζηθικλμνξοπρστυφχψω', cyrillic = 'абвгдежзийклмнопрстуфхцчшщъыьэюя';

test('the shipped languages', () => {
  assert.ok(files.includes('en.hwl'));
  for (const name of files) {
    const file = readFileSync(path.join(weights, name)), text = textOfLanguage(file);
    assert.ok(Buffer.from(bytesOfLanguage(text)).equals(file), name);
    assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}<]/u, 'nothing that HTML changes');
  }
});

test('many letters, long words, names', () => {
  const words = [greek.slice(0, 16), greek.slice(8), cyrillic.slice(0, 16), cyrillic.slice(16), 'Ωμεγα', 'а'];
  const file = makeLanguage(words, new Set(words.slice(-2)));
  assert.ok(Buffer.from(bytesOfLanguage(textOfLanguage(file))).equals(Buffer.from(file)));
});
