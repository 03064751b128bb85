import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath, cached, contentKey } from '../cache/cache.js';
import { download } from '../cache/download.js';
import type { Log } from '../log.js';
import { onPath } from '../process/path.js';
import { run } from '../process/run.js';

const VERSION = '1.5.1';
const MODULE = join(import.meta.dirname, '..', '..', 'temporal');
const BUILD_MS = 12 * 60_000;

/** The path of a `temporal` program: PATH → our cache → official download → built with Go. Throws one sentence if none. */
export async function findTemporal(log: Log): Promise<string> {
  const installed = onPath('temporal');
  if (installed) return installed;
  const downloadKey = `${VERSION}-${process.platform}-${process.arch}`;
  const buildKey = `${VERSION}-${contentKey(MODULE)}`;
  const inCache = [cachePath('temporal', downloadKey), cachePath('temporal-built', buildKey)]
    .map((folder) => join(folder, 'temporal'))
    .find((path) => existsSync(path));
  if (inCache) return inCache;
  try {
    return join(await cached('temporal', downloadKey, log, (folder) => fetchInto(folder, log)), 'temporal');
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
  return join(await cached('temporal-built', buildKey, log, (folder) => buildInto(folder, log)), 'temporal');
}

async function fetchInto(folder: string, log: Log): Promise<void> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `temporal_cli_${VERSION}_${process.platform}_${arch}.tar.gz`;
  const packed = join(folder, 'archive.tgz');
  await download(`https://github.com/temporalio/cli/releases/download/v${VERSION}/${name}`, packed, 'Temporal', log);
  await run('tar', ['-xzf', packed, '-C', folder], { timeoutMs: 60_000 });
  chmodSync(join(folder, 'temporal'), 0o755);
  rmSync(packed);
}

/** Temporal's command is a tool dependency of a Go module of its own, whose committed go.sum vouches for every source. */
async function buildInto(folder: string, log: Log): Promise<void> {
  const go = onPath('go');
  if (!go) {
    throw new Error('Temporal: needs Go 1.26 on PATH to be built; install the Temporal CLI or set TEMPORAL_ADDRESS.');
  }
  log('Temporal: building with Go (once; two to four minutes)');
  await run(
    go,
    [
      'build',
      '-mod=readonly',
      '-buildvcs=false',
      '-o',
      join(folder, 'temporal'),
      'github.com/temporalio/cli/cmd/temporal',
    ],
    {
      cwd: MODULE,
      timeoutMs: BUILD_MS,
      onProgress: (seconds) => {
        log(`Temporal: building, ${String(seconds)} s`);
      },
    },
  );
}
