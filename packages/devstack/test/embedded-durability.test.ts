import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db } from 'mongodb';
import { EmbeddedFixture, repeatUntil } from './support/embedded.js';

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 50));

/** Rows of the table in docs/decisions/embedded-mongo.md about what is on disk. */
describe('the embedded database keeps what it acknowledged', () => {
  const fixture = new EmbeddedFixture();
  let db: Db;

  beforeAll(async () => {
    db = await fixture.start();
  });
  afterAll(() => fixture.stop());

  it('answers a current driver', async () => {
    expect(fixture.kind).toBe('embedded');
    expect(await db.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('loses no acknowledged write when it is killed in the middle of writing', async () => {
    for (let round = 0; round < 3; round += 1) {
      const collection = db.collection<{ _id: string; n: number }>(`kill${String(round)}`);
      await collection.createIndex({ n: 1 }, { unique: true });
      const acknowledged: number[] = [];
      const writer = async (lane: number): Promise<void> => {
        for (let n = lane; ; n += 4) {
          await collection.insertOne({ _id: `doc${String(n)}`, n });
          acknowledged.push(n);
        }
      };
      const writers = [0, 1, 2, 3].map((lane) => writer(lane).catch(() => undefined));
      await repeatUntil(() => acknowledged.length >= 100, pause);
      await fixture.kill();
      await Promise.all(writers);

      db = await fixture.start();
      const kept = await db.collection(`kill${String(round)}`).distinct('n');
      const lost = acknowledged.filter((n) => !new Set(kept).has(n));
      expect(lost).toEqual([]);
    }
  }, 300_000);

  it('keeps unique keys after a restart', async () => {
    const error = await db
      .collection('kill0')
      .insertOne({ n: 0 })
      .catch((problem: unknown) => problem);
    expect(error).toMatchObject({ code: 11000 });
  });

  it('does not grow with every commit', async () => {
    const collection = db.collection<{ _id: number; text: string; n: number }>('grow');
    await collection.insertMany(Array.from({ length: 200 }, (_, _id) => ({ _id, text: 'x'.repeat(400), n: 0 })));
    const end = Date.now() + 4_000;
    let writes = 0;
    await repeatUntil(
      () => writes > 100 && Date.now() >= end,
      async () => {
        await collection.updateOne({ _id: writes % 200 }, { $inc: { n: 1 } });
        writes += 1;
      },
    );
    // Without giving space back this is 48 MB a second; the data is 0.1 MB. It is given back a moment later.
    await repeatUntil(() => fixture.fileMegabytes() < 40, pause);
  }, 180_000);
});
