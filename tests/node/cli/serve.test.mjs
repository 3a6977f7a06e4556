// serve.test.mjs - tools/serve.mjs: its usage, and what it refuses to serve.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../tools/serve.mjs', import.meta.url));
// A server that starts is ended by the timeout, with status null.
const serve = (...args) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 10000 });

test('help is printed and nothing is served', () => {
  for (const flag of ['--help', '-h']) {
    const { status, stdout, stderr } = serve(flag);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^usage: node tools\/serve\.mjs DIRECTORY \[PORT\]\n/);
  }
});

test('wrong usage is one line on stderr', () => {
  for (const [args, status, words] of [
    [[], 2, /usage/],
    [['--foo'], 2, /usage/],
    [['.', '80', 'more'], 2, /usage/],
    [['.', 'port'], 2, /"port" is no port/],
    [['no-such-directory'], 1, /no-such-directory: no such directory/],
  ]) {
    const result = serve(...args);
    assert.equal(result.status, status, args.join(' '));
    assert.equal(result.stdout, '');
    assert.match(result.stderr, words);
    assert.match(result.stderr, /^serve: [^\n]+\n$/);
  }
});
