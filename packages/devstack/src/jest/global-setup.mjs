import { tsImport } from 'tsx/esm/api';

/** Starts the servers that all tests of a run share, unless the environment names some already. */
export default async function setup() {
  const { startSharedStack } = await tsImport('./shared-stack.ts', import.meta.url);
  globalThis.__sluiceSharedStack = await startSharedStack();
}
