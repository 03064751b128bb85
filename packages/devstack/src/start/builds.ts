import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentKey } from '../cache/cache.js';
import type { Log } from '../log.js';
import { run } from '../process/run.js';

const BUILD_MS = 5 * 60_000;

interface Build {
  readonly what: string;
  readonly sources: readonly string[];
  /** The folder built into; a stamp in it says from what. */
  readonly output: string;
  readonly args: readonly string[];
}

/** The packages whose code reaches the browser or the workflow bundle. */
const SHARED = ['domain', 'rules', 'flows', 'nodes', 'contracts', 'runtime'].map((name) => `packages/${name}/src`);

/** Builds the web application when its sources are other than at the last build; gives the folder to serve. */
export async function buildWeb(root: string, log: Log): Promise<string> {
  const output = join(root, 'packages/web/dist');
  await buildIfChanged(root, log, {
    what: 'Web application',
    sources: ['packages/web', ...SHARED, 'package-lock.json'],
    output,
    args: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn', 'packages/web'],
  });
  return output;
}

/** Builds the workflow bundle likewise; gives its file. */
export async function buildWorkflows(root: string, log: Log): Promise<string> {
  const output = join(root, 'packages/worker/dist');
  const file = join(output, 'workflow-bundle.js');
  await buildIfChanged(root, log, {
    what: 'Workflows',
    sources: ['workflows/src', ...SHARED, 'packages/worker/src/bundle.ts', 'package-lock.json'],
    output,
    args: ['--import', 'tsx', 'packages/worker/src/bundle.ts', file],
  });
  return file;
}

async function buildIfChanged(root: string, log: Log, { what, sources, output, args }: Build): Promise<void> {
  const stamp = join(output, '.built-from');
  const key = contentKey(...sources.map((source) => join(root, source)));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const started = Date.now();
  log(`${what}: building`);
  await run(process.execPath, args, {
    cwd: root,
    timeoutMs: BUILD_MS,
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
  log(`${what}: built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
