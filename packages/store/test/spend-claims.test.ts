import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimed, groupId } from '@sluice/domain';
import type { Store } from '../src/index.js';
import { dropAndClose, freshStore, programme } from './support.js';

let store: Store;
let other: Store;
beforeAll(async () => {
  store = await freshStore();
  other = await freshStore({ database: store.native().databaseName });
});
afterAll(async () => {
  await other.close();
  await dropAndClose(store);
});

describe('claims on one limit', () => {
  const limit = { key: 'programme:2026-11:USD', unit: 'USD', limit: 1000n };
  const sum = async () => claimed((await store.spendClaims.get(programme, limit.key))?.claims ?? {});

  it('two servers, forty orders at once, each asking three times: never more than there is, and always the same', async () => {
    const asking = Array.from({ length: 40 }, (_, index) => `com_${index}`).flatMap((id) => [id, id, id]);
    const granted = await Promise.all(
      asking.map((id, index) => (index % 2 ? store : other).spendClaims.claim(programme, limit, id, 70n)),
    );
    const by = new Map<string, Set<bigint>>();
    asking.forEach((id, index) => by.set(id, (by.get(id) ?? new Set<bigint>()).add(granted[index]!.granted)));
    expect([...by.values()].every((answers) => answers.size === 1)).toBe(true);
    // 14 × 70 and one of 20; all others come too late.
    const amounts = [...by.values()].map(([amount]) => Number(amount)).sort((a, b) => b - a);
    expect(amounts.filter((amount) => amount > 0)).toEqual([...Array<number>(14).fill(70), 20]);
    expect(await sum()).toBe(1000n);
  });

  it('is settled down once, and what is given back may be claimed by others', async () => {
    const before = await store.spendClaims.get(programme, limit.key);
    const [id] = Object.entries(before!.claims).find(([, amount]) => amount === 70n)!;
    await store.spendClaims.settle(programme, limit.key, { [id]: 30n, [`${id}-2`]: 10n });
    expect(await sum()).toBe(970n);
    const { rev } = (await store.spendClaims.get(programme, limit.key))!;
    await store.spendClaims.settle(programme, limit.key, { [id]: 30n, [`${id}-2`]: 10n });
    expect((await store.spendClaims.get(programme, limit.key))!.rev).toBe(rev);
    await store.spendClaims.settle(programme, limit.key, { [id]: 0n });
    expect(await store.spendClaims.claim(programme, limit, id, 70n)).toHaveProperty('granted', 0n);
    expect(await store.spendClaims.claim(programme, limit, 'com_new', 70n)).toHaveProperty('granted', 60n);
    expect(await store.spendClaims.claim(programme, { ...limit, limit: 2000n }, 'com_new', 70n)).toHaveProperty(
      'granted',
      60n,
    );
  });

  it('that nobody claimed of has nothing to settle, and those of another programme are apart', async () => {
    await store.spendClaims.settle(programme, 'customer:cus_1:all:USD', { com_1: 0n });
    expect(await store.spendClaims.get(programme, 'customer:cus_1:all:USD')).toBeNull();
    expect(await store.spendClaims.claim('other', limit, 'com_1', 70n)).toHaveProperty('granted', 70n);
  });
});

describe('groups', () => {
  it('are one by key, keep their agreement as it was written, and are changed by compare-and-set', async () => {
    const group = {
      id: groupId(programme, 'agencies'),
      programme,
      key: 'agencies',
      name: 'Agencies',
      terms: { terms: { type: 'percent', rate: '12.5' } as const },
      payout: { minimumPayout: { USD: '10000' }, frequency: 'monthly' as const },
      newPartners: 'submitted' as const,
      createdAt: new Date('2026-11-01T10:00:00Z'),
    };
    const made = await Promise.all([1, 2, 3].map(() => store.groups.insertOrRead(group)));
    expect(made.filter(({ inserted }) => inserted)).toHaveLength(1);
    expect(await other.groups.get(programme, 'agencies')).toEqual({ ...group, rev: 1 });
    const changed = await store.groups.change(programme, 'agencies', { terms: undefined, name: 'Top agencies' }, 1);
    expect(changed).not.toHaveProperty('terms');
    expect(changed).toMatchObject({ name: 'Top agencies', payout: group.payout, rev: 2 });
    await expect(store.groups.change(programme, 'agencies', { name: 'x' }, 1)).rejects.toMatchObject({ code: 'stale' });
    expect((await store.groups.all(programme)).map(({ key }) => key)).toEqual(['agencies']);
    expect(await store.groups.get('other', 'agencies')).toBeNull();
  });
});
