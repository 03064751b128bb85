import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The processes of an installation, by the name they print after `SLUICE_READY`. */
export const entryPoints = {
  'sandbox-rail': 'packages/testkit/src/sandbox-rail/main.ts',
  worker: 'packages/worker/src/main.ts',
  dispatcher: 'packages/dispatcher/src/main.ts',
  api: 'packages/api/src/main.ts',
} as const;

export type ProcessName = keyof typeof entryPoints;

/**
 * One real process of Sluice under test. It is started again whenever it is killed (a failpoint's SIGKILL included), as a
 * supervisor would, until `stop` is called. `crashes` counts those ends.
 */
export class TestProcess {
  crashes = 0;
  private child: ChildProcess | undefined;
  private stopping = false;
  private ready: Promise<void> = Promise.resolve();

  constructor(
    readonly name: ProcessName,
    private readonly env: Record<string, string>,
    private readonly log: string,
  ) {}

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

  /** Ends the process politely, by SIGKILL after five seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  }

  private launch(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', entryPoints[this.name]], {
        cwd: root,
        env: { ...process.env, NODE_OPTIONS: '', ...this.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.child = child;
      const timer = setTimeout(
        () => reject(new Error(`${this.name} was not ready after ${timeoutMs} ms, see ${this.log}`)),
        timeoutMs,
      );
      const note = (line: string) => {
        appendFileSync(this.log, `${line}\n`);
        if (!line.includes('SLUICE_READY')) return;
        clearTimeout(timer);
        resolve();
      };
      createInterface({ input: child.stdout! }).on('line', note);
      createInterface({ input: child.stderr! }).on('line', note);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        appendFileSync(this.log, `-- ${this.name} ended: ${signal ?? code}\n`);
        if (this.stopping) return;
        this.crashes += 1;
        if (signal === 'SIGKILL') {
          this.ready = this.launch(timeoutMs);
          this.ready.then(resolve, reject);
        } else {
          reject(new Error(`${this.name} ended by itself (${signal ?? code}), see ${this.log}`));
        }
      });
    });
  }
}
