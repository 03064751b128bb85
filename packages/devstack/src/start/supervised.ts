import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { spawnGuarded, type Guarded } from '../process/guarded.js';

export interface SupervisedOptions {
  readonly name: string;
  readonly entry: string;
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly log: Log;
  /** Told the process number after every start. */
  readonly onStart: (pid: number) => void;
}

const READY = 'SLUICE_READY';
const READY_MS = 90_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A process that ran this long before it crashed starts again without a growing pause. */
const STEADY_MS = 60_000;
/** Ends before the first readiness after which it is not a bad moment but a bad start. */
const FALSE_STARTS = 3;

/** One of our processes, started again with growing pauses whenever it ends before `stop` is called. */
export class Supervised {
  private child: Guarded | undefined;
  private stopping = false;
  private readonly running: Promise<void>;
  /** Settles when the process says it is ready for the first time; rejects when it has not within its time. */
  readonly ready: Promise<void>;

  constructor(private readonly options: SupervisedOptions) {
    const { promise, resolve, reject } = withResolvers();
    this.ready = promise;
    this.ready.catch(() => undefined);
    setTimeout(() => {
      reject(this.notReady(`was not ready within ${String(READY_MS / 1000)} s`));
    }, READY_MS).unref();
    this.running = this.superviseUntilStopped(resolve, reject);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.child?.stop();
    await this.running;
  }

  private async superviseUntilStopped(isReady: () => void, fail: (error: Error) => void): Promise<void> {
    const { name, entry, root, env, logFile, log, onStart } = this.options;
    let pause = FIRST_PAUSE_MS;
    let starts = 0;
    while (!this.stopping) {
      const started = Date.now();
      this.child = spawnGuarded(process.execPath, ['--import', 'tsx', entry], { cwd: root, env, logFile });
      onStart(this.child.pid);
      this.child.onLine((line) => {
        if (line.includes(READY)) isReady();
      });
      const code = await this.child.exited;
      if (this.hasBeenStopped()) return;
      starts += 1;
      if (starts === FALSE_STARTS) fail(this.notReady(`ended ${String(starts)} times`));
      if (Date.now() - started > STEADY_MS) pause = FIRST_PAUSE_MS;
      log(`${name} ended (${String(code)}), starting it again in ${String(pause / 1000)} s; see ${logFile}`);
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  /** Asked after every pause: `stop` may have been called meanwhile. */
  private hasBeenStopped(): boolean {
    return this.stopping;
  }

  private notReady(why: string): Error {
    const { name, logFile } = this.options;
    return new Error(`${name} ${why}; see ${logFile}.\n${this.child?.tail() ?? ''}`);
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (error: Error) => void } {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
