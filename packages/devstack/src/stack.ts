import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from './log.js';
import { startMongo, type MongoKind } from './mongo/index.js';
import { tryLock } from './process/lock.js';
import { startTemporal } from './temporal/index.js';
import { endOrphans, rememberChildren } from './process/orphans.js';

export interface StackOptions {
  /** Folder for all that is kept. An ephemeral stack keeps nothing and puts its files in a temporary folder instead. */
  readonly dataDir: string;
  readonly log: Log;
  readonly ports?: 'free' | { readonly temporal?: number | undefined; readonly mongodb?: number | undefined };
  readonly ephemeral?: boolean;
}

/** Both servers, answering. `failed` settles with a sentence when one of ours ends before `stop` was called. */
export interface Stack {
  readonly temporalAddress: string;
  readonly mongodbUri: string;
  readonly mongodb: { readonly kind: MongoKind; readonly version: string };
  readonly temporal: { readonly kind: 'found' | 'external'; readonly version: string };
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

const DEFAULT_PORTS = { temporal: 7233, mongodb: 27017 };

/** Starts Temporal and MongoDB beside each other; throws one sentence when one cannot be had or the folder is in use. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = options.ephemeral ? mkdtempSync(join(tmpdir(), 'sluice-')) : options.dataDir;
  mkdirSync(dataDir, { recursive: true });
  const lock = tryLock(join(dataDir, 'stack.lock'));
  if (!('release' in lock)) {
    throw new Error(
      `Sluice already runs on ${dataDir} (process ${String(lock.pid)}); stop it, or set SLUICE_DATA_DIR.`,
    );
  }
  const children = join(dataDir, 'children.json');
  await endOrphans(children, options.log);

  const port = (name: 'temporal' | 'mongodb'): number | 'free' =>
    options.ports === 'free' ? 'free' : (options.ports?.[name] ?? DEFAULT_PORTS[name]);
  const logFile = (name: string): string => join(dataDir, 'logs', `${name}.log`);
  const [mongo, temporal] = await Promise.allSettled([
    startMongo({
      dataDir: join(dataDir, 'mongodb'),
      log: options.log,
      port: port('mongodb'),
      logFile: logFile('mongodb'),
    }),
    startTemporal({
      dataDir: options.ephemeral ? undefined : join(dataDir, 'temporal'),
      log: options.log,
      port: port('temporal'),
      logFile: logFile('temporal'),
    }),
  ]);
  const cleanUp = (): void => {
    rmSync(children, { force: true });
    lock.release();
    if (options.ephemeral) rmSync(dataDir, { recursive: true, force: true });
  };
  if (mongo.status === 'rejected' || temporal.status === 'rejected') {
    await Promise.all(
      [mongo, temporal].map((result) => (result.status === 'fulfilled' ? result.value.stop() : undefined)),
    );
    cleanUp();
    throw mongo.status === 'rejected' ? mongo.reason : (temporal as PromiseRejectedResult).reason;
  }
  rememberChildren(children, [mongo.value.pid, temporal.value.pid]);

  let stopping = false;
  const failed = new Promise<string>((resolve) => {
    const watch = (name: string, exited: Promise<number> | undefined): void => {
      void exited?.then((code) => {
        if (!stopping) resolve(`${name} ended unexpectedly (${String(code)}); see ${logFile(name.toLowerCase())}.`);
      });
    };
    watch('MongoDB', mongo.value.exited);
    watch('Temporal', temporal.value.exited);
  });

  return {
    temporalAddress: temporal.value.address,
    mongodbUri: mongo.value.uri,
    mongodb: { kind: mongo.value.kind, version: mongo.value.version },
    temporal: { kind: temporal.value.kind, version: temporal.value.version },
    failed,
    stop: async () => {
      stopping = true;
      await Promise.all([temporal.value.stop(), mongo.value.stop()]);
      cleanUp();
    },
  };
}
