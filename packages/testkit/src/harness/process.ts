import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ProcessName } from './build.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export interface ProcessOptions {
  name: ProcessName;
  /** The program as `buildPrograms` has made it. */
  program: string;
  env: Record<string, string>;
  /** File that everything the process says is added to. */
  log: string;
  /** Called whenever the process was killed, while it is dead. */
  killed?: (name: ProcessName) => Promise<void>;
}

/**
 * One real process of Sluice under test. It is started again whenever it is killed (a failpoint's SIGKILL included), as a
 * supervisor would, until `stop` is called. `crashes` counts those ends.
 */
export class TestProcess {
  crashes = 0;
  private child: ChildProcess | undefined;
  private stopping = false;
  private ready: Promise<void> = Promise.resolve();

  constructor(private readonly options: ProcessOptions) {}

  /** Starts the process and waits until it says that it is ready; rejects after `timeoutMs`. */
  start(timeoutMs = 60_000): Promise<void> {
    this.stopping = false;
    this.ready = this.launch(timeoutMs);
    return this.ready;
  }

  /** Resolves when the newest start of the process is ready. */
  async whenReady(): Promise<void> {
    let seen: Promise<void>;
    do {
      seen = this.ready;
      await seen.catch(() => undefined);
    } while (seen !== this.ready);
  }

  /** SIGKILL, as a power cut would; the process is then started again. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Freezes the process where it is (SIGSTOP), as a machine that swaps or a debugger does. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Lets a frozen process go on. */
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends the process politely, by SIGKILL after five seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  }

  private async again(timeoutMs: number): Promise<void> {
    await this.options.killed?.(this.options.name);
    if (!this.stopping) await this.launch(timeoutMs);
  }

  private launch(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const { name, program, env, log } = this.options;
      const child = spawn(process.execPath, ['--enable-source-maps', program], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.child = child;
      const timer = setTimeout(
        () => reject(new Error(`${name} was not ready after ${timeoutMs} ms, see ${log}`)),
        timeoutMs,
      );
      const note = (line: string) => {
        appendFileSync(log, `${line}\n`);
        if (!line.includes('SLUICE_READY')) return;
        clearTimeout(timer);
        resolve();
      };
      createInterface({ input: child.stdout! }).on('line', note);
      createInterface({ input: child.stderr! }).on('line', note);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        appendFileSync(log, `-- ${name} ended: ${signal ?? code}\n`);
        if (this.stopping) return;
        this.crashes += 1;
        if (signal === 'SIGKILL') {
          this.ready = this.again(timeoutMs);
          this.ready.then(resolve, reject);
        } else {
          reject(new Error(`${name} ended by itself (${signal ?? code}), see ${log}`));
        }
      });
    });
  }
}
