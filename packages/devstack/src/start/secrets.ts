import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Sources whose webhooks the programme accepts, each with a signing secret of its own. */
const WEBHOOK_SOURCES = ['stripe', 'shopify', 'woocommerce', 'chargebee', 'recurly', 'paddle', 'sandbox-rail'];

/**
 * The installation's secrets as kept in `secrets.json`. Keys are 32 random bytes in base64: `payloadKey` for what Temporal
 * stores, `encryptionKey` for secrets and tax numbers in the database, `authSecret` for session cookies.
 */
export interface Secrets {
  readonly payloadKey: string;
  readonly encryptionKey: string;
  readonly authSecret: string;
  readonly webhookSecrets: Readonly<Record<string, string>>;
}

/** Makes the secrets at the first start, readable by their owner alone; later starts only add sources that are new. */
export function ensureSecrets(file: string): Secrets {
  const kept: Partial<Secrets> = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>) : {};
  const secrets: Secrets = {
    // What people have put in beside, such as the credentials of providers that pay, stays.
    ...kept,
    payloadKey: kept.payloadKey ?? key(),
    encryptionKey: kept.encryptionKey ?? key(),
    authSecret: kept.authSecret ?? key(),
    webhookSecrets: {
      ...Object.fromEntries(WEBHOOK_SOURCES.map((source) => [source, `whsec_${key()}`])),
      ...kept.webhookSecrets,
    },
  };
  if (JSON.stringify(secrets) !== JSON.stringify(kept)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets;
}

function key(): string {
  return randomBytes(32).toString('base64');
}
