// script_fuzz.test.mjs - a short run of tests/fuzz/scripts.mjs, the same in every run.
import { test } from 'node:test';
import { targets, tryOne } from '../../fuzz/scripts.mjs';

for (const name of Object.keys(targets)) {
  test(`${name}: 2000 damaged inputs are refused or read within bounds`, async () => {
    for (let seed = 1; seed <= 2000; seed++) await tryOne(name, seed);
  });
}
