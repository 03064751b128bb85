import { readFileSync } from 'node:fs';

/** A process told apart from a later one with the same number. `startedAt` is the kernel's own mark, where it has one. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** Identifies a running process. */
export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startMark(pid) };
}

/** Says whether exactly this process still runs (a zombie does not). */
export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startMark(pid) === startedAt && !isZombie(pid);
}

/** Field 22 of /proc/PID/stat (proc(5)): clock ticks from boot to the start of the process; '' on other systems. */
function startMark(pid: number): string {
  return statFields(pid)[19] ?? '';
}

function isZombie(pid: number): boolean {
  return statFields(pid)[0] === 'Z';
}

/** The fields after the name in brackets, which may itself hold spaces and brackets. */
function statFields(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
