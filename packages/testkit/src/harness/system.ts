import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedDemo, type DemoCredentials } from '@sluice/cli/demo/seed';
import { publishFlow } from '@sluice/cli/demo/templates';
import { freePort } from '@sluice/devstack';
import { ensureSecrets } from '@sluice/devstack/start/secrets';
import { loadSecrets, type Secrets } from '@sluice/runtime';
import { hits } from '@sluice/runtime/failpoint';
import { openStore, type Store } from '@sluice/store';
import type { Failpoints } from '../failpoints.js';
import { ApiClient } from './api-client.js';
import { buildPrograms, type ProcessName } from './build.js';
import { TestProcess } from './process.js';
import { RailClient } from './rail-client.js';
import { Recovery } from './recovery.js';
import { workflowBundleFile } from './workflow-bundle.js';

export interface SystemOptions {
  /** Part of the database's name. */
  name: string;
  /** How long commissions are held; 3 s by default. */
  hold?: string;
  /** The flows that are published, of those that ship; those about money and leads by default. */
  flows?: readonly string[];
  /** More settings of every process. */
  env?: Record<string, string>;
  /** Where each process is killed, once at each place. */
  failpoints?: Failpoints;
}

/** An installation of its own: database, task queues, rail, secrets; its processes are started again whenever they are killed. */
export interface System {
  programme: string;
  /** Makes the outside ids of this installation its own: runs of the same order have the same id, and tests share one Temporal. */
  tag: string;
  store: Store;
  secrets: Secrets;
  credentials: DemoCredentials;
  api: ApiClient;
  rail: RailClient;
  processes: Record<ProcessName, TestProcess>;
  /** Failpoints that were hit, as `process name`, in the order of each process. */
  hits(): string[];
  /** How long what the kills cut off took to go on. */
  recovery: Recovery;
  /** A store of its own on the same database, as another process has one; held at its places by `failpoint`. Closed at `stop`. */
  another(failpoint?: (name: string) => Promise<void>): Promise<Store>;
  /** Settings of its processes, for a command line that works on it. */
  env: Record<string, string>;
  /** File with everything that the processes said. */
  log: string;
  stop(): Promise<void>;
}

/** Starts an installation with the demo programme's people, partners and flows, without its history. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const mongodb = needed('SLUICE_TEST_MONGODB_URI');
  const directory = mkdtempSync(join(tmpdir(), `sluice-${options.name}-`));
  const log = join(directory, 'processes.log');
  const secretsFile = join(directory, 'secrets.json');
  ensureSecrets(secretsFile);
  const secrets = loadSecrets(secretsFile);
  const port = await freePort();
  const railPort = await freePort();
  const bundle = await workflowBundleFile();
  const programs = await buildPrograms();
  const baseUrl = `http://127.0.0.1:${port}`;
  const railUrl = `http://127.0.0.1:${railPort}`;
  const tag = randomUUID().slice(0, 8);
  const database = `${options.name}_${tag}`;
  const uri = withDatabase(mongodb, database);
  const store = await openStore({ uri, database });
  const others: Store[] = [];
  const another = async (failpoint?: (name: string) => Promise<void>): Promise<Store> => {
    const other = await openStore({ uri, database, ...(failpoint && { failpoint }) });
    others.push(other);
    return other;
  };
  const credentials = await seedDemo({
    store,
    secrets,
    baseUrl,
    credentialsFile: join(directory, 'demo-credentials.json'),
    now: new Date(),
    log: () => undefined,
    history: false,
    flows: options.flows ?? ['clawback', 'lead-intake', 'order-to-payable', 'payout-batch'],
  });
  await publishHold(store, options.hold ?? 'PT3S');
  const env: Record<string, string> = {
    MONGODB_URI: uri,
    MONGODB_KIND: process.env['SLUICE_TEST_MONGODB_KIND'] ?? 'external',
    TEMPORAL_ADDRESS: needed('SLUICE_TEST_TEMPORAL_ADDRESS'),
    SLUICE_TASK_QUEUE_PREFIX: `${database}-`,
    SLUICE_DATA_DIR: directory,
    SLUICE_SECRETS_FILE: secretsFile,
    SLUICE_BASE_URL: baseUrl,
    SLUICE_RAIL_PORT: String(railPort),
    SLUICE_RAIL_URL: railUrl,
    SLUICE_WORKFLOW_BUNDLE: bundle,
    SLUICE_LOG: 'warn',
    PORT: String(port),
    ...options.env,
  };
  const api = new ApiClient(baseUrl, credentials);
  const recovery = new Recovery(store, 'demo', api);
  const killed = (name: ProcessName) => recovery.killed(name);
  const names = Object.keys(programs) as ProcessName[];
  const hitLog = (name: ProcessName) => join(directory, `hits-${name}`);
  const processes = Object.fromEntries(
    names.map((name) => {
      const failpoints = options.failpoints?.[name] ?? [];
      const armed = { SLUICE_FAILPOINT: failpoints.join(), SLUICE_FAILPOINT_LOG: hitLog(name) };
      const own = { ...env, ...(failpoints.length > 0 && armed) };
      return [name, new TestProcess({ name, program: programs[name], env: own, log, killed })];
    }),
  ) as Record<ProcessName, TestProcess>;
  const stop = async (): Promise<void> => {
    await Promise.all([processes.api.stop(), processes.worker.stop(), processes.dispatcher.stop()]);
    await processes['sandbox-rail'].stop();
    await Promise.all([store, ...others].map((one) => one.close()));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await Promise.all(names.map((name) => processes[name].start(120_000)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    programme: 'demo',
    tag,
    store,
    secrets,
    credentials,
    api,
    rail: new RailClient(railUrl),
    processes,
    hits: () => names.flatMap((name) => hits(hitLog(name)).map((hit) => `${name} ${hit}`)),
    recovery,
    another,
    env,
    log,
    stop,
  };
}

/** The shipped flow with another hold: seconds instead of the refund window. */
async function publishHold(store: Store, hold: string): Promise<void> {
  const shipped = await store.flows.latest('demo', 'order-to-payable');
  if (!shipped) throw new Error('The flow "order-to-payable" was not seeded.');
  const document = shipped.document as Parameters<typeof publishFlow>[2];
  const parameters = document.parameters.map((one) => (one.key === 'hold' ? { ...one, default: hold } : one));
  await publishFlow(store, 'demo', { ...document, parameters }, { maker: 'ops', checker: 'admin' });
}

function withDatabase(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run through jest.config.mjs`);
  return value;
}
