// The C library for other programs: built without the command line's libraries, installed, moved,
// and tests/examples/c built against it elsewhere; and the core's files in one line of README.md.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'letters-install-'));
const at = (...names) => path.join(folder, ...names);
const prefix = at('moved');
const ANSWER = /^A 99\.\d %\n$/; // what tests/examples/c/recognize.c draws

const run = (command, args, options) => execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe', ...options });
const there = (command) => spawnSync(command, ['--version']).status === 0;
const config = (...args) => run('pkg-config', [...args, 'hwr'],
  { env: { ...process.env, PKG_CONFIG_PATH: path.join(prefix, 'lib/pkgconfig') } }).trim();

// Debian's Emscripten brings clang under this name.
const clang = ['clang', 'clang-14'].find(there);
const compilers = { gcc: 'gcc', clang, 'g++': 'g++', 'clang as C++': clang };

before(() => {
  run('cmake', ['-S', root, '-B', at('build'), '-G', 'Ninja', '-DHWR_TOOLS=OFF', '-DCMAKE_INSTALL_LIBDIR=lib']);
  run('cmake', ['--build', at('build')]);
  run('cmake', ['--install', at('build'), '--prefix', at('installed')]);
  renameSync(at('installed'), prefix);
  cpSync(path.join(root, 'tests/examples/c'), at('elsewhere'), { recursive: true });
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the core alone asks for no other library, and builds neither trainer nor tests', () => {
  const cache = readFileSync(at('build/CMakeCache.txt'), 'utf8');
  assert.doesNotMatch(cache, /ZLIB|PNG|JANSSON|WERROR:BOOL=ON/);
  assert.doesNotMatch(run('cmake', ['--build', at('build'), '--target', 'help']), /hwr_train|test_/);
});

test('pkg-config tells the version of the header', () => {
  const header = readFileSync(path.join(prefix, 'include/hwr/hwr.h'), 'utf8');
  assert.equal(config('--modversion'), header.match(/^#define HWR_VERSION "(.+)"$/m)[1]);
});

describe('the example', () => {
  for (const [name, compiler] of Object.entries(compilers)) {
    test(`${name}, pkg-config`, { skip: compiler && there(compiler) ? false : 'not installed' }, () => {
      // All public headers, in the program's own language; linked as C, as the library is.
      const language = /\+/.test(name) ? ['-x', 'c++', '-std=c++17'] : ['-std=c11'];
      const object = at(`${name}.o`), program = at(name);
      run(compiler, ['-Wall', '-Wextra', '-Wpedantic', '-Werror', ...language, '-include', 'words/words.h', '-include', 'paper/paper.h', '-c', 'recognize.c', '-o', object,
        ...config('--cflags').split(' ')], { cwd: at('elsewhere') });
      run('gcc', [object, '-o', program, ...config('--libs').split(' ')]);
      assert.match(run(program, [path.join(config('--variable=data'), 'letters.hwr')]), ANSWER);
    });
  }

  for (const name of ['gcc', 'clang']) {
    const compiler = compilers[name];
    test(`${name}, find_package`, { skip: compiler ? false : 'not installed' }, () => {
      const build = at(`${name}-build`);
      run('cmake', ['-S', at('elsewhere'), '-B', build, '-G', 'Ninja', `-DCMAKE_C_COMPILER=${compiler}`, `-DCMAKE_PREFIX_PATH=${prefix}`]);
      run('cmake', ['--build', build]);
      assert.match(run(path.join(build, 'recognize'), [path.join(prefix, 'share/hwr/letters.hwr')]), ANSWER);
    });
  }
});

test("README's one line", () => {
  const line = readFileSync(path.join(root, 'README.md'), 'utf8').match(/^(gcc .*core\/\*\.c.*)$/m)[1];
  mkdirSync(at('line'));
  run('sh', ['-c', line.replace(/\S*recognize\.c/, at('elsewhere/recognize.c')) + ` -o ${at('line/recognize')}`], { cwd: root });
  assert.match(run(at('line/recognize'), [path.join(root, 'weights/letters.hwr')]), ANSWER);
});
