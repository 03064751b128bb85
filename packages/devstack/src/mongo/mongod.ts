import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath, cached } from '../cache/cache.js';
import { download } from '../cache/download.js';
import type { Log } from '../log.js';
import { onPath } from '../process/path.js';
import { run } from '../process/run.js';

const VERSION = '7.0.24';

const KEY = `${VERSION}-${process.platform}-${process.arch}`;

/** The path of a mongod from PATH or our cache. */
export function mongodAtHand(): string | undefined {
  const inCache = join(cachePath('mongod', KEY), 'mongod');
  return onPath('mongod') ?? (existsSync(inCache) ? inCache : undefined);
}

/** The path of a mongod from MongoDB's own downloads; undefined when it cannot be had from there. */
export async function downloadMongod(log: Log): Promise<string | undefined> {
  const archive = archiveName();
  if (!archive) return undefined;
  try {
    const folder = await cached('mongod', KEY, log, (draft) => fetchInto(draft, archive, log));
    return join(folder, 'mongod');
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function fetchInto(folder: string, archive: string, log: Log): Promise<void> {
  const packed = join(folder, 'archive.tgz');
  // The place mongodb-memory-server downloads from, too.
  await download(`https://fastdl.mongodb.org/${archive}`, packed, 'mongod', log);
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  await run('tar', ['-xzf', packed, '-C', unpacked, '--strip-components=1'], { timeoutMs: 120_000 });
  renameSync(join(unpacked, 'bin', 'mongod'), join(folder, 'mongod'));
  rmSync(packed);
  rmSync(unpacked, { recursive: true });
}

/** The archive for this system as MongoDB names it, or undefined for a system it has none for. */
function archiveName(): string | undefined {
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch === 'x64' ? 'x86_64' : undefined;
  if (!arch) return undefined;
  if (process.platform === 'darwin') {
    return `osx/mongodb-macos-${arch === 'aarch64' ? 'arm64' : arch}-${VERSION}.tgz`;
  }
  const distribution = process.platform === 'linux' ? linuxDistribution(arch) : undefined;
  return distribution ? `linux/mongodb-linux-${arch}-${distribution}-${VERSION}.tgz` : undefined;
}

/** MongoDB 7.0 is built for these (it has no Debian build for ARM, where Ubuntu's runs). */
function linuxDistribution(arch: string): string | undefined {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const value = (name: string): string => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(release)?.[1] ?? '';
  const id = `${value('ID')} ${value('ID_LIKE')}`;
  const major = Number.parseInt(value('VERSION_ID'), 10);
  if (id.startsWith('debian') && arch === 'x86_64') return major >= 12 ? 'debian12' : 'debian11';
  if (id.includes('ubuntu') || id.includes('debian')) return 'ubuntu2204';
  if (id.includes('rhel') || id.includes('fedora')) return arch === 'aarch64' ? 'rhel82' : 'rhel90';
  return undefined;
}
