import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideReserve,
  decideSend,
  derivedId,
  itemsOf,
  targetOf,
  type CommissionId,
  type PartnerId,
  type PayoutId,
} from '@sluice/domain';
import { settlePayout } from '@sluice/store/operations/index';
import { cash, EdgeWorld } from './world.js';

/**
 * Random histories on the real store, heard late, doubled and shuffled, with releases, payouts, failures and returns between: they
 * end as the orders justify, and `verify` finds nothing. The same in great numbers: `domain/test/edge-cases/shuffled`.
 */
let world: EdgeWorld;
let run = 0;
beforeAll(async () => {
  world = await EdgeWorld.open();
}, 120_000);
afterAll(() => world.close(), 60_000);

const programme = 'demo';
type Outcome = 'paid' | 'refused' | 'returned';
type Step =
  | { do: 'hear'; what: string; order: number; id: number; percent: number }
  | { do: 'release' }
  | { do: 'pay'; outcome: Outcome };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('hear' as const),
      what: fc.constantFrom('paid', 'refund', 'refund', 'failed', 'opened', 'won', 'lost'),
      order: fc.integer({ min: 0, max: 2 }),
      id: fc.integer({ min: 0, max: 2 }),
      percent: fc.integer({ min: 1, max: 100 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'release' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      outcome: fc.constantFrom<Outcome>('paid', 'paid', 'refused', 'returned'),
    }),
  },
);

async function hear(
  partner: PartnerId,
  tag: string,
  { what, order, id, percent }: Step & { do: 'hear' },
): Promise<void> {
  const name = `${tag}-${order}`;
  const amount = cash(percent * 100);
  const about = { order: { id: name } };
  const key = `${tag}-${what}-${order}-${id}-${percent}`;
  // Of one thing, told under one id at one time; a second telling says the same.
  const when = new Date(world.clock.getTime() - 86_400_000 + (id * 1_000 + percent) * 60_000);
  if (what === 'paid') await world.order(name, partner, { amount: cash(10_000) }, new Date('2026-11-18T10:00:00Z'));
  else if (what === 'refund' || what === 'failed') {
    const refund = { id: `${name}-r${id}`, amount, status: what === 'refund' ? 'succeeded' : 'failed' };
    await world.told('order.refunded', key, { ...about, refund }, when);
  } else
    await world.told(`dispute.${what as 'won'}`, key, { ...about, dispute: { id: `${name}-d${id}`, amount } }, when);
  if ((await world.store.orders.get(programme, world.orderOf(name)))?.paid) {
    if (!(await world.commission(name))) await world.compute(name);
    await world.weigh(name, `told:${key}`);
  }
}

async function ofPartner(partner: PartnerId): Promise<CommissionId[]> {
  return (await world.store.commissions.ofPartner(programme, partner)).map(({ id }) => id);
}

async function release(partner: PartnerId): Promise<void> {
  for (const one of await world.store.commissions.ofPartner(programme, partner))
    if (one.position?.state === 'held') await world.release(one);
}

/** A payout of all that is payable, sent, and what the rail says of it. */
async function pay(partner: PartnerId, outcome: Outcome): Promise<void> {
  const number = String((run += 1));
  const [payout, batch]: [PayoutId, `bat_${string}`] = [derivedId('payout', number), derivedId('batch', number)];
  const now = { programme, partner, at: world.clock, actor: 'test', payout, batch };
  const ids = await ofPartner(partner);
  const { store } = world;
  const reserved = await store.ledger.post(programme, partner, { commissions: ids }, (h, p) =>
    decideReserve(h, p, { ...now, currency: 'USD', items: ids.filter((id) => p[id]?.state === 'payable') }),
  );
  if (!reserved.ok) return;
  const items = itemsOf(await store.ledger.positions(programme, partner, ids), payout, 'reserved');
  const total = items.reduce((sum, { amount }) => sum + amount.amount, 0n);
  const money = { amount: total, currency: 'USD' };
  await store.batches.insertOrRead({
    id: batch,
    programme,
    name: `B-${number}`,
    currency: 'USD',
    cutoff: world.clock,
    state: 'sent',
    maker: 'usr_1',
    total: money,
    payouts: 1,
    itemsHash: 'h',
    revision: 1,
    approvals: [],
    approversNeeded: 1,
    leftOut: [],
    createdAt: world.clock,
  });
  await store.payouts.insertOrRead({
    id: payout,
    programme,
    batch,
    partner,
    currency: 'USD',
    amount: money,
    items,
    rail: 'sandbox',
    state: 'sending',
    attempts: [{ key: `${payout}/1`, generation: 1, at: world.clock, outcome: 'unknown' }],
    createdAt: world.clock,
  });
  await store.ledger.post(programme, partner, { commissions: ids }, (h, p) => decideSend(h, p, { ...now, items }));
  const said = { attempt: `${payout}/1`, at: world.clock, actor: 'rail' };
  // A rail tells everything twice, and of a return sometimes before it tells of the payment.
  for (const told of outcome === 'returned'
    ? (['paid', 'returned', 'paid', 'returned'] as const)
    : ([outcome, outcome] as const))
    await settlePayout(store, programme, payout, { ...said, outcome: told });
}

describe('random histories on the real store', () => {
  it('end as the orders justify, in whatever order they were heard, and verify finds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 6, maxLength: 14 }).chain((steps) =>
          fc.tuple(
            fc.constant(steps),
            fc.shuffledSubarray([...steps, ...steps.filter((one) => one.do === 'hear')], {
              minLength: steps.length + steps.filter((one) => one.do === 'hear').length,
            }),
          ),
        ),
        async ([ordered, shuffled]) => {
          const ends: bigint[][] = [];
          for (const steps of [ordered, shuffled]) {
            const tag = `h${(run += 1)}`;
            const partner = await world.partner(`History ${run}`);
            for (const one of steps) {
              if (one.do === 'hear') await hear(partner, tag, one);
              else if (one.do === 'release') await release(partner);
              else await pay(partner, one.outcome);
            }
            await release(partner);
            await pay(partner, 'paid');
            let justified = 0n;
            for (const order of [0, 1, 2]) {
              const stored = await world.store.orders.get(programme, world.orderOf(`${tag}-${order}`));
              if (stored?.paid) justified += targetOf({ amount: 1_000n, currency: 'USD' }, stored, 'half_even').amount;
            }
            const sums = [
              await world.balance(partner, 'partner:held'),
              await world.balance(partner, 'partner:in_transit'),
              (await world.balance(partner, 'partner:payable')) + (await world.balance(partner, 'cash:sandbox')),
            ];
            expect(sums).toEqual([0n, 0n, justified]);
            ends.push(sums);
          }
          expect(ends[0]).toEqual(ends[1]);
          expect(await world.problems()).toEqual([]);
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 240_000);
});
