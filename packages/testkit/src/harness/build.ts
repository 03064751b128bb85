import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { madeOnce, root } from './made-once.js';

const processes = {
  'sandbox-rail': 'packages/testkit/src/sandbox-rail/main.ts',
  worker: 'packages/worker/src/main.ts',
  dispatcher: 'packages/dispatcher/src/main.ts',
  api: 'packages/api/src/main.ts',
} as const;

const entryPoints = {
  ...processes,
  sluice: 'packages/cli/src/main.ts',
  'mortal-worker': 'workflows/test/random/worker-process.ts',
  'publishing-process': 'packages/store/test/publishing-process.ts',
} as const;

/** The processes of an installation, by the name they print after `SLUICE_READY`. */
export type ProcessName = keyof typeof processes;

/** A program that tests start again and again in a process of its own. */
type ProgramName = keyof typeof entryPoints;

let built: Promise<string> | undefined;

/** The program of each process of an installation. */
export async function buildPrograms(): Promise<Record<ProcessName, string>> {
  const names = Object.keys(processes) as ProcessName[];
  const paths = await Promise.all(names.map(async (name) => [name, await buildProgram(name)] as const));
  return Object.fromEntries(paths) as Record<ProcessName, string>;
}

/**
 * The program as one file, made anew only when sources have changed: it starts in a third of the time that loading its
 * sources one by one takes. Libraries stay outside.
 */
export async function buildProgram(name: ProgramName): Promise<string> {
  return join(await (built ??= bundle()), `${name}.mjs`);
}

function bundle(): Promise<string> {
  return madeOnce('sluice-testkit', sources(), async (folder) => {
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
  });
}

/** All that may reach a program. */
function sources(): string[] {
  const packages = readdirSync(join(root, 'packages')).filter((name) => name !== 'web');
  return [
    ...packages.map((name) => `packages/${name}/src`),
    'workflows/src',
    'package-lock.json',
    ...Object.values(entryPoints),
  ];
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
