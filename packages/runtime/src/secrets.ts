import { readFileSync } from 'node:fs';
import { z } from 'zod';

const key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');

const text = z.string().min(1);

const schema = z.object({
  payloadKey: key,
  encryptionKey: key,
  authSecret: z.string().min(32),
  webhookSecrets: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  rails: z
    .strictObject({
      paypal: z.strictObject({ clientId: text, clientSecret: text, baseUrl: z.url().optional() }).optional(),
      wise: z.strictObject({ token: text, profile: z.int().positive(), baseUrl: z.url().optional() }).optional(),
      stripe: z.strictObject({ secretKey: text, baseUrl: z.url().optional() }).optional(),
    })
    .optional(),
});

/** An installation's secrets; they are never logged and never in the database. */
export interface Secrets {
  /** Encrypts what Temporal stores. */
  payloadKey: Buffer;
  /** Encrypts bank details and other secrets in the database, and keys the hashes of personal context. */
  encryptionKey: Buffer;
  /** Signs session cookies. */
  authSecret: string;
  /** By webhook source; several while one is being rotated. */
  webhookSecrets: Record<string, string[]>;
  /** Credentials of providers that pay; `baseUrl` leads to a provider's sandbox. */
  rails: RailSecrets;
}

export interface RailSecrets {
  paypal?: { clientId: string; clientSecret: string; baseUrl?: string };
  wise?: { token: string; profile: number; baseUrl?: string };
  stripe?: { secretKey: string; baseUrl?: string };
}

/** Reads `secrets.json`; throws one sentence where it is missing or not right (never with its content). */
export function loadSecrets(file: string | undefined): Secrets {
  if (!file) throw new Error('SLUICE_SECRETS_FILE is needed: the path of secrets.json, which npm start makes.');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error('The secrets file cannot be read: it must be JSON and readable by this user.');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw new Error(
      `The secrets file is not right: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}.`,
    );
  }
  const { payloadKey, encryptionKey, authSecret, webhookSecrets, rails } = parsed.data;
  return {
    payloadKey: Buffer.from(payloadKey, 'base64'),
    encryptionKey: Buffer.from(encryptionKey, 'base64'),
    authSecret,
    webhookSecrets: Object.fromEntries(
      Object.entries(webhookSecrets).map(([source, secret]) => [source, [secret].flat()]),
    ),
    rails: present(rails ?? {}),
  };
}

/** Without what is undefined: zod keeps optional keys that were given so. */
function present(rails: NonNullable<z.infer<typeof schema>['rails']>): RailSecrets {
  return JSON.parse(JSON.stringify(rails)) as RailSecrets;
}
