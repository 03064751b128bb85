import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db } from 'mongodb';
import { EmbeddedFixture, repeatFor } from './support/embedded.js';

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
      await repeatFor(600, () => new Promise((resolve) => setTimeout(resolve, 50)));
      await fixture.kill();
      await Promise.all(writers);

      db = await fixture.start();
      const kept = await db.collection(`kill${String(round)}`).distinct('n');
      const lost = acknowledged.filter((n) => !new Set(kept).has(n));
      expect(acknowledged.length).toBeGreaterThan(5);
      expect(lost).toEqual([]);
    }
  });

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
    const writes = await repeatFor(4_000, async (call) => {
      await collection.updateOne({ _id: call % 200 }, { $inc: { n: 1 } });
    });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(writes).toBeGreaterThan(100);
    // Without giving space back this is 48 MB a second; the data is 0.1 MB.
    expect(fixture.fileMegabytes()).toBeLessThan(40);
  });
});
