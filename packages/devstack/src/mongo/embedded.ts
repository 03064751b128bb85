import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cachePath, cached, contentKey } from '../cache/cache.js';
import type { Log } from '../log.js';
import { mavenBuild } from '../maven.js';
import { onPath } from '../process/path.js';

const SOURCE = join(import.meta.dirname, '..', '..', 'mongo');
const HEAP_MB = Number(process.env['SLUICE_MONGO_HEAP_MB'] ?? '1024');

/** The command that starts the embedded database, built first where the cache does not hold it. */
export async function embeddedMongoCommand(
  port: number,
  dataDir: string,
  log: Log,
): Promise<{ command: string; args: string[] }> {
  const folder = await embeddedMongoProgram(log);
  mkdirSync(dataDir, { recursive: true });
  return {
    command: onPath('java') ?? 'java',
    args: [
      `-Xmx${String(HEAP_MB)}m`,
      `-Dsluice.cacheMb=${String(Math.round(HEAP_MB / 4))}`,
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=4',
      '-Xshare:auto',
      '-cp',
      `${join(folder, 'classes')}:${join(folder, 'lib', '*')}`,
      'dev.sluice.mongo.EmbeddedMongo',
      String(port),
      embeddedFile(dataDir),
    ],
  };
}

/** The one file that the embedded database keeps in its folder. */
export function embeddedFile(dataDir: string): string {
  return join(dataDir, 'embedded.mv.db');
}

/** Says whether the embedded database was built before. */
export function embeddedAtHand(): boolean {
  return existsSync(cachePath('embedded-mongo', contentKey(SOURCE)));
}

/** The folder with the classes and libraries of the embedded database; throws one sentence when Java or Maven lack. */
export async function embeddedMongoProgram(log: Log): Promise<string> {
  return cached('embedded-mongo', contentKey(SOURCE), log, (folder) =>
    mavenBuild({
      project: SOURCE,
      output: folder,
      goal: 'process-classes',
      what: 'Embedded database',
      instead: 'install mongod or set MONGODB_URI',
      log,
    }),
  );
}
