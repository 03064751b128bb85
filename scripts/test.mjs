import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';

/**
 * `npm test`: every check and every test, with servers of its own on free ports. Prints how long each part took and, last,
 * `N passed, N failed`: the tests, and one for each other check.
 */
const root = dirname(import.meta.dirname);
process.chdir(root);
ensureInstalled(root);

/** It takes under 25 minutes on two cores; a machine that others use is given twice that, a CI system's patience is longer. */
const ALL_MS = 50 * 60_000;
const CHECK_MS = 5 * 60_000;
/** More broken files than this are no accident of a busy machine. */
const MAX_REPEATED = 4;
/** Later than this a second try would not end in time. */
const LAST_REPEAT_MS = 40 * 60_000;
const began = Date.now();

const node = (...args) => [process.execPath, args];
const bin = (name) => JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')).bin;
const program = (name, entry = bin(name)) =>
  join('node_modules', name, typeof entry === 'string' ? entry : (entry[name] ?? Object.values(entry)[0]));

const tsc = join('node_modules', 'typescript', bin('typescript').tsc);
const checks = [
  ['types', ...node(tsc, '-p', 'tsconfig.json', '--noEmit')],
  ['types of the web application', ...node(tsc, '-p', 'packages/web/tsconfig.json', '--noEmit')],
  ['lint', ...node(program('eslint'), '.', '--max-warnings', '0')],
  ['format', ...node(program('prettier'), '--check', '.', '--log-level', 'warn')],
  ['nothing unused', ...node(program('knip'), '--no-progress')],
];

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    process.stderr.write(`\nStopped by ${signal}.\n`);
    for (const child of children) endGroup(child);
    process.exit(130);
  });
}

let passed = 0;
let failed = 0;
const times = [];

// The checks share the machine's cores, the tests need them alone.
for (const pair of [checks.slice(0, 2), checks.slice(2, 4), checks.slice(4)]) {
  await Promise.all(pair.map(([name, command, args]) => check(name, command, args)));
}
await jest();

process.stdout.write('\n');
for (const [name, seconds] of times) process.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${name}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function check(name, command, args) {
  const { code, output } = await run(name, command, args, { limit: CHECK_MS, quiet: true });
  if (code === 0) {
    passed += 1;
    process.stdout.write(`✓ ${name}\n`);
    return;
  }
  failed += 1;
  process.stdout.write(`✕ ${name}\n${output}\n`);
}

/**
 * All tests; then the files that failed, once more and alone. What fails only beside others on a busy machine is named
 * as unsteady, so that it is mended and not taken for a broken product; what fails twice has failed.
 */
async function jest() {
  const first = await jestRun('tests', process.argv.slice(2));
  const broken = first.files.filter(({ status }) => status === 'failed');
  if (broken.length === 0 || broken.length > MAX_REPEATED || Date.now() - began > LAST_REPEAT_MS) return count(first);
  const paths = broken.map(({ name }) => name);
  process.stdout.write(`\nOnce more, alone: ${paths.map((path) => relative(root, path)).join(', ')}\n`);
  const second = await jestRun('tests repeated alone', ['--runInBand', '--runTestsByPath', ...paths]);
  passed += first.passed - broken.reduce((all, file) => all + file.passed, 0);
  count(second);
  for (const { name, status } of second.files)
    if (status === 'passed') process.stdout.write(`! unsteady, passed only alone: ${relative(root, name)}\n`);
}

function count(result) {
  passed += result.passed;
  failed += result.failed;
}

async function jestRun(name, args) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  const output = join(folder, 'results.json');
  const { code } = await run(
    name,
    ...node(
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      program('jest'),
      // A test that leaves something open is reported, but must not hold the run up for ever.
      '--forceExit',
      '--json',
      `--outputFile=${output}`,
      ...args,
    ),
    { limit: ALL_MS - (Date.now() - began), quiet: false },
  );
  try {
    const results = JSON.parse(readFileSync(output, 'utf8'));
    const files = results.testResults.map(({ name: file, status, assertionResults }) => ({
      name: file,
      status,
      passed: assertionResults.filter((test) => test.status === 'passed').length,
    }));
    const failures = results.numFailedTests + results.numRuntimeErrorTestSuites;
    return { files, passed: results.numPassedTests, failed: failures || (code === 0 ? 0 : 1) };
  } catch {
    process.stdout.write('✕ The tests ended without a result.\n');
    return { files: [], passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a part in a process group of its own, which is ended as a whole when its time is over. */
function run(name, command, args, { limit, quiet }) {
  const started = Date.now();
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, {
      detached: true,
      // Jest's JSON goes to its file; what people read, to stderr.
      stdio: ['ignore', quiet ? 'pipe' : 'ignore', quiet ? 'pipe' : 'inherit'],
    });
    children.add(child);
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const timer = setTimeout(() => {
      output += `\n${name} took longer than ${Math.round(limit / 1000)} s and was stopped.`;
      if (!quiet) process.stdout.write(`${name} took longer than ${Math.round(limit / 1000)} s and was stopped.\n`);
      endGroup(child);
    }, limit);
    child.on('exit', (code) => {
      clearTimeout(timer);
      children.delete(child);
      times.push([name, (Date.now() - started) / 1000]);
      resolve({ code: code ?? 1, output });
    });
  });
}

function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGTERM');
    // Not a timer: the caller may be about to exit.
    spawnSync('sleep', ['2']);
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
