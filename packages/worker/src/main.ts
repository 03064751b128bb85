import { mailer } from '@sluice/connectors/mail/index';
import { rails } from '@sluice/connectors/rails/index';
import {
  connectTemporal,
  dataConverter,
  decryptField,
  failpoint,
  loadConfig,
  loadSecrets,
  logger,
} from '@sluice/runtime';
import { temporalGate } from '@sluice/runtime/run-gate';
import { openStore } from '@sluice/store';
import { workerActivities } from './activities.js';
import { buildWorkflowBundle } from './bundle.js';
import { startOutbox } from './outbox.js';
import { beat, Workers } from './workers.js';

const config = loadConfig();
const secrets = loadSecrets(config.secretsFile);
const log = logger('worker', config.logLevel);
const store = await openStore({ uri: config.mongodbUri, database: config.database, failpoint });
const temporal = await connectTemporal(config, secrets);
const mails = mailer({
  ...(config.resendApiKey && { resendApiKey: config.resendApiKey }),
  ...(config.resendBaseUrl && { resendBaseUrl: config.resendBaseUrl }),
  // The message is marked by whoever sent it, together with the provider's answer.
  outbox: { markDelivered: async () => undefined },
});
const workers = await Workers.start({
  temporalAddress: config.temporalAddress,
  namespace: config.temporalNamespace,
  taskQueuePrefix: config.taskQueuePrefix,
  dataConverter: dataConverter(secrets),
  ...(config.resendApiKey && { mailPerSecond: config.mailPerSecond }),
  ...(config.build && { build: config.build }),
  workflowBundle: config.workflowBundle ? { codePath: config.workflowBundle } : await buildWorkflowBundle(),
  activities: workerActivities({
    store,
    rails: rails({
      ...(config.railUrl && { sandboxUrl: config.railUrl }),
      ...(config.railKeyLifeMs !== undefined && { keyLifeMs: config.railKeyLifeMs }),
      providers: secrets.rails,
    }),
    mailer: mails,
    mailFrom: config.mailFrom,
    baseUrl: config.baseUrl,
    allowLoopback: config.callLoopback,
    ...(config.slackUrl && { slackUrl: config.slackUrl }),
    now: () => new Date(),
    failpoint,
    openAccount: (encrypted) => decryptField(secrets.encryptionKey, encrypted),
    heartbeat: beat,
    gate: temporalGate(temporal.client, 10_000),
  }),
});
const outbox = startOutbox({
  store,
  mailer: mails,
  mailFrom: config.mailFrom,
  open: (sealed) => decryptField(secrets.encryptionKey, sealed),
  now: () => new Date(),
  failpoint,
  log: (message, error) => log.error({ err: error }, message),
});
console.log('SLUICE_READY worker');

let stopping = false;
const stop = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await Promise.all([workers.stop(), outbox.stop()]);
  await temporal.close();
  await store.close();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(0));
workers.ended().then(
  () => stop(1),
  (error: unknown) => {
    log.error({ err: error }, 'A worker has ended by itself.');
    return stop(1);
  },
);
