import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandboxRail } from './server.js';

/**
 * The sandbox rail as a process. Environment: `SLUICE_RAIL_PORT` (0 finds one), `SLUICE_DATA_DIR` (record in `rail/` below),
 * `SLUICE_BASE_URL` (where webhooks go), `SLUICE_RAIL_SETTLE_MS` (200), and the webhooks' secret: `SLUICE_RAIL_WEBHOOK_SECRET`,
 * otherwise `webhookSecrets["sandbox-rail"]` of the JSON file `SLUICE_SECRETS_FILE`.
 */
const { env } = process;
const secret = env.SLUICE_RAIL_WEBHOOK_SECRET ?? (await secretOfFile(env.SLUICE_SECRETS_FILE));
const base = env.SLUICE_BASE_URL?.replace(/\/+$/, '');
if (base && !secret) {
  console.error(
    'The sandbox rail needs SLUICE_RAIL_WEBHOOK_SECRET or webhookSecrets["sandbox-rail"] in SLUICE_SECRETS_FILE.',
  );
  process.exit(1);
}

const server = await startSandboxRail({
  directory: join(env.SLUICE_DATA_DIR ?? '.sluice', 'rail'),
  port: Number(env.SLUICE_RAIL_PORT ?? 0),
  settleMs: Number(env.SLUICE_RAIL_SETTLE_MS ?? 200),
  ...(base && secret && { webhook: { url: `${base}/v1/webhooks/sandbox-rail`, secret } }),
});
console.log(`The sandbox rail listens at ${server.url}`);
console.log('SLUICE_READY sandbox-rail');

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    void server.close().then(() => process.exit(0));
  });

async function secretOfFile(path: string | undefined): Promise<string | undefined> {
  if (!path) return undefined;
  const secrets = JSON.parse(await readFile(path, 'utf8')) as { webhookSecrets?: Record<string, string> };
  return secrets.webhookSecrets?.['sandbox-rail'];
}
