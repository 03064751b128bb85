import { dirname } from 'node:path';
import { ensureInstalled, giveUp } from './lib/install.mjs';

const root = dirname(import.meta.dirname);
process.chdir(root);
ensureInstalled(root);

const { tsImport } = await import('tsx/esm/api');
try {
  const { start } = await tsImport('../packages/devstack/src/start/index.ts', import.meta.url);
  await start(root);
} catch (error) {
  giveUp(error instanceof Error ? error.message : String(error));
}
