import { fork, type ChildProcess } from 'node:child_process';
import { taskQueues } from '@sluice/runtime/names';
import { ApplicationFailure } from '@temporalio/activity';
import { rollOf } from './roll.js';
import type { Stage } from './stage.js';
import type { FromWorker, ToWorker } from './worker-process.js';

/**
 * A life ends when nothing was told for so long. Answers of local activities are kept by the server only when the task is told
 * to go on (after 0.8 of its time limit, which is two seconds): killed before that, the task begins anew from the same place.
 */
const QUIET_MS = 1_900;

/**
 * A worker of the runs themselves that lives until each run has taken in one thing: then it is killed (SIGKILL) and another
 * takes over, which knows nothing but what the server does. One answer of four is lost with it. What other queues do is done
 * in this process, which lives.
 */
export class Mortal {
  lives = 0;
  /** Answers that were on their way when their worker was killed. */
  lost = 0;
  private current: ChildProcess | undefined;
  private spare: ChildProcess;
  /** Runs that had their answer in this life. */
  private readonly answered = new Set<string>();
  private lastTold = Date.now();
  /** Something happened in this life: one in which nothing did goes on. */
  private busy = false;
  private readonly watch: NodeJS.Timeout;

  constructor(
    private readonly stage: Stage,
    private readonly codePath: string,
    /** The worker's program, see worker-process.ts. */
    private readonly program: string,
  ) {
    this.spare = this.born();
    this.next();
    this.watch = setInterval(() => {
      if (this.busy && Date.now() - this.lastTold > QUIET_MS) this.next();
    }, 50);
  }

  async stop(): Promise<void> {
    clearInterval(this.watch);
    await Promise.all([this.current, this.spare].map((process) => process && killed(process)));
  }

  private born(): ChildProcess {
    return fork(this.program, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'json',
    });
  }

  private next(): void {
    this.current?.removeAllListeners('message').kill('SIGKILL');
    const worker = this.spare;
    this.spare = this.born();
    this.current = worker;
    this.lives += 1;
    this.answered.clear();
    this.busy = false;
    const { env, taskQueue } = this.stage;
    send(worker, { begin: { address: env.address, taskQueue, codePath: this.codePath } });
    worker.on('message', (message: FromWorker) => {
      if ('ready' in message) return;
      this.busy = true;
      this.lastTold = Date.now();
      if ('heard' in message) this.stage.players.get(message.run)?.hear(message.heard, message.history);
      else void this.answer(worker, message);
    });
  }

  /** One answer a run in each life; what more it asks is not heard by anybody. */
  private async answer(worker: ChildProcess, { call, activity, input }: Extract<FromWorker, { call: number }>) {
    const run = runOf(input);
    if (this.answered.has(run)) return;
    const told = await this.ask(activity, input).then(
      (result) => ({ answer: call, result }),
      (error: unknown) => ({ answer: call, failure: plain(error) }),
    );
    if (worker !== this.current || this.answered.has(run)) return;
    this.answered.add(run);
    this.lastTold = Date.now();
    if (rollOf(`${run} ${this.lives}`, 4) === 0) this.lost += 1;
    else send(worker, told);
  }

  private ask(activity: Extract<FromWorker, { call: number }>['activity'], input: unknown): Promise<unknown> {
    const does: Record<string, (value: never) => Promise<unknown>> = { ...this.stage.activities };
    return does[activity]!(input as never);
  }
}

/** Queues whose workers live. */
export const livingQueues = Object.values(taskQueues).filter((queue) => queue !== taskQueues.flows);

function runOf(input: unknown): string {
  const { context, run, id } = input as { context?: { run: string }; run?: string; id?: string };
  return context?.run ?? run ?? id ?? '';
}

function plain(error: unknown): NonNullable<Extract<ToWorker, { answer: number }>['failure']> {
  if (!(error instanceof ApplicationFailure)) throw error;
  const [details] = error.details ?? [];
  const { type, nonRetryable, message } = error;
  return { type: type ?? 'failed', message, nonRetryable: nonRetryable === true, details: (details ?? {}) as object };
}

function send(worker: ChildProcess, message: ToWorker): void {
  if (worker.connected) worker.send(message, () => undefined);
}

async function killed(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGKILL');
  await gone;
}
