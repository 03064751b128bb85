import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createAuth, createUser, ensureAuthIndexes, newApiKey } from '@sluice/api';
import { granted } from '@sluice/contracts';
import { derivedId, type EventType, type PartnerId } from '@sluice/domain';
import { encryptField, keyedHash, type Secrets } from '@sluice/runtime';
import { apiKeyHash, type Store } from '@sluice/store';
import { seedAssetsAndProspects } from './assets-and-prospects.js';
import { demoHistory } from './history.js';
import { demoPartners, type DemoPartner } from './partners.js';
import { demoUsers } from './people.js';
import { demoProgramme } from './programme.js';
import { publishTemplates } from './templates.js';

/** What `demo-credentials.json` says. */
export interface DemoCredentials {
  baseUrl: string;
  apiKey: string;
  webhookSecrets: Record<string, string>;
  users: { role: string; email: string; password: string }[];
}

export interface SeedOptions {
  store: Store;
  secrets: Secrets;
  baseUrl: string;
  credentialsFile: string;
  now: Date;
  log(line: string): void;
  /** False leaves out the three months of events (tests that bring their own). */
  history?: boolean;
  /** The flows that are published, of those that ship; `demoFlows` by default. */
  flows?: readonly string[];
}

const programme = demoProgramme.key;
/** What runs in the demo; the other flows that ship are in the gallery. */
export const demoFlows: readonly string[] = [
  'application-approval',
  'brand-guardrails',
  'clawback',
  'lead-qualification',
  'onboarding',
  'order-to-payable',
  'payout-batch',
  'payout-failure',
  'prospect-outreach',
  're-engagement',
  'tier-review',
];
const day = 86_400_000;

/**
 * Makes the demo programme through the real paths: people, partners with links, coupons and payout accounts, the shipped
 * rules and flows, and three months of events, which the dispatcher then takes through like any others. Every part derives
 * its ids, so that a seed that was cut off is finished by the next one.
 */
export async function seedDemo(options: SeedOptions): Promise<DemoCredentials> {
  const { store, log } = options;
  const credentials = readCredentials(options.credentialsFile);
  await store.programmes.insertOrRead(demoProgramme, {
    audit: { action: 'programme.created', actor: { id: 'seed' } },
  });
  const partners = new Map<string, PartnerId>();
  for (const partner of demoPartners) partners.set(partner.slug, await seedPartner(options, partner));
  log(`${partners.size} partners with links, coupons and payout accounts`);
  const users = await seedUsers(options, credentials, partners);
  log(`${users.length} people`);
  const ids = new Map(users.map(({ email, id }) => [email, id]));
  const by = { maker: ids.get('ops@halden.example') ?? 'ops', checker: ids.get('admin@halden.example') ?? 'admin' };
  await publishTemplates(store, programme, by, options.flows ?? demoFlows);
  log('rules, mails and flows published');
  const apiKey = await seedApiKey(options, credentials);
  if (options.history !== false) {
    log(`${await seedHistory(options)} events of the past three months stored`);
    const seeded = await seedAssetsAndProspects(store, options.now);
    log(`${seeded.assets} assets and ${seeded.prospects} prospects`);
  }
  const written: DemoCredentials = {
    baseUrl: options.baseUrl,
    apiKey,
    webhookSecrets: Object.fromEntries(
      Object.entries(options.secrets.webhookSecrets).map(([source, list]) => [source, list[0] ?? '']),
    ),
    users: users.map(({ role, email, password }) => ({ role, email, password })),
  };
  mkdirSync(dirname(options.credentialsFile), { recursive: true });
  writeFileSync(options.credentialsFile, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 });
  await store.system.set(programme, 'seeded', options.now.toISOString());
  return written;
}

