import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@sluice/devstack/process/run';
import { madeOnce, root } from './made-once.js';

const LONGEST_MS = 5 * 60_000;

/** The packages whose code reaches the workflow bundle, and what makes it. */
const sources = [
  ...['domain', 'rules', 'flows', 'nodes', 'contracts', 'runtime'].map((name) => `packages/${name}/src`),
  'packages/worker/src/bundle.ts',
  'workflows/src',
  'package-lock.json',
];

/** The file of the workflow code as a worker takes it, built once for all test files that ask. */
export function workflowBundleFile(): Promise<string> {
  return bundledOnce('workflows', [], async (file) => {
    await run(process.execPath, ['--import', 'tsx', 'packages/worker/src/bundle.ts', file], {
      cwd: root,
      timeoutMs: LONGEST_MS,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
    });
  });
}

/** The file of workflow code with `more` in it, which are files of the repository, as `code` bundles it. */
export function workflowBundleWith(
  name: string,
  more: readonly string[],
  code: () => Promise<{ code: string }>,
): Promise<string> {
  return bundledOnce(name, more, async (file) => writeFileSync(file, (await code()).code));
}

async function bundledOnce(
  name: string,
  more: readonly string[],
  write: (file: string) => Promise<void>,
): Promise<string> {
  const bundle = 'workflow-bundle.js';
  const folder = await madeOnce(`sluice-${name}`, [...sources, ...more], async (made) => {
    mkdirSync(made, { recursive: true });
    await write(join(made, bundle));
  });
  return join(folder, bundle);
}
