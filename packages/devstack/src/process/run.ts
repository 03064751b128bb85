import { spawnGuarded, type GuardedOptions } from './guarded.js';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunOptions extends GuardedOptions {
  readonly timeoutMs: number;
  /** Called every ten seconds with the seconds gone by, for progress lines. */
  readonly onProgress?: ((seconds: number) => void) | undefined;
}

/** Runs a program to its end; throws with its last lines when it fails or takes longer than `timeoutMs`. */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const started = Date.now();
  const child = spawnGuarded(command, args, options);
  const lines: string[] = [];
  child.onLine((line) => lines.push(line));
  const ticking = setInterval(() => {
    options.onProgress?.(Math.round((Date.now() - started) / 1000));
  }, 10_000);
  try {
    const code = await Promise.race([child.exited, sleep(options.timeoutMs, undefined, { ref: false })]);
    if (code === 0) return lines.join('\n');
    if (code === undefined) await child.stop(1_000);
    const why =
      code === undefined ? `took longer than ${String(options.timeoutMs / 1000)} s` : `ended with ${String(code)}`;
    throw new Error(`${command} ${args.slice(0, 3).join(' ')} ${why}:\n${child.tail()}`);
  } finally {
    clearInterval(ticking);
  }
}
