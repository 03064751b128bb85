import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '@sluice/domain';
import { auditHash, noHash, relayOnce, type Store } from '../src/index.js';
import { demo, dropAndClose, freshStore, partner, programme, serverName } from './support.js';

const server = await serverName();

class Crash extends Error {}

describe(`change, audit and outbox in one document, on ${server}`, () => {
  let store: Store;
  let database: string;
  beforeAll(async () => {
    store = await freshStore();
    database = store.native().databaseName;
    await store.programmes.insertOrRead(demo);
  });
  afterAll(() => dropAndClose(store));

  const link = (name: string, of: Store = store) =>
    of.links.insert(
      {
        id: derivedId('link', name),
        programme,
        partner,
        code: name,
        target: '/',
        active: true,
        createdAt: new Date('2026-11-01T10:00:00Z'),
      },
      {
        audit: { action: 'link.created', actor: { id: 'usr_a', name: 'Ada' }, detail: { code: name } },
        messages: [
          { key: `link/${name}`, channel: 'email', template: 'welcome', to: 'a@example.com', locale: 'en', vars: {} },
        ],
        events: [
          {
            key: `link/${name}`,
            type: 'custom.link.created',
            occurredAt: new Date('2026-11-01T10:00:00Z'),
            data: { code: name },
            correlations: [`link:${name}`],
          },
        ],
      },
    );

  const counts = async () => ({
    audit: (await store.audit.list(programme)).data.length,
    messages: (await store.messages.list(programme)).data.length,
    events: (await store.events.list(programme)).data.length,
  });

  it('leaves with the change: what is not relayed is still there, what is relayed is gone from it', async () => {
    await link('first');
    expect(await counts()).toEqual({ audit: 0, messages: 0, events: 0 });
    expect(await relayOnce(store)).toBe(3);
    expect(await counts()).toEqual({ audit: 1, messages: 1, events: 1 });
    expect(await relayOnce(store)).toBe(0);
    const raw = await store.native().collection('links').findOne({ code: 'first' });
    expect(raw?.['pending']).toEqual([]);
    expect(raw).not.toHaveProperty('relay');
  });

  it.each(['relay.append.before', 'relay.append.after', 'relay.pull.before', 'relay.pull.after'])(
    'appends nothing twice and loses nothing when it is killed at %s',
    async (place) => {
      const before = await counts();
      for (const nth of [1, 2, 3]) {
        await link(`${place}-${nth}`);
        let passes = 0;
        const dying = await freshStore({
          database,
          failpoint: (name) => {
            if (name === place && ++passes === nth) throw new Crash(name);
          },
        });
        await relayOnce(dying).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        await dying.close();
        await Promise.all([relayOnce(store), relayOnce(store)]);
      }
      expect(await counts()).toEqual({
        audit: before.audit + 3,
        messages: before.messages + 3,
        events: before.events + 3,
      });
      expect(await store.native().collection('links').countDocuments({ relay: 'due' })).toBe(0);
    },
  );

  it('chains the entries: numbered without gaps, each with the hash of the one before', async () => {
    const head = await store.audit.head(programme);
    const chain = await store.audit.range(programme, 1, head?.seq ?? 0);
    expect(chain.map(({ seq }) => seq)).toEqual(chain.map((_, index) => index + 1));
    chain.forEach((entry, index) => {
      expect(entry.prevHash).toBe(chain[index - 1]?.hash ?? noHash);
      expect(entry.hash).toBe(auditHash(entry));
    });
    expect(chain[0]).toMatchObject({
      action: 'link.created',
      subject: { kind: 'links', id: derivedId('link', 'first') },
    });
  });

  it('keeps what a change adds while the relay is at work', async () => {
    await link('busy');
    await relayOnce(store);
    const id = derivedId('link', 'busy');
    await Promise.all([
      store.links.deactivate(programme, id, { audit: { action: 'link.closed', actor: { id: 'usr_a' } } }),
      relayOnce(store),
    ]);
    await relayOnce(store);
    const actions = (await store.audit.about(programme, id)).map(({ action }) => action);
    expect(actions).toEqual(['link.closed', 'link.created']);
  });

  it('takes a message for sending once, and tells who was killed with it', async () => {
    const [message] = await store.messages.due(programme, new Date());
    const id = message?.id ?? 'msg_none';
    const lease = new Date(Date.now() + 60_000);
    const claims = await Promise.all([1, 2, 3].map(() => store.messages.claim(programme, id, lease)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    expect(await store.messages.abandoned(programme, new Date())).toEqual([]);
    expect(await store.messages.abandoned(programme, new Date(lease.getTime() + 1))).toHaveLength(1);
    await store.messages.markSent(programme, id, { provider: 'outbox', at: new Date() });
    await store.messages.markFailed(programme, id, { code: 'late', message: 'too late' });
    expect((await store.messages.get(programme, id))?.state).toBe('sent');
  });
});
