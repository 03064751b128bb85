import { join } from 'node:path';
import type { Log } from './log.js';
import { onPath } from './process/path.js';
import { run } from './process/run.js';

const BUILD_MS = 5 * 60_000;

export interface MavenBuild {
  readonly project: string;
  readonly output: string;
  readonly goal: string;
  readonly what: string;
  /** What a person can do instead, for the sentence when Java or Maven is missing. */
  readonly instead: string;
  readonly log: Log;
}

/** Builds one of our Maven projects into `output`; throws one sentence when Java 17 or Maven is missing. */
export async function mavenBuild({ project, output, goal, what, instead, log }: MavenBuild): Promise<void> {
  const maven = onPath('mvn');
  if (!maven || !onPath('java')) {
    throw new Error(`${what}: needs Java 17 and Maven (mvn) on PATH to be built; ${instead}.`);
  }
  log(`${what}: building with Maven (once; about half a minute)`);
  await run(maven, ['-q', '-B', '-f', join(project, 'pom.xml'), `-Dsluice.build.directory=${output}`, goal], {
    timeoutMs: BUILD_MS,
    onProgress: (seconds) => {
      log(`${what}: building, ${String(seconds)} s`);
    },
  });
}
