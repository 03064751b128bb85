import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection, Db } from 'mongodb';
import { EmbeddedFixture } from './support/embedded.js';

interface Journal {
  _id: string;
  programme: string;
  partner: string;
  seq: number;
  state: string;
  tags: string[];
}

const PARTNERS = 1_000;
const EACH = 20;

/** Rows of the table in docs/decisions/embedded-mongo.md about which queries an index answers. */
describe('the indexes of the embedded database', () => {
  const fixture = new EmbeddedFixture();
  let db: Db;
  let journals: Collection<Journal>;

  beforeAll(async () => {
    db = await fixture.start();
    journals = db.collection<Journal>('journals');
    await journals.createIndex({ programme: 1, partner: 1, seq: 1 }, { unique: true });
    await journals.createIndex({ programme: 1, state: 1 });
    await journals.createIndex({ programme: 1, tags: 1 });
    for (let partner = 0; partner < PARTNERS; partner += 200) {
      await journals.insertMany(
        Array.from({ length: 200 * EACH }, (_, i) => journal(partner + Math.floor(i / EACH), i % EACH)),
      );
    }
  });
  afterAll(() => fixture.stop());

  const questions: [string, () => Promise<unknown>, unknown][] = [
    ['a whole unique key', () => count({ programme: 'p', partner: 'p7', seq: 3 }), 1],
    ['a unique key and more', () => count({ _id: 'p7/3', state: 's3' }), 1],
    ['the first fields of a unique key', () => count({ programme: 'p', partner: 'p7' }), EACH],
    ['a non-unique key', () => count({ programme: 'p', state: 'rare' }), 2],
    ['$in within a key', () => count({ programme: 'p', partner: { $in: ['p7', 'p8'] }, seq: { $in: [1, 2] } }), 4],
    ['conditions inside $and', () => count({ $and: [{ programme: 'p' }, { partner: 'p9' }] }), EACH],
    ['an item of an array', () => count({ programme: 'p', tags: 'tag-p3' }), EACH / 2],
    ['the last journal of a partner', () => lastSeq('p12'), EACH - 1],
  ];

  it.each(questions)('answer for %s', async (_name, ask, expected) => {
    expect(await ask()).toEqual(expected);
    expect(await examined(ask)).toBeLessThanOrEqual(EACH);
  });

  it('are what that is measured by: a scan looks at everything', async () => {
    expect(await examined(() => count({ 'state ': { $exists: true } }))).toBe(PARTNERS * EACH);
  });

  it('follow updates and deletions', async () => {
    await journals.updateOne({ _id: 'p1/1' }, { $set: { state: 'moved' } });
    expect(await count({ programme: 'p', state: 'moved' })).toBe(1);
    expect(await count({ programme: 'p', state: 's1', partner: 'p1', seq: 1 })).toBe(0);
    await journals.deleteOne({ _id: 'p1/1' });
    expect(await count({ programme: 'p', state: 'moved' })).toBe(0);
    expect(await count({ programme: 'p', partner: 'p1' })).toBe(EACH - 1);
  });

  it('find documents whose indexed array is empty, by the other fields', async () => {
    const odd = db.collection<{ _id: string; programme: string; keys: string[] }>('odd');
    await odd.createIndex({ programme: 1, keys: 1 }, { unique: true });
    await odd.insertMany([
      { _id: 'none', programme: 'p', keys: [] },
      { _id: 'two', programme: 'p', keys: ['a', 'b'] },
    ]);
    expect(await odd.find({ programme: 'p' }).toArray()).toHaveLength(2);
    await odd.updateOne({ _id: 'none' }, { $push: { keys: 'c' } });
    expect(await odd.findOne({ programme: 'p', keys: 'c' })).toMatchObject({ _id: 'none' });
    await expect(odd.insertOne({ _id: 'late', programme: 'p', keys: ['b'] })).rejects.toMatchObject({ code: 11000 });
  });

  it('leave null, ranges and missing fields to the scan, with the right answer', async () => {
    const sparse = db.collection('sparse');
    await sparse.createIndex({ external: 1 }, { unique: true, sparse: true });
    await sparse.createIndex({ level: 1 });
    await sparse.insertMany([{ level: 1 }, { level: 2, external: 'e' }, {}]);
    expect(await sparse.countDocuments({ external: null })).toBe(2);
    expect(await sparse.countDocuments({ level: null })).toBe(1);
    expect(await sparse.countDocuments({ level: { $gte: 1 } })).toBe(2);
    expect(await sparse.countDocuments({ $or: [{ level: 1 }, { external: 'e' }] })).toBe(2);
  });

  it.each([
    ['partialFilterExpression', { unique: true, partialFilterExpression: { a: { $exists: true } } }],
    ['collation', { collation: { locale: 'en', strength: 2 } }],
    ['expireAfterSeconds', { expireAfterSeconds: 60 }],
  ])('are refused when the server would ignore %s', async (option, options) => {
    await expect(db.collection('refused').createIndex({ a: 1 }, options)).rejects.toThrow(option);
  });

  it('are there again after a restart', async () => {
    await fixture.kill();
    db = await fixture.start();
    journals = db.collection<Journal>('journals');
    expect(await count({ programme: 'p', state: 'rare' })).toBe(2);
    expect(await count({ programme: 'p', partner: 'p7' })).toBe(EACH);
    expect(await examined(() => count({ programme: 'p', state: 'rare' }))).toBe(2);
  });

  function journal(partner: number, seq: number): Journal {
    const name = `p${String(partner)}`;
    return {
      _id: `${name}/${String(seq)}`,
      programme: 'p',
      partner: name,
      seq,
      state: partner < 2 && seq === 10 ? 'rare' : `s${String(seq)}`,
      tags: seq % 2 ? [`tag-${name}`, 'odd'] : [],
    };
  }

  async function count(filter: object): Promise<number> {
    return (await journals.find(filter).toArray()).length;
  }

  async function lastSeq(partner: string): Promise<number | undefined> {
    const [last] = await journals.find({ programme: 'p', partner }).sort({ seq: -1 }).limit(1).toArray();
    return last?.seq;
  }

  /** Documents that the server looked at for it: those of the index entry, not the whole collection. */
  async function examined(ask: () => Promise<unknown>): Promise<number> {
    const before = await scannedObjects();
    await ask();
    return (await scannedObjects()) - before;
  }

  async function scannedObjects(): Promise<number> {
    const status = await db.command({ serverStatus: 1 });
    return Number((status['metrics'] as { queryExecutor: { scannedObjects: number } }).queryExecutor.scannedObjects);
  }
});
