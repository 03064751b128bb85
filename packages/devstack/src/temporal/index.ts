import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { spawnGuarded, type Guarded } from '../process/guarded.js';
import { assertPortFree, freePort, isListening } from '../process/ports.js';
import { run } from '../process/run.js';
import { findTemporal } from './program.js';

export interface TemporalOptions {
  /** Folder of the database file; undefined keeps everything in memory. */
  readonly dataDir: string | undefined;
  readonly log: Log;
  readonly port: number | 'free';
  readonly logFile?: string | undefined;
}

/** A Temporal server that answers; `pid` and `exited` are absent for an external one, which is not ours to stop. */
export interface RunningTemporal {
  readonly address: string;
  readonly kind: 'found' | 'external';
  readonly version: string;
  readonly pid?: number;
  readonly exited?: Promise<number>;
  stop(): Promise<void>;
}

/** What a run can be searched by; registered at every start. The names are those of packages/runtime. */
export const searchAttributes = { SluiceFlow: 'Keyword', SluiceVersion: 'Int', SluiceSubject: 'Keyword' } as const;

const START_MS = 60_000;

/**
 * Starts Temporal: `TEMPORAL_ADDRESS` → PATH → our cache → official download → `go build`.
 * Throws one sentence when it cannot be had, or the port is taken.
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const external = process.env['TEMPORAL_ADDRESS'];
  if (external) return externalTemporal(external);
  const program = await findTemporal(options.log);
  const port = options.port === 'free' ? await freePort() : options.port;
  await assertPortFree(port, 'Temporal', 'SLUICE_TEMPORAL_PORT');
  const address = `127.0.0.1:${String(port)}`;
  const child = spawnGuarded(program, serverArgs(port, options), { logFile: options.logFile });
  try {
    const version = await run(program, ['--version'], { timeoutMs: 20_000 });
    await waitUntilServing(program, address, child);
    options.log(`Temporal on port ${String(port)}`);
    return {
      address,
      kind: 'found',
      version: version.replace(/^temporal version /, '').split('\n')[0] ?? '',
      pid: child.pid,
      exited: child.exited,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop(1_000);
    throw error;
  }
}

/** The options that the specification measured: WAL, eager activities, quick continue-as-new. */
function serverArgs(port: number, { dataDir }: TemporalOptions): string[] {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${String(port)}`,
    '--headless',
    '--log-level=warn',
    ...(dataDir ? [`--db-filename=${join(dataDir, 'temporal.db')}`, '--sqlite-pragma=journal_mode=WAL'] : []),
    '--sqlite-pragma=synchronous=NORMAL',
    '--dynamic-config-value=system.enableActivityEagerExecution=true',
    '--dynamic-config-value=history.workflowIdReuseMinimalInterval="0s"',
    '--dynamic-config-value=frontend.enableUpdateWorkflowExecution=true',
    ...Object.entries(searchAttributes).map(([name, type]) => `--search-attribute=${name}=${type}`),
  ];
}

async function waitUntilServing(program: string, address: string, child: Guarded): Promise<void> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const [host = '', port = ''] = address.split(':');
  const until = Date.now() + START_MS;
  while (!ended && Date.now() < until) {
    if (await isListening(host, Number(port))) {
      const answer = await run(program, ['operator', 'namespace', 'describe', '--address', address, 'default'], {
        timeoutMs: 10_000,
      }).catch(() => undefined);
      if (answer !== undefined) return;
    }
    await sleep(100);
  }
  throw new Error(`Temporal did not start:\n${child.tail()}`);
}

async function externalTemporal(address: string): Promise<RunningTemporal> {
  const [host = '', port = '7233'] = address.split(':');
  if (!(await isListening(host, Number(port)))) {
    throw new Error(`Temporal at ${address} (TEMPORAL_ADDRESS) does not answer.`);
  }
  return { address, kind: 'external', version: 'unknown', stop: () => Promise.resolve() };
}
