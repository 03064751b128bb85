import { existsSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Log } from '../log.js';
import { assertPortFree, freePort, isListening } from '../process/ports.js';
import { endOrphans, rememberChildren } from '../process/orphans.js';
import { run } from '../process/run.js';
import { startStack, type Stack } from '../stack.js';
import { accountLines } from './accounts.js';
import { buildWeb, buildWorkflows } from './builds.js';
import { ensureSecrets } from './secrets.js';
import { readSettings, type Settings } from './settings.js';
import { Supervised } from './supervised.js';

/** In the order they are stopped: those that take work first, those that others need last. */
const PROCESSES = [
  ['api', 'packages/api/src/main.ts'],
  ['dispatcher', 'packages/dispatcher/src/main.ts'],
  ['worker', 'packages/worker/src/main.ts'],
  ['sandbox-rail', 'packages/testkit/src/sandbox-rail/main.ts'],
] as const;

const COMMAND_MS = 5 * 60_000;

/** `npm start`: servers, migration, demo data, processes; runs until a signal, then stops everything in order. */
export async function start(root: string): Promise<void> {
  const began = Date.now();
  const log: Log = (line) => {
    process.stdout.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s] ${line}\n`);
  };
  const settings = readSettings(root, process.env);
  await assertPortFree(settings.port, 'the console', 'PORT');
  mkdirSync(settings.dataDir, { recursive: true });

  const stops: (() => Promise<void>)[] = [];
  const stopEverything = async (): Promise<void> => {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  };
  const ended = untilAskedToEnd();
  try {
    const up = bringUp(settings, log, stops);
    const stack = await Promise.race([up, ended]);
    if (stack) {
      announce(settings, log);
      const failure = await Promise.race([ended, stack.failed]);
      if (failure) log(failure);
      process.exitCode = failure ? 1 : 0;
    }
    log('Stopping');
  } finally {
    await stopEverything();
  }
  log('Stopped');
  // What was still being brought up is held by guards, which end it when this process is gone.
  process.exit();
}

async function bringUp(settings: Settings, log: Log, stops: (() => Promise<void>)[]): Promise<Stack> {
  const { root, dataDir, port, baseUrl } = settings;
  const secretsFile = join(dataDir, 'secrets.json');
  ensureSecrets(secretsFile);
  const children = join(dataDir, 'processes.json');
  await endOrphans(children, log);

  const starting = startServers(dataDir, log).then((stack) => {
    stops.push(() => stack.stop());
    return stack;
  });
  const [servers, web, workflows] = await Promise.allSettled([
    starting,
    buildWeb(root, log),
    buildWorkflows(root, log),
  ]);
  const stack = valueOf(servers);
  const railPort = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    MONGODB_URI: stack.mongodb.kind === 'external' ? stack.mongodbUri : `${stack.mongodbUri}/sluice`,
    MONGODB_KIND: stack.mongodb.kind,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    SLUICE_DATA_DIR: dataDir,
    SLUICE_SECRETS_FILE: secretsFile,
    SLUICE_BASE_URL: baseUrl,
    SLUICE_RAIL_PORT: String(railPort),
    SLUICE_RAIL_URL: `http://127.0.0.1:${String(railPort)}`,
    SLUICE_WEB_ROOT: valueOf(web),
    SLUICE_WORKFLOW_BUNDLE: valueOf(workflows),
    PORT: String(port),
  };

  await sluice(settings, env, log, 'Migrating', ['migrate']);
  // The first time, people find the demo complete; later it only has to see that it is there, beside the processes.
  const seeding = sluice(settings, env, log, 'Demo programme', ['seed', '--if-empty']);
  seeding.catch(() => undefined);
  if (!existsSync(join(dataDir, 'demo-credentials.json'))) await seeding;

  const pids = new Map<string, number>();
  const supervised = PROCESSES.map(([name, entry]) => {
    const logFile = join(dataDir, 'logs', `${name}.log`);
    const onStart = (pid: number): void => {
      pids.set(name, pid);
      rememberChildren(children, [...pids.values()]);
    };
    return new Supervised({ name, entry, root, env, logFile, log, onStart });
  });
  for (const process of [...supervised].reverse()) stops.push(() => process.stop());
  await Promise.all([
    seeding,
    ...supervised.map((process, index) => process.ready.then(() => log(`${PROCESSES[index]?.[0] ?? ''} is ready`))),
  ]);
  // Takes as long as the first start's events take to go through; the console is of use meanwhile.
  void sluice(settings, env, log, 'Demo history', ['seed', '--finish']).catch((error: unknown) => {
    log(
      `Demo history: not finished, the next start goes on (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  return stack;
}

/** On their usual ports where these are free, so that other tools find them; on any free ones otherwise. */
async function startServers(dataDir: string, log: Log): Promise<Stack> {
  const port = async (setting: string, usual: number): Promise<number> => {
    const wanted = process.env[setting];
    if (wanted) return Number(wanted);
    return (await isListening('127.0.0.1', usual)) ? freePort() : usual;
  };
  const ports = {
    temporal: await port('SLUICE_TEMPORAL_PORT', 7233),
    mongodb: await port('SLUICE_MONGODB_PORT', 27017),
  };
  return startStack({ dataDir, log, ports });
}

async function sluice(
  { root, dataDir }: Settings,
  env: NodeJS.ProcessEnv,
  log: Log,
  what: string,
  args: readonly string[],
): Promise<void> {
  const started = Date.now();
  await run(process.execPath, ['--import', 'tsx', 'packages/cli/src/main.ts', ...args], {
    cwd: root,
    env,
    logFile: join(dataDir, 'logs', 'cli.log'),
    timeoutMs: COMMAND_MS,
    onProgress: (seconds) => {
      log(`${what}: ${String(seconds)} s`);
    },
  });
  log(`${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function announce({ dataDir, baseUrl, root }: Settings, log: Log): void {
  log('Ready');
  const accounts = accountLines(join(dataDir, 'demo-credentials.json'));
  const lines = [
    '',
    `Sluice is at ${baseUrl}`,
    ...(accounts.length > 0 ? ['Demo accounts (role, e-mail, password):', ...accounts] : []),
    `Data and logs are in ${relative(root, dataDir) || dataDir}. Ctrl-C stops everything.`,
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Settles, without a sentence, at Ctrl-C, at a signal, or when the npm that started us is gone. */
async function untilAskedToEnd(): Promise<undefined> {
  return new Promise((resolve) => {
    let asked = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        asked += 1;
        resolve(undefined);
        // Ctrl-C arrives twice under npm; somebody who presses it again and again means now.
        if (asked > 3) process.exit(130);
      });
    }
    if (process.env['npm_lifecycle_event']) {
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent) resolve(undefined);
      }, 1_000).unref();
    }
  });
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
