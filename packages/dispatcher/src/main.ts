import { connectTemporal, failpoint, keyedHash, loadConfig, loadSecrets, logger } from '@sluice/runtime';
import { openStore } from '@sluice/store';
import { DispatchLoop } from './loop.js';
import { temporalRuns } from './runs.js';
import { temporalSchedules } from './schedules.js';

const config = loadConfig();
const secrets = loadSecrets(config.secretsFile);
const log = logger('dispatcher', config.logLevel);
const store = await openStore({ uri: config.mongodbUri, database: config.database, failpoint });
const temporal = await connectTemporal(config, secrets);
const loop = new DispatchLoop(
  {
    store,
    runs: temporalRuns(temporal.client, config.taskQueuePrefix),
    schedules: temporalSchedules(temporal.client, config.taskQueuePrefix),
    now: () => new Date(),
    failpoint,
    hash: (text) => keyedHash(secrets.encryptionKey, text.trim().toLowerCase()),
  },
  { log: (message, error) => log.warn({ err: error }, message) },
);
loop.start();
console.log('SLUICE_READY dispatcher');

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void loop
      .stop()
      .then(() => temporal.close())
      .then(() => store.close())
      .then(() => process.exit(0));
  });
