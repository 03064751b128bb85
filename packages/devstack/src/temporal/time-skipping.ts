import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached, contentKey } from '../cache/cache.js';
import type { Log } from '../log.js';
import { mavenBuild } from '../maven.js';

const PROJECT = join(import.meta.dirname, '..', '..', 'test-server');

/** @temporalio/testing starts the program with a port and ends it by signal: the shell must hand over to Java. */
const SCRIPT = `#!/bin/sh
here=$(dirname "$0")
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * An executable for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`,
 * collected with Maven on first use. Throws one sentence when Java or Maven is missing.
 */
export async function timeSkippingServerPath(log: Log): Promise<string> {
  const folder = await cached('time-skipping-server', contentKey(PROJECT), log, async (draft) => {
    await mavenBuild({
      project: PROJECT,
      output: draft,
      goal: 'generate-resources',
      what: 'Time-skipping server',
      instead: 'only the tests of long waits need it',
      log,
    });
    writeFileSync(join(draft, 'test-server'), SCRIPT, { mode: 0o755 });
  });
  return join(folder, 'test-server');
}
