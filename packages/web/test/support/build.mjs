import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * Builds the app as it ships into the folder named on the command line (not `dist`: a running `npm start` serves that) and
 * tells, as JSON, what went into each chunk: file, entry, static imports, modules.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = process.argv[2];
const answer = await build({
  root,
  configFile: `${root}vite.config.ts`,
  logLevel: 'error',
  build: { outDir, emptyOutDir: true },
});
const { output } = Array.isArray(answer) ? answer[0] : answer;
const chunks = output
  .filter((each) => each.type === 'chunk')
  .map(({ fileName, isEntry, imports, moduleIds }) => ({ fileName, isEntry, imports, modules: moduleIds }));
process.stdout.write(JSON.stringify(chunks));
