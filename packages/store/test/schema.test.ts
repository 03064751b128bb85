import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection } from '../src/core/collection.js';
import { Database } from '../src/core/database.js';
import { serverName, uri } from './support.js';

const server = await serverName();

interface OldThing {
  id: string;
  programme: string;
  fullName: string;
  left?: string;
}
interface Thing {
  id: string;
  programme: string;
  first: string;
  last: string;
  left?: string;
}

describe(`schema versions on ${server}`, () => {
  const database = `store_${randomBytes(6).toString('hex')}`;
  let before: Database;
  let after: Database;
  let old: Collection<OldThing>;
  let things: Collection<Thing>;

  beforeAll(async () => {
    before = await Database.open({ uri, database });
    old = before.collection<OldThing>({
      name: 'things',
      version: 1,
      fields: { fullName: 'string', left: 'string' },
      indexes: [],
    });
    await before.createIndexes();
    after = await Database.open({ uri, database });
    things = after.collection<Thing>({
      name: 'things',
      version: 2,
      fields: { first: 'string', last: 'string', left: 'string' },
      indexes: [],
      upcasters: {
        1: ({ fullName, ...rest }) => {
          const [first, last] = String(fullName).split(' ');
          return { ...rest, first, last };
        },
      },
    });
    for (const n of [1, 2, 3])
      await old.insert({ id: `${n}`, programme: 'demo', fullName: `Ada L${n}`, left: 'alone' });
  });
  afterAll(async () => {
    await before.connection.db?.dropDatabase();
    await before.close();
    await after.close();
  });

  it('reads an older document as the present one', async () => {
    expect(await things.get('demo', '1')).toEqual({
      id: '1',
      programme: 'demo',
      first: 'Ada',
      last: 'L1',
      left: 'alone',
      rev: 1,
    });
  });

  it('changes an older document without mixing the two schemas', async () => {
    await things.change('demo', '2', () => ({ set: { last: 'Byron' } }));
    const raw = await after.connection.db?.collection('things').findOne({ _id: '2' as never });
    expect(raw).toEqual({
      _id: '2',
      programme: 'demo',
      schemaVersion: 2,
      rev: 2,
      first: 'Ada',
      last: 'Byron',
      left: 'alone',
    });
  });

  it('migrates what is left, once', async () => {
    expect(await things.migrate('demo')).toBe(2);
    expect(await things.migrate('demo')).toBe(0);
    expect((await things.find('demo', {})).map(({ last }) => last).sort()).toEqual(['Byron', 'L1', 'L3']);
  });

  it('refuses to read what a later release has written', async () => {
    await expect(old.get('demo', '1')).rejects.toMatchObject({ code: 'newer_schema' });
  });

  it('takes a field away where a change sets it to undefined', async () => {
    const changed = await things.change('demo', '3', () => ({ set: { left: undefined } }));
    expect(changed).not.toHaveProperty('left');
    expect(await things.get('demo', '3')).not.toHaveProperty('left');
  });
});
