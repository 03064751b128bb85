import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoProgramme } from '@sluice/cli/demo/programme';
import { derivedId, type EventType } from '@sluice/domain';
import { openStore, type Store } from '@sluice/store';
import { applyRetention } from '../src/retention.js';

const day = 86_400_000;
const programme = demoProgramme.key;
const now = new Date();
const ago = (days: number): Date => new Date(now.getTime() - days * day);

describe('retention', () => {
  let store: Store;

  beforeAll(async () => {
    const uri = process.env['SLUICE_TEST_MONGODB_URI'] ?? '';
    store = await openStore({ uri, database: `retention_${randomBytes(6).toString('hex')}` });
    await store.programmes.insertOrRead(demoProgramme);
    for (const [id, receivedAt] of [
      ['old', ago(91)],
      ['young', ago(89)],
    ] as const) {
      await store.events.insert(programme, {
        programme,
        source: 'api',
        sourceId: id,
        type: 'order.paid' as EventType,
        version: 1,
        occurredAt: receivedAt,
        receivedAt,
        data: { context: { ip: '203.0.113.7', userAgent: 'Browser', ipCountry: 'DE' } },
      });
    }
    for (const [key, createdAt] of [
      ['old', ago(731)],
      ['young', ago(729)],
    ] as const) {
      const message = derivedId('message', programme, key);
      const fields = { channel: 'email', template: 'paid', to: 'a@b.example', locale: 'en', vars: {}, createdAt };
      await store.messages.insertOrRead({ id: message, programme, ...fields, state: 'sent' });
      for (const kind of ['routing', 'fraud'] as const)
        await store.decisions.insertOrRead({
          id: derivedId('decision', kind, key),
          programme,
          kind,
          subject: { kind: 'commission', id: 'com_1' },
          cause: key,
          rule: { key: kind, version: 1, hash: 'h' },
          facts: {},
          outcome: [],
          explanation: [],
          trace: [],
          asOf: createdAt,
          createdAt,
        });
    }
  });

  afterAll(async () => {
    await store.native().dropDatabase();
    await store.close();
  });

  it('takes raw personal context out of old events and old messages away, and leaves the rest', async () => {
    expect(await applyRetention(store, programme, now)).toEqual({
      contexts: 1,
      messages: 1,
      runs: 0,
      decisions: 1,
      answers: 0,
    });
    const events = await store.events.collection.find(programme, {}, { sort: { receivedAt: 1 } });
    expect(events.map(({ sourceId, data }) => [sourceId, data['context']])).toEqual([
      ['old', { ipCountry: 'DE' }],
      ['young', { ip: '203.0.113.7', userAgent: 'Browser', ipCountry: 'DE' }],
    ]);
    expect(await store.messages.collection.count(programme, {})).toBe(1);
  });

  it('keeps the decisions that money rests on, and forgets those that only a run asked for', async () => {
    const { data } = await store.decisions.list(programme);
    expect(data.map(({ kind, cause }) => `${cause} ${kind}`).sort()).toEqual([
      'old fraud',
      'young fraud',
      'young routing',
    ]);
  });

  it('finds nothing the second time', async () => {
    expect(await applyRetention(store, programme, now)).toEqual({
      contexts: 0,
      messages: 0,
      runs: 0,
      decisions: 0,
      answers: 0,
    });
  });
});