async function seedPartner({ store, secrets, now }: SeedOptions, partner: DemoPartner): Promise<PartnerId> {
  const id = derivedId('partner', programme, 'demo', partner.slug);
  const joined = new Date(now.getTime() - partner.joinedDaysAgo * day);
  const account = `sandbox-${partner.slug}`;
  const actor = { id: 'seed' };
  await store.partners.insertOrRead(
    {
      id,
      programme,
      name: partner.name,
      email: partner.email,
      type: partner.type,
      status: 'active',
      tier: partner.tier,
      tierSince: joined,
      country: partner.country,
      language: partner.language,
      timeZone: partner.timeZone,
      website: partner.website,
      payout: {
        rail: 'sandbox',
        currency: 'USD',
        account: encryptField(secrets.encryptionKey, account),
        accountHash: keyedHash(secrets.encryptionKey, account),
        changedAt: joined,
      },
      tags: partner.tags,
      custom: {},
      createdAt: joined,
    },
    { audit: { action: 'partner.created', actor } },
  );
  await store.links.insertOrRead({
    id: derivedId('link', programme, partner.slug),
    programme,
    partner: id,
    code: partner.slug,
    target: `https://halden.example/?via=${partner.slug}`,
    active: true,
    createdAt: joined,
  });
  if (partner.coupon) {
    await store.coupons.insertOrRead({
      id: derivedId('coupon', programme, partner.coupon),
      programme,
      partner: id,
      code: partner.coupon,
      active: true,
      createdAt: joined,
    });
  }
  return id;
}

async function seedUsers(
  { store, secrets, baseUrl }: SeedOptions,
  known: DemoCredentials | undefined,
  partners: ReadonlyMap<string, PartnerId>,
) {
  await ensureAuthIndexes(store.native());
  const auth = createAuth({ db: store.native(), secret: secrets.authSecret, baseUrl });
  const made: { id: string; role: string; email: string; password: string }[] = [];
  for (const { role, name, email, partner } of demoUsers) {
    const password =
      known?.users.find((user) => user.email === email)?.password ?? randomBytes(12).toString('base64url');
    const partnerId = partner === undefined ? undefined : partners.get(partner);
    const { id } = await createUser(
      { auth, store },
      { programme, email, password, name, roles: [role], ...(partnerId && { partner: partnerId }) },
      { id: 'seed' },
    );
    if (partnerId) {
      await store.partners.change(programme, partnerId, (doc) => (doc.userId === id ? null : { set: { userId: id } }));
    }
    made.push({ id, role, email, password });
  }
  return made;
}

async function seedApiKey({ store, now }: SeedOptions, known: DemoCredentials | undefined): Promise<string> {
  const { key, start } = known?.apiKey ? { key: known.apiKey, start: known.apiKey.slice(0, 8) } : newApiKey();
  await store.apiKeys.insertOrRead(
    {
      id: derivedId('change', 'api-key', programme, apiKeyHash(key)),
      programme,
      name: 'Demo',
      start,
      hash: apiKeyHash(key),
      source: 'api',
      // Everything that a script may be given; what an `api` caller may do at most is the permission table's.
      scopes: Object.keys(granted(['api'])),
      state: 'active',
      createdAt: now,
      createdBy: 'seed',
    },
    { audit: { action: 'api_key.created', actor: { id: 'seed' } } },
  );
  return key;
}

async function seedHistory({ store, now }: SeedOptions): Promise<number> {
  const events = demoHistory(now);
  for (const [index, event] of events.entries()) {
    // Received in the order in which they happened: a click is then known before the order that came of it.
    const receivedAt = new Date(now.getTime() - events.length + index);
    await store.events.insert(programme, {
      programme,
      source: 'demo',
      sourceId: event.id,
      type: event.type as EventType,
      version: 1,
      occurredAt: event.occurredAt,
      receivedAt,
      data: event.data,
    });
  }
  return events.length;
}

/** Passwords and key of an earlier seed: they stay. */
function readCredentials(file: string): DemoCredentials | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials) : undefined;
}
