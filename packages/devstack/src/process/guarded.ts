import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface GuardedOptions {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly cwd?: string | undefined;
  /** File that everything printed is appended to. */
  readonly logFile?: string | undefined;
}

/** A child in a process group of its own that cannot outlive us, not even when we die by SIGKILL. */
export interface Guarded {
  readonly pid: number;
  /** Settles with the exit code (128 + signal number for a signal) when the program has ended. */
  readonly exited: Promise<number>;
  /** The last lines printed, for error messages. */
  tail(): string;
  /** Calls back for every line printed, from now on. */
  onLine(listener: (line: string) => void): void;
  /** Asks the program to end (SIGTERM), forces it after `graceMs`, and waits. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts the program under a shell that holds the reading end of a pipe from us: when the pipe closes, for whatever
 * reason, the program is ended. Its own process group keeps a Ctrl-C in the terminal for us to handle in order.
 */
const GUARD = `
exec 3<&0
"$@" <&3 3<&- & child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
( read -r _ <&3; kill -TERM "$child"; sleep 8; kill -KILL "$child" ) >/dev/null 2>&1 & watch=$!
wait "$child"; code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; code=$?; done
kill "$watch" 2>/dev/null
exit "$code"
`;

const TAIL_LINES = 20;

/** Starts `command` guarded; throws when the shell itself cannot be started. */
export function spawnGuarded(command: string, args: readonly string[], options: GuardedOptions = {}): Guarded {
  const child = spawn('/bin/sh', ['-c', GUARD, 'guard', command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`Cannot start ${command}.`);
  child.stdin.on('error', () => undefined);

  const listeners: ((line: string) => void)[] = [];
  const tail: string[] = [];
  listeners.push((line) => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
  });
  readLines(child, options.logFile, (line) => {
    for (const listener of listeners) listener(line);
  });

  const exited = new Promise<number>((resolve) => {
    child.on('exit', (code) => {
      child.stdin.destroy();
      resolve(code ?? 137);
    });
    child.on('error', () => {
      resolve(127);
    });
  });

  return {
    pid,
    exited,
    tail: () => tail.join('\n'),
    onLine: (listener) => listeners.push(listener),
    stop: async (graceMs = 10_000) => {
      signalGroup(pid, 'SIGTERM');
      const ended = await Promise.race([exited.then(() => true), sleep(graceMs, false, { ref: false })]);
      if (!ended) signalGroup(pid, 'SIGKILL');
      await exited;
    },
  };
}

/** Signals every process of the group; a group that is gone is none of our business. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already ended.
  }
}

function readLines(child: ChildProcess, logFile: string | undefined, emit: (line: string) => void): void {
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const file = logFile ? createWriteStream(logFile, { flags: 'a' }) : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      file?.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) emit(line);
    });
  }
  child.on('close', () => file?.end());
}
