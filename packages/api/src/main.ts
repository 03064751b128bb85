import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  connectTemporal,
  decryptField,
  encryptField,
  failpoint,
  keyedHash,
  loadConfig,
  loadSecrets,
  logger,
  taskQueue,
} from '@sluice/runtime';
import { openStore } from '@sluice/store';
import { createApi } from './app.js';
import { workerProbe } from './runs/worker-probe.js';

/** The API process: serves the HTTP API and the built console until it is told to stop. */
async function main(): Promise<void> {
  const config = loadConfig();
  const secrets = loadSecrets(config.secretsFile);
  const log = logger('api', config.logLevel);
  const store = await openStore({ uri: config.mongodbUri, database: config.database, failpoint });
  const temporal = await connectTemporal(config, secrets);
  const api = await createApi({
    store,
    temporal: temporal.client,
    config: {
      baseUrl: config.baseUrl,
      mongodbKind: config.mongodbKind,
      mailFrom: config.mailFrom,
      proxies: config.proxies,
      ...(config.webRoot === undefined ? {} : { webRoot: config.webRoot }),
    },
    secrets: {
      auth: secrets.authSecret,
      webhooks: secrets.webhookSecrets,
      openAccount: (encrypted) => decryptField(secrets.encryptionKey, encrypted),
      seal: (text) => encryptField(secrets.encryptionKey, text),
      accountHash: (text) => keyedHash(secrets.encryptionKey, text),
    },
    probes: {
      temporal: async () => {
        await temporal.client.workflowService.getSystemInfo({});
        return {};
      },
      worker: workerProbe(temporal.client, taskQueue('flows', config.taskQueuePrefix)),
    },
    log: (message, error) => log.error({ err: error }, message),
  });

  const server = createServer(api.app);
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, resolve);
  });
  log.info({ port: (server.address() as AddressInfo).port }, 'listening');
  console.log('SLUICE_READY api');

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    api.close();
    // Requests under way are answered; streams and idle connections would keep the process for ever.
    server.close(() => void finish());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
  };
  const finish = async (): Promise<void> => {
    await Promise.allSettled([temporal.close(), store.close()]);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const taken = (error as { code?: unknown }).code === 'EADDRINUSE';
  console.error(taken ? `The port ${process.env['PORT'] ?? '3000'} is taken. Set PORT to another one.` : error);
  process.exit(1);
});
