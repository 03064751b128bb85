import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, identify, isRunning } from './identity.js';

/** A lock file held by this process; `release` is idempotent. */
export interface Lock {
  release(): void;
}

/** Takes the lock file unless a running process holds it, in which case its identity is returned. Stale ones are removed. */
export function tryLock(path: string): Lock | ProcessIdentity {
  mkdirSync(dirname(path), { recursive: true });
  // Written aside and linked into place: nobody ever sees a lock without its owner.
  const draft = `${path}.${String(process.pid)}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify(identify(process.pid)));
  try {
    for (;;) {
      try {
        linkSync(draft, path);
        return {
          release: () => {
            rmSync(path, { force: true });
          },
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = readOwner(path);
      if (owner && isRunning(owner)) return owner;
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Waits for the lock, runs the action under it and gives it back. */
export async function withLock<T>(path: string, onWait: () => void, action: () => Promise<T>): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    const lock = tryLock(path);
    if ('release' in lock) {
      try {
        return await action();
      } finally {
        lock.release();
      }
    }
    if (waits === 0) onWait();
    await sleep(200);
  }
}

function readOwner(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
