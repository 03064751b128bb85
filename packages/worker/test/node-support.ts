import { randomBytes } from 'node:crypto';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { derivedId, type JsonObject, type Partner, type Programme } from '@sluice/domain';
import { mailer } from '@sluice/connectors/mail/index';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { activities } from '@sluice/nodes/activities';
import type { ActivityDeps } from '@sluice/nodes/activity/deps';
import { schemas } from '@sluice/nodes/schemas';
import { openStore, type Store } from '@sluice/store';

export const programme: Programme = demoProgramme;

/** A clock that stands still until it is set. */
export interface World {
  store: Store;
  deps: ActivityDeps;
  at(now: Date): void;
  partner(name: string, more?: Partial<Partner>): Promise<Partner>;
  run(type: string, config: JsonObject, more?: Partial<EffectContext>): Promise<EffectResult>;
  /** Audit entries that are due to leave with documents, by action. */
  close(): Promise<void>;
}

/** Activities of steps over a store of their own, as a worker runs them. */
export async function openWorld(more: Partial<ActivityDeps> = {}): Promise<World> {
  const store = await openStore({
    uri: process.env['SLUICE_TEST_MONGODB_URI'] ?? '',
    database: `nodes_${randomBytes(6).toString('hex')}`,
  });
  await store.programmes.insertOrRead(programme);
  let now = new Date('2026-11-20T10:00:00Z');
  const deps: ActivityDeps = {
    store,
    rails: new Map(),
    mailer: mailer({ outbox: { markDelivered: async () => undefined } }),
    mailFrom: 'Sluice <partners@sluice.example>',
    baseUrl: 'https://sluice.example',
    now: () => now,
    failpoint: () => undefined,
    openAccount: (sealed) => sealed.replace('sealed:', ''),
    heartbeat: () => undefined,
    allowLoopback: true,
    ...more,
  };
  return {
    store,
    deps,
    at: (next) => {
      now = next;
    },
    async partner(name, fields = {}) {
      const { doc } = await store.partners.insertOrRead({
        id: derivedId('partner', programme.key, name),
        programme: programme.key,
        name,
        email: `${name}@example.org`,
        type: 'creator',
        status: 'active',
        tier: 'bronze',
        tierSince: now,
        language: 'en',
        timeZone: 'Europe/Berlin',
        tags: [],
        custom: {},
        createdAt: now,
        ...fields,
      });
      return doc;
    },
    run: (type, config, fields = {}) => activities[type]!.run(deps, contextOf(type, config, fields)),
    async close() {
      await store.native().dropDatabase();
      await store.close();
    },
  };
}

/** What the interpreter would hand over: the config as its schema completes it, references resolved. */
function contextOf(type: string, config: JsonObject, fields: Partial<EffectContext>): EffectContext {
  const subject = fields.subject ?? { kind: 'partner', id: 'none' };
  const parsed = schemas[type]!.parse(config) as JsonObject;
  const resolved = Object.fromEntries(
    Object.entries(parsed).map(([key, value]) => [
      key,
      JSON.stringify(value) === '{"$var":"subject.id"}' ? subject.id : value,
    ]),
  );
  const run = fields.run ?? derivedId('run', 'one');
  const [node, visit, generation] = [fields.node ?? 'step', fields.visit ?? 1, fields.generation ?? 0];
  return {
    key: `${run}/${node}/${visit}/0/${generation}`,
    run,
    programme: programme.key,
    flow: { key: 'test-flow', version: 1, hash: 'hash' },
    node,
    type,
    visit,
    generation,
    item: 0,
    stage: 'enter',
    vars: {},
    subject,
    makers: [],
    rules: {},
    templates: {},
    ...fields,
    config: resolved,
  };
}
