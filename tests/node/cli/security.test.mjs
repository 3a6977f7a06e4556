// security.test.mjs - the limits that SECURITY.md names are those of the code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../../', import.meta.url);
const text = (file) => readFileSync(new URL(file, root), 'utf8');
const UNITS = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, million: 1e6 };

// "16 MiB", "800,000", "64 million"
function figure(cell) {
  const [, digits, unit] = cell.match(/^([\d,]+)(?: (\w+))?$/);
  return Number(digits.replaceAll(',', '')) * (unit ? UNITS[unit] : 1);
}

// What NAME is defined as: a number, or numbers shifted and multiplied.
function defined(file, name) {
  const found = text(file).match(new RegExp(`\\b${name} = ([\\d\\s<*.e]+)`));
  assert.ok(found, `${file} defines no ${name}`);
  return found[1].split('<<').map((factor) => factor.split('*').map(Number).reduce((a, b) => a * b))
    .reduce((value, bits) => value * 2 ** bits);
}

const rows = [...text('SECURITY.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| `([^`]+)` `(\w+)` \| ([^|]+) \|$/gm)];

test('every row of the limits is the code\'s', () => {
  assert.ok(rows.length >= 30, `${rows.length} rows`);
  for (const [, what, limit, file, name, excess] of rows) {
    assert.equal(figure(limit), defined(file, name), `${what}: ${name} in ${file}`);
    assert.ok(excess.trim());
  }
});

test('what it says of tests and tools is there', () => {
  for (const [, file] of text('SECURITY.md').matchAll(/(?:sh|node|`)\s?((?:tools|tests|web)\/[\w/.]+\.(?:sh|mjs))/g)) {
    assert.ok(text(file), file);
  }
});
