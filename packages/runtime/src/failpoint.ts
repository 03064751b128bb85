import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

const passes = new Map<string, number>();

/**
 * A named place around a write or an outside call. It does nothing unless a test has set `SLUICE_FAILPOINT` (names
 * separated by commas, each with an optional `:n` for the n-th pass) and `SLUICE_FAILPOINT_LOG` (a file): then the pass is
 * written to the file, forced to the disk, and the process ends by SIGKILL. A name that the file holds already is passed, so
 * that a process that is started again goes on.
 */
export function failpoint(name: string): void {
  const wanted = process.env['SLUICE_FAILPOINT'];
  if (!wanted) return;
  const log = process.env['SLUICE_FAILPOINT_LOG'];
  const hit = wanted.split(',').find((one) => one === name || one.startsWith(`${name}:`));
  if (!hit || !log) return;
  const pass = (passes.get(name) ?? 0) + 1;
  passes.set(name, pass);
  const nth = Number(hit.slice(name.length + 1) || '1');
  if (pass !== nth || hits(log).includes(name)) return;
  const file = openSync(log, 'a');
  writeSync(file, `${name}\n`);
  fsyncSync(file);
  closeSync(file);
  process.kill(process.pid, 'SIGKILL');
  // The signal takes a moment: nothing after this place may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Names of the failpoints that were hit, by the log of a test. */
export function hits(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
}
