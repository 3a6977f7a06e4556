// run.mjs - mutation testing: plants the faults of faults_*.mjs one at a time in a copy of the
// tree, and says which suite notices each.
//
//     node tests/mutation/run.mjs [--check] [--only TEXT]... [--scratch DIR] [--jobs N]
//
// --check only says whether every fault still has its place; --only takes those whose file or name
// holds TEXT. Needs what tools/setup.sh installs and, for the page's faults, build/wasm. HWR_DATA,
// where it is set, lets the tests on real data run as well. A fault may make a program write where
// it should not, so tests name no file outside their own folders, and this is best run in a container.
//
// Exit 1 where a fault has no place, does not compile, survives without a reason given for it, or
// is caught though a reason is given; and where less than 95 of 100 are caught.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allFaults, misplaced } from './faults.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SUITE_S = 300; // a fault may make a loop endless
const WANTED = 0.95;

function run(command, args, cwd) {
  const env = { LETTERS_WASM: path.join(root, 'build/wasm/wasm'), ...process.env };
  // timeout ends the programs that the command started as well.
  const { status, stdout, stderr } = spawnSync('timeout', ['--signal=KILL', String(SUITE_S), command, ...args], { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { ok: status === 0, output: `${stdout}${stderr}` };
}

// A copy of what git knows and does not ignore, with the installed packages beside it.
function copyTree(scratch) {
  const { output } = run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], root);
  for (const file of output.split('\n')) {
    if (file && existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(scratch, file));
  }
  const packages = path.join(root, 'web/node_modules'), link = path.join(scratch, 'web/node_modules');
  if (existsSync(packages) && !existsSync(link)) symlinkSync(packages, link);
}

class Bench {
  constructor(scratch, jobs) {
    Object.assign(this, { scratch, jobs, build: path.join(scratch, 'build/native') });
  }

  configure() {
    const { ok, output } = run('cmake', ['--preset', 'native', '-DHWR_WERROR=OFF'], this.scratch);
    if (!ok) throw new Error(output);
  }

  // '' where the suite passes, else what it is: 'fails', 'does not build'.
  suite(name) {
    const node = name.startsWith('node/');
    const targets = node ? ['letters', 'fail'] : [name.startsWith('fuzz_') ? name : `test_${name}`];
    if (!run('cmake', ['--build', this.build, '-j', this.jobs, '--target', ...targets], this.scratch).ok) return 'does not build';
    const { ok } = node
      ? run('node', ['--test', path.join('tests', name)], this.scratch)
      : run('ctest', ['--test-dir', this.build, '-R', `^${name}$`, '--no-tests=error'], this.scratch);
    return ok ? '' : 'fails';
  }

  // What notices the fault: a suite's name, 'compiler', or null.
  plant({ file, find, replace, suites }) {
    const place = path.join(this.scratch, file), text = readFileSync(place, 'utf8');
    writeFileSync(place, text.replace(find, () => replace));
    try {
      for (const name of suites) {
        const said = this.suite(name);
        if (said) return said === 'fails' ? name : 'compiler';
      }
      return null;
    } finally {
      writeFileSync(place, text);
    }
  }
}

// Suites that fail without a fault notice nothing; they are left out, and said.
function sound(bench, faults) {
  const used = [...new Set(faults.flatMap((fault) => fault.suites))];
  const broken = used.filter((name) => bench.suite(name));
  for (const name of broken) console.log(`! ${name} fails without any fault, and is left out`);
  return faults.map((fault) => ({ ...fault, suites: fault.suites.filter((name) => !broken.includes(name)) }));
}

function report(faults, caught) {
  const survivors = faults.filter((fault, i) => caught[i] === null);
  const found = faults.length - survivors.length;
  const wrong = [
    ...faults.filter((fault, i) => caught[i] === 'compiler').map((f) => `does not compile: ${f.file}: ${f.what}`),
    ...faults.filter((f) => !f.suites.length).map((f) => `no suite to judge it: ${f.file}: ${f.what}`),
    ...survivors.filter((f) => !f.survives && f.suites.length).map((f) => `survived: ${f.file}: ${f.what}`),
    ...faults.filter((f, i) => f.survives && caught[i]).map((f) => `is caught, though said to survive: ${f.file}: ${f.what}`),
  ];
  console.log(`\n${found} of ${faults.length} faults caught, ${(100 * found / faults.length).toFixed(1)} %`);
  for (const line of wrong) console.log(line);
  return wrong.length === 0 && found / faults.length >= WANTED;
}

function main() {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, only: { type: 'string', multiple: true, default: [''] },
    scratch: { type: 'string' }, jobs: { type: 'string', default: '2' } } });
  const lost = misplaced();
  for (const line of lost) console.error(line);
  if (lost.length) return false;
  const faults = allFaults.filter((f) => values.only.some((text) => `${f.file}: ${f.what}`.includes(text)));
  if (values.check) {
    console.log(`${faults.length} faults, each with one place`);
    return true;
  }
  const scratch = values.scratch ?? mkdtempSync(path.join(tmpdir(), 'letters-faults-'));
  try {
    copyTree(scratch);
    const bench = new Bench(scratch, values.jobs);
    bench.configure();
    const planted = sound(bench, faults);
    const caught = planted.map((fault) => {
      const by = bench.plant(fault);
      console.log(`${(by ?? 'SURVIVED').padEnd(28)} ${fault.file}: ${fault.what}${!by && fault.survives ? ` (${fault.survives})` : ''}`);
      return by;
    });
    return report(planted, caught);
  } finally {
    if (!values.scratch) rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = main() ? 0 : 1;
