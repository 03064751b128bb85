import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { signalGroup } from './guarded.js';
import { type ProcessIdentity, identify, isRunning } from './identity.js';

const LEAVE_MS = 10_000;

/** Writes down which guarded children run, for whoever starts after we were killed. */
export function rememberChildren(file: string, pids: readonly (number | undefined)[]): void {
  const known = pids.filter((pid) => pid !== undefined).map(identify);
  writeFileSync(file, JSON.stringify(known));
}

/**
 * Waits for the children of a killed predecessor to leave (their guard ends them within moments) and forces those
 * that do not, so that their ports and files are free.
 */
export async function endOrphans(file: string, log: Log): Promise<void> {
  if (!existsSync(file)) return;
  const left = readChildren(file).filter(isRunning);
  if (left.length > 0) log('Waiting for servers of an earlier start to end');
  for (const { pid } of left) signalGroup(pid, 'SIGTERM');
  const until = Date.now() + LEAVE_MS;
  while (left.some(isRunning) && Date.now() < until) await sleep(100);
  for (const orphan of left.filter(isRunning)) signalGroup(orphan.pid, 'SIGKILL');
  rmSync(file, { force: true });
}

function readChildren(file: string): ProcessIdentity[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity[];
  } catch {
    return [];
  }
}
