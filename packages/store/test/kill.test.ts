import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, silent, startMongo, type RunningMongo } from '@sluice/devstack';
import { derivedId, verifyChain, type EventId } from '@sluice/domain';
import { openStore, type Store } from '../src/index.js';
import { balance, demo, earns, partner, programme, serverName } from './support.js';

const server = await serverName();

describe(`a killed database, of the kind of ${server}`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-store-'));
  let port: number;
  let mongo: RunningMongo;
  let store: Store;

  beforeAll(async () => {
    port = await freePort();
    mongo = await startMongo({ dataDir, port, log: silent });
    store = await openStore({ uri: mongo.uri, database: 'killed' });
    await store.programmes.insertOrRead(demo);
  });
  afterAll(async () => {
    await store.close();
    await mongo.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The killed server's sockets take a moment to let the port go. */
  async function startAgain(): Promise<RunningMongo> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await startMongo({ dataDir, port, log: silent });
      } catch (error) {
        if (attempt === 300) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  }

  it('has lost nothing that it acknowledged: no event, no journal, and the chain goes on', async () => {
    const events: EventId[] = [];
    const journals: string[] = [];
    let stop = false;
    const telling = async (lane: number) => {
      for (let n = lane; !stop; n += 3) {
        const { event } = await store.events.insert(programme, {
          programme,
          source: 'api',
          sourceId: String(n),
          type: 'order.paid',
          version: 1,
          occurredAt: new Date(),
          receivedAt: new Date(),
          data: {},
        });
        events.push(event.id);
      }
    };
    const posting = async () => {
      for (let n = 0; !stop; n += 1) {
        const name = `kill${n}`;
        const post = await store.ledger.post(
          programme,
          partner,
          { commissions: [derivedId('commission', name)] },
          () => ({
            ok: true,
            journals: [earns(name, 1n)],
          }),
        );
        if (post.ok) journals.push(...post.journals.map(({ id }) => id));
      }
    };
    const writers = [telling(0), telling(1), telling(2), posting()].map((writer) => writer.catch(() => undefined));
    while (events.length < 60 || journals.length < 12) await new Promise((resolve) => setTimeout(resolve, 50));
    // The guard and the server are one process group.
    process.kill(-(mongo.pid ?? 0), 'SIGKILL');
    stop = true;
    await mongo.exited;
    mongo = await startAgain();
    await Promise.all(writers);

    const kept = new Set((await store.events.collection.find(programme, {})).map(({ id }) => id));
    expect(events.filter((id) => !kept.has(id))).toEqual([]);
    const chain = await store.ledger.journals(programme, partner);
    expect(journals.filter((id) => !chain.some((journal) => journal.id === id))).toEqual([]);
    expect(verifyChain(chain)).toEqual([]);

    await store.ledger.post(programme, partner, { commissions: [] }, () => ({
      ok: true,
      journals: [earns('after', 1n)],
    }));
    expect(balance(await store.ledger.head(programme, partner), 'partner:held')).toBe(BigInt(chain.length + 1));
  }, 300_000);
});
