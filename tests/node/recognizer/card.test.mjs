// The prose of the model card and of the page's evidence, in weights/training.json and published.json:
// in every language of the page, alike in their figures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { cardText } from '../../../tools/report/card_text.mjs';
import { languages } from '../../../web/build_strings.mjs';
import { root } from '../artifacts.mjs';

const weights = (name) => readFileSync(path.join(root, 'weights', name), 'utf8');
const { texts, commits } = JSON.parse(weights('training.json'));
const { results } = JSON.parse(weights('published.json'));
const { en, ...others } = texts;

// The numbers of a text in the order of their size; "97,051" and "97.051" are one, as are "0.87" and "0,87".
const figures = (text, { decimalPoint, thousands }) => (text.match(/\d[\d.,]*\d|\d/g) ?? [])
  .map((n) => Number(n.replace(new RegExp(`\\${thousands}(?=\\d{3})`, 'g'), '').replace(decimalPoint, '.')))
  .sort((a, b) => a - b);
// Identifiers are no numbers, and no prose.
const prose = (text) => text.replace(/arXiv [\d.]+|doi \S+/g, '');
const sentences = ({ description, validation, data, limits }) => [description, validation, ...data, ...limits];

test('every language of the page has the texts', () => assert.deepEqual(Object.keys(texts), Object.keys(languages)));

for (const [code, own] of Object.entries(others)) {
  test(`${code}: the texts of English, with the same figures`, () => {
    const [theirs, ours] = [sentences(en), sentences(own)];
    assert.equal(ours.length, theirs.length);
    ours.forEach((text, i) => {
      assert.notEqual(text, theirs[i]);
      assert.deepEqual(figures(prose(text), languages[code].page), figures(prose(theirs[i]), languages.en.page), text);
    });
  });

  test(`${code}: published results that are named in words are translated`, () => {
    for (const { name, source, [code]: translated = {} } of results) {
      for (const [key, text] of Object.entries({ name, source })) {
        if (text !== 'Papers with Code, EMNIST Letters' && /\b(et al|and|with|the|on|pretrained|entropy|units|classifier|field)\b/.test(text)) assert.ok(translated[key], text);
      }
    }
  });
}

test('no commit is named in prose; the card names them beside the commands', () => {
  for (const text of Object.values(texts).flatMap(sentences)) assert.doesNotMatch(prose(text), /\b(?=\w*\d)[0-9a-f]{7,40}\b/);
  assert.ok(weights('MODEL_CARD.md').includes(commits));
});

test('the card is written with these texts', () => {
  const card = weights('MODEL_CARD.md');
  for (const text of sentences(en)) assert.ok(card.includes(text), text);
});

test('every figure of the card is from the measurements beside it', () => {
  const json = (name) => JSON.parse(weights(name));
  const show = execFileSync(path.join(root, 'build/native/letters'), ['show', '--weights', path.join(root, 'weights/letters.hwr'), '--json'], { encoding: 'utf8' });
  assert.equal(weights('MODEL_CARD.md'), cardText({ ...json('evaluation.json'), balanced: json('balanced.json') }, json('confusion.json'), JSON.parse(show)));
});
