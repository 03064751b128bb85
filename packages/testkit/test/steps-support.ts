import { randomBytes } from 'node:crypto';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { derivedId, type JsonObject, type Partner, type PartnerId, type ReferralId } from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { activities } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { openStore, type Store } from '@sluice/store';

export const programme = demoProgramme.key;
export const now = new Date('2026-11-20T12:00:00Z');

/** A store of its own with the demo programme, and what the worker gives activities. */
export async function stepsStore(): Promise<{ store: Store; deps: ActivityDeps; close(): Promise<void> }> {
  const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
  const store = await openStore({ uri, database: `steps_${randomBytes(6).toString('hex')}` });
  await store.programmes.insertOrRead(demoProgramme);
  const deps = {
    store,
    rails: new Map(),
    mailer: { key: 'none', send: () => Promise.reject(new Error('No mail is sent here.')) },
    mailFrom: 'Sluice <partners@sluice.example>',
    baseUrl: 'http://localhost:3000',
    now: () => now,
    failpoint: () => undefined,
    openAccount: (sealed: string) => sealed.replace('sealed:', ''),
    allowLoopback: true,
    heartbeat: () => undefined,
  } as unknown as ActivityDeps;
  return {
    store,
    deps,
    close: async () => {
      await store.native().dropDatabase();
      await store.close();
    },
  };
}

export async function addPartner(store: Store, name: string, over: Partial<Partner> = {}): Promise<PartnerId> {
  const id = derivedId('partner', programme, name);
  await store.partners.insertOrRead({
    id,
    programme,
    name,
    email: `${name.toLowerCase()}@${name.toLowerCase()}.example`,
    type: 'agency',
    status: 'active',
    tier: 'bronze',
    tierSince: now,
    language: 'en',
    timeZone: 'UTC',
    tags: [],
    custom: {},
    createdAt: now,
    ...over,
  });
  return id;
}

export async function addLead(
  store: Store,
  name: string,
  partner: PartnerId,
  over: JsonObject = {},
): Promise<ReferralId> {
  const customer = derivedId('customer', programme, 'api', name);
  const id = derivedId('referral', programme, customer);
  await store.customers.seen(programme, {
    account: 'api',
    externalId: name,
    email: `${name}@northwind.example`,
    firstSeenAt: now,
  });
  await store.referrals.insertOrRead({
    id,
    programme,
    customer,
    customerExternalId: name,
    partner,
    weights: [{ partner, ppm: 1_000_000 }],
    model: 'last',
    touches: [{ id: 'tch_1', kind: 'lead', at: now, partner, counted: true }],
    stage: 'lead',
    status: 'pending',
    orders: 0,
    createdAt: now,
    ...over,
  });
  return id;
}

export async function addUser(store: Store, name: string, roles: string[]): Promise<string> {
  const id = `usr_${name}`;
  await store.users.collection.insertOrRead({
    id,
    programme,
    email: `${name}@halden.example`,
    name,
    roles,
    createdAt: now,
  } as Parameters<typeof store.users.collection.insertOrRead>[0]);
  return id;
}

/** A step of a run about something; `name` tells one step from another. */
export function stepOf(
  type: string,
  subject: { kind: string; id: string },
  config: JsonObject,
  name = type,
  over: Partial<EffectContext> = {},
): EffectContext {
  return {
    key: `run_1/${name}/1/0/1`,
    run: 'run_1',
    programme,
    flow: { key: 'test', version: 3, hash: 'h' },
    node: name,
    type,
    visit: 1,
    generation: 1,
    item: 0,
    stage: 'enter',
    config,
    vars: { event: { type: 'lead.created' } },
    subject,
    makers: [],
    rules: {},
    templates: {},
    ...over,
  };
}

export function act(deps: ActivityDeps, ctx: EffectContext): Promise<EffectResult> {
  const activity = activities[ctx.type];
  if (!activity) throw new Error(`There is no activity ${ctx.type}.`);
  return activity.run(deps, ctx);
}
