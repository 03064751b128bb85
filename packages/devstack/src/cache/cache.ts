import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import type { Log } from '../log.js';
import { withLock } from '../process/lock.js';

/** The cache folder of this user: `$XDG_CACHE_HOME/sluice`, by default `~/.cache/sluice`. */
export function cacheRoot(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sluice');
}

/** Where the cache keeps this thing, whether or not it is there; `key` names its version or content. */
export function cachePath(name: string, key: string): string {
  return join(cacheRoot(), `${name}-${key}`);
}

/**
 * The cached folder, made by `make` when it is missing. It appears whole or not at all: made aside and renamed, under a
 * lock, so that two processes do not make it twice.
 */
export async function cached(
  name: string,
  key: string,
  log: Log,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const target = cachePath(name, key);
  if (existsSync(target)) return target;
  const waiting = (): void => {
    log(`${name}: another process is getting it, waiting`);
  };
  return withLock(`${target}.lock`, waiting, async () => {
    if (existsSync(target)) return target;
    const draft = `${target}.making`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    try {
      await make(draft);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
    return target;
  });
}

/** A short hash of the names and contents of all files below the folders, for cache keys. */
export function contentKey(...folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of filesBelow(folder)) {
      hash.update(relative(folder, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 12);
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'node_modules' && name !== 'dist')
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
