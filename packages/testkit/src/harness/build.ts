import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export const entryPoints = {
  'sandbox-rail': 'packages/testkit/src/sandbox-rail/main.ts',
  worker: 'packages/worker/src/main.ts',
  dispatcher: 'packages/dispatcher/src/main.ts',
  api: 'packages/api/src/main.ts',
} as const;

/** The processes of an installation, by the name they print after `SLUICE_READY`. */
export type ProcessName = keyof typeof entryPoints;

let built: Promise<Record<ProcessName, string>> | undefined;

/**
 * The program of each process as one file, made once a test run: a killed process is started again in a third of the time
 * that loading its sources one by one takes. Libraries stay outside. Taken away when the test process ends.
 */
export function buildPrograms(): Promise<Record<ProcessName, string>> {
  return (built ??= bundle());
}

async function bundle(): Promise<Record<ProcessName, string>> {
  // Inside node_modules, so that the libraries are found from there.
  const folder = join(root, 'node_modules/.cache/sluice-testkit', randomUUID());
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entryPoints).map(([name, file]) => ({ in: file, out: name })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'error',
    plugins: [ownSourcesOnly],
  });
  const names = Object.keys(entryPoints) as ProcessName[];
  return Object.fromEntries(names.map((name) => [name, join(folder, `${name}.mjs`)])) as Record<ProcessName, string>;
}

const ownSourcesOnly: Plugin = {
  name: 'own-sources-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === 'entry-point' || path.startsWith('@sluice/') ? undefined : { path, external: true },
    );
    // A module that asks where it is gets the place of its source, not that of the bundle.
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};
