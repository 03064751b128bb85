import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db } from 'mongodb';
import { EmbeddedFixture, repeatUntil } from './support/embedded.js';

interface Pair {
  _id: number;
  a: number;
  deep: { b: number };
  list: number[];
}

/** Rows of the table in docs/decisions/embedded-mongo.md about many callers at once. */
describe('the embedded database under concurrent callers', () => {
  const fixture = new EmbeddedFixture();
  let db: Db;

  beforeAll(async () => {
    db = await fixture.start();
  });
  afterAll(() => fixture.stop());

  it('lets exactly one of 100 callers win a compare-and-set', async () => {
    const collection = db.collection<{ _id: string; state: string; by?: number }>('cas');
    await collection.insertOne({ _id: 'x', state: 'open' });
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, by) =>
        collection.findOneAndUpdate({ _id: 'x', state: 'open' }, { $set: { state: 'taken', by } }),
      ),
    );
    expect(results.filter((result) => result !== null)).toHaveLength(1);
  });

  it('makes one document of 100 equal inserts and of 100 equal upserts', async () => {
    const collection = db.collection('once');
    await collection.createIndex({ programme: 1, key: 1 }, { unique: true });
    const inserts = await Promise.allSettled(
      Array.from({ length: 100 }, () => collection.insertOne({ programme: 'p', key: 'k' })),
    );
    expect(inserts.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        collection.updateOne({ programme: 'p', key: 'u' }, { $inc: { n: 1 } }, { upsert: true }),
      ),
    );
    expect(await collection.findOne({ programme: 'p', key: 'u' })).toMatchObject({ n: 100 });
    expect(await collection.countDocuments({})).toBe(2);
  });

  it('never shows half an update, to a find or to an aggregation', async () => {
    const collection = db.collection<Pair>('pairs');
    await collection.insertMany(
      Array.from({ length: 50 }, (_, _id) => ({ _id, a: 0, deep: { b: 0 }, list: [0, 0, 0] })),
    );
    const torn: unknown[] = [];
    const check = (pairs: readonly Pair[]): void => {
      torn.push(...pairs.filter(({ a, deep, list }) => deep.b !== a || list.some((item) => item !== a)));
    };
    const end = Date.now() + 3_000;
    let reads = 0;
    const over = () => reads > 40 && Date.now() >= end;
    const writer = (lane: number): Promise<void> =>
      repeatUntil(over, async (call) => {
        const n = call * 10 + lane;
        await collection.updateOne({ _id: call % 50 }, { $set: { a: n, 'deep.b': n, list: [n, n, n] } });
      });
    const reader = (): Promise<void> =>
      repeatUntil(over, async () => {
        check(await collection.find({}).toArray());
        check(await collection.aggregate<Pair>([{ $addFields: { 'deep.seen': true } }]).toArray());
        reads += 1;
      });
    await Promise.all([reader(), reader(), writer(1), writer(2), writer(3)]);
    expect(torn).toEqual([]);
    // What a pipeline adds to its documents stays its own.
    expect(await collection.countDocuments({ 'deep.seen': true })).toBe(0);
  }, 180_000);

  it('finishes long scans while old versions are dropped under them', async () => {
    const collection = db.collection<{ _id: number; group: number; text: string; n: number }>('scan');
    for (let start = 0; start < 20_000; start += 5_000) {
      await collection.insertMany(
        Array.from({ length: 5_000 }, (_, i) => ({ _id: start + i, group: i % 7, text: 'y'.repeat(200), n: 0 })),
      );
    }
    let updates = 0;
    let scans = 0;
    const failures: unknown[] = [];
    const end = Date.now() + 4_000;
    const over = () => updates > 10 && scans > 2 && Date.now() >= end;
    const writing = repeatUntil(over, async (call) => {
      await collection.updateOne({ _id: (call * 37) % 20_000 }, { $inc: { n: 1 } });
      updates += 1;
    });
    const scanning = repeatUntil(over, async () => {
      const groups = await collection
        .aggregate([{ $group: { _id: '$group', count: { $sum: 1 } } }])
        .toArray()
        .catch((error: unknown) => {
          failures.push(error);
          return [];
        });
      expect(groups.reduce((sum, { count }) => sum + Number(count), 0)).toBe(20_000);
      scans += 1;
    });
    await Promise.all([writing, scanning]);
    expect(failures).toEqual([]);
  }, 240_000);
});
