import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../log.js';
import { freePort, assertPortFree } from '../process/ports.js';
import { spawnGuarded } from '../process/guarded.js';
import { askVersion, waitForAnswer } from './ask.js';
import { embeddedAtHand, embeddedFile, embeddedMongoCommand } from './embedded.js';
import { downloadMongod, mongodAtHand } from './mongod.js';

export type MongoKind = 'mongod' | 'embedded' | 'external';

export interface MongoOptions {
  /** Folder of the database's files; it is made when missing. */
  readonly dataDir: string;
  readonly log: Log;
  readonly port: number | 'free';
  readonly logFile?: string | undefined;
  /** Insists on one kind, for tests: by default the first that can be had. */
  readonly only?: 'mongod' | 'embedded' | undefined;
}

/** A database that answers. `pid` and `exited` are absent for an external one, which is not ours to stop. */
export interface RunningMongo {
  readonly uri: string;
  readonly kind: MongoKind;
  readonly version: string;
  readonly pid?: number;
  readonly exited?: Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts MongoDB: `MONGODB_URI` → mongod on PATH → our cache → official download → the embedded server built with Maven.
 * Throws one sentence when none can be had, or the port is taken.
 */
export async function startMongo(options: MongoOptions): Promise<RunningMongo> {
  const external = process.env['MONGODB_URI'];
  if (external && !options.only) {
    return { uri: external, kind: 'external', version: await askVersion(external), stop: () => Promise.resolve() };
  }
  const port = options.port === 'free' ? await freePort() : options.port;
  await assertPortFree(port, 'MongoDB', 'SLUICE_MONGODB_PORT');
  const mongod = await chooseMongod(options);
  const program = mongod
    ? { kind: 'mongod' as const, command: mongod, args: mongodArgs(port, options.dataDir) }
    : { kind: 'embedded' as const, ...(await embeddedMongoCommand(port, options.dataDir, options.log)) };

  const child = spawnGuarded(program.command, program.args, { logFile: options.logFile });
  const uri = `mongodb://127.0.0.1:${String(port)}`;
  try {
    const version = await waitForAnswer(uri, child);
    options.log(
      program.kind === 'mongod'
        ? `MongoDB ${version} on port ${String(port)}`
        : `Embedded database (for trying and testing) on port ${String(port)}`,
    );
    return { uri, kind: program.kind, version, pid: child.pid, exited: child.exited, stop: () => child.stop() };
  } catch (error) {
    await child.stop(1_000);
    throw error;
  }
}

/** The mongod to use, or undefined for the embedded server. A folder with data stays with the server that wrote it. */
async function chooseMongod({ dataDir, log, only }: MongoOptions): Promise<string | undefined> {
  if (only === 'embedded' || existsSync(embeddedFile(dataDir))) return undefined;
  const atHand = mongodAtHand();
  if (atHand) return atHand;
  const needed = only === 'mongod' || existsSync(join(dataDir, 'WiredTiger'));
  if (!needed && embeddedAtHand()) return undefined;
  const downloaded = await downloadMongod(log);
  if (!downloaded && needed) {
    throw new Error(`${dataDir} was written by mongod, which is neither on PATH nor can it be downloaded; install it.`);
  }
  return downloaded;
}

function mongodArgs(port: number, dataDir: string): string[] {
  mkdirSync(dataDir, { recursive: true });
  return ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', dataDir, '--quiet'];
}
