// faults.test.mjs - the faults of tests/mutation still have their places in the sources.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allFaults, misplaced } from '../../mutation/faults.mjs';

test('every planted fault has exactly one place', () => {
  assert.deepEqual(misplaced(), []);
  assert.ok(allFaults.length >= 80, `${allFaults.length} faults`);
});
