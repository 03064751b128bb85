import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** File of the workflow bundle's entry. */
export const workflowsPath = fileURLToPath(new URL('../../../workflows/src/workflows.ts', import.meta.url));

/** The workflow code as one script, built once instead of at every start of a worker. */
export async function buildWorkflowBundle(): Promise<{ code: string }> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    logger: new DefaultLogger('WARN'),
    // Zone rules differ from machine to machine: conditions of flows refuse the operators that need them (flows/condition).
    ignoreModules: ['@js-temporal/polyfill', '@sluice/domain/time'],
  });
  return { code };
}

/** Builds the bundle into a file; a worker takes it as `workflowBundle: { codePath }`. */
export async function writeWorkflowBundle(file: string): Promise<void> {
  const { code } = await buildWorkflowBundle();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, code);
}

const target = process.argv[2];
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (target === undefined) process.stdout.write((await buildWorkflowBundle()).code);
  else await writeWorkflowBundle(path.resolve(target));
}
