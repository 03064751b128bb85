import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { RunStep } from '@sluice/flows';
import type { Store } from '../src/index.js';
import { dropAndClose, freshStore, programme } from './support.js';

let store: Store;

beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => dropAndClose(store));

const step = (node: string): Omit<RunStep, 'number'> => ({
  node,
  type: 'wait',
  visit: 1,
  generation: 1,
  startedAt: '2026-11-20T09:00:00.000Z',
  status: 'done',
  attempts: 1,
});

it('a run of the first schema has its steps numbered, and goes on from there', async () => {
  const record = {
    flow: { key: 'f', title: 'F', version: 1, hash: 'h' },
    subject: { kind: 'order', id: 'ord_1' },
    status: 'waiting' as const,
    startedAt: '2026-11-20T09:00:00.000Z',
  };
  await store
    .native()
    .collection('runs')
    .insertOne({
      _id: 'run_old' as never,
      programme,
      schemaVersion: 1,
      rev: 1,
      ...record,
      startedAt: new Date(record.startedAt),
      steps: JSON.stringify([step('a'), step('b')]),
      acts: '[]',
      vars: '{}',
      progress: 3,
    });
  const old = await store.runs.get(programme, 'run_old');
  expect(old).toMatchObject({
    beside: [],
    steps: [
      { number: 0, node: 'a' },
      { number: 1, node: 'b' },
    ],
  });

  const flush = {
    id: 'run_old',
    programme,
    ...record,
    beside: [],
    acts: [],
    rev: 4,
    steps: [{ ...step('c'), number: 2 }],
  };
  await store.runs.save(programme, flush);
  expect((await store.runs.get(programme, 'run_old'))?.steps.map(({ node }) => node)).toEqual(['a', 'b', 'c']);
});
