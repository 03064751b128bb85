import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decideEarn,
  decideFailed,
  decidePaid,
  decideRefund,
  decideRelease,
  decideReserve,
  decideReturned,
  decideSend,
  derivedId,
  foldOrder,
  itemsOf,
  targetOf,
  verifyChain,
  worthOf,
  type CommissionId,
  type Order,
  type SluiceEvent,
} from '../../src/index.js';
import { act, Chain, commission, event, later, programme } from '../build.js';

/**
 * What happened, and the order in which it was heard. Orders, refunds and disputes are heard late, doubled and shuffled, between
 * releases, payouts, failures and returns; the books come out the same as if each had been heard in its turn.
 */
const names = ['a', 'b', 'c'];
const worth: Record<string, bigint> = { a: 2_000n, b: 333n, c: 77n };
const price = 10_000;

type Telling =
  | { kind: 'paid'; order: string }
  | { kind: 'refund'; order: string; id: number; amount: number; failed: boolean }
  | { kind: 'dispute'; order: string; what: 'opened' | 'won' | 'lost'; amount: number };
type Money = 'release' | 'reserve' | 'send' | 'paid' | 'failed' | 'returned';

class Books extends Chain {
  readonly orders = new Map<string, Order>();
  private snapshots = new Map<string, Order[]>();
  private payouts = 0;
  private clock = 0;

  /** Hears of something; `stale` also weighs an older telling of the order again, as a slow worker would. */
  hear(told: SluiceEvent, name: string, stale: boolean): void {
    this.clock += 1;
    const order = foldOrder(this.orders.get(name) ?? null, told);
    this.orders.set(name, order);
    const seen = this.snapshots.get(name) ?? [];
    this.snapshots.set(name, [...seen, order]);
    if (!order.paid) return;
    const one = commission(name, worth[name] ?? 0n);
    this.post((h, p) => decideEarn(h, p, { ...this.now(), commission: one, holds: [], timeZone: 'UTC' }));
    for (const weighed of stale && seen[0]?.paid ? [order, seen[0]] : [order])
      this.post((h, p) =>
        decideRefund(h, p, {
          ...this.now(),
          commission: one,
          order: weighed,
          cause: `told:${told.id}`,
          rounding: 'half_even',
        }),
      );
  }

  /** Moves money, where there is any to move; what makes no sense now is refused and left. */
  move(what: Money, payoutNumber = this.payouts): void {
    this.clock += 1;
    const all = Object.entries(this.positions) as [CommissionId, (typeof this.positions)[string]][];
    const current = derivedId('payout', programme, String(payoutNumber));
    const of = { ...this.now(), payout: current, batch: derivedId('batch', programme, String(payoutNumber)) };
    const settled = { ...of, rail: 'sandbox', attempt: '1' };
    const attempt = (decide: Parameters<Chain['post']>[0]) => {
      if (this.ask(decide) === 'ok') this.post(decide);
    };
    if (what === 'release')
      for (const [id] of all) attempt((h, p) => decideRelease(h, p, { ...this.now(), commission: id }));
    else if (what === 'reserve') {
      this.payouts += 1;
      const items = all.filter(([, position]) => position.state === 'payable').map(([id]) => id);
      const payout = derivedId('payout', programme, String(this.payouts));
      const batch = derivedId('batch', programme, String(this.payouts));
      attempt((h, p) => decideReserve(h, p, { ...this.now(), payout, batch, currency: 'USD', items }));
    } else if (what === 'send') attempt((h, p) => decideSend(h, p, { ...of, items: itemsOf(p, current, 'reserved') }));
    else attempt((h, p) => settles[what](h, p, settled));
  }

  /** Everything that is due is paid, also what an earlier payout still has. */
  finish(): void {
    this.move('release');
    this.move('reserve');
    for (let payout = 1; payout <= this.payouts; payout += 1)
      for (const what of ['send', 'paid'] as const) this.move(what, payout);
    this.move('reserve');
    for (const what of ['send', 'paid'] as const) this.move(what);
  }

  /** Earned and not taken back: held, payable, on its way or paid. */
  total(): bigint {
    return -this.balance('expense:commission');
  }

  private now() {
    return { ...act, at: later(this.clock) };
  }
}

const settles = { paid: decidePaid, failed: decideFailed, returned: decideReturned };

const telling: fc.Arbitrary<Telling> = fc.oneof(
  fc.record({
    kind: fc.constant('refund' as const),
    order: fc.constantFrom(...names),
    id: fc.integer({ min: 0, max: 3 }),
    amount: fc.integer({ min: 1, max: price }),
    failed: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('dispute' as const),
    order: fc.constantFrom(...names),
    what: fc.constantFrom('opened' as const, 'won' as const, 'lost' as const),
    amount: fc.integer({ min: 1, max: price }),
  }),
);
const move = fc.constantFrom<Money>('release', 'release', 'reserve', 'send', 'paid', 'paid', 'failed', 'returned');

interface Story {
  told: { event: SluiceEvent; order: string }[];
  /** Places in `told`, in the order of hearing: each at least once, some twice. */
  heard: number[];
  moves: { after: number; what: Money }[];
  stale: boolean;
}

const stories: fc.Arbitrary<Story> = fc.array(telling, { maxLength: 12 }).chain((more) => {
  const all: Telling[] = [...names.map((order) => ({ kind: 'paid' as const, order })), ...more];
  const told = all.map((one, index) => ({ event: eventOf(one, index), order: one.order }));
  const places = told.map((_, index) => index);
  return fc.record({
    told: fc.constant(told),
    heard: fc
      .array(fc.constantFrom(...places), { maxLength: 6 })
      .chain((twice) => fc.shuffledSubarray([...places, ...twice], { minLength: places.length + twice.length })),
    moves: fc.array(fc.record({ after: fc.nat(20), what: move }), { maxLength: 15 }),
    stale: fc.boolean(),
  });
});

function eventOf(told: Telling, index: number): SluiceEvent {
  const order = { id: told.order };
  const when = later(index * 60);
  const cash = (amount: number) => ({ amount: String(amount), currency: 'USD' });
  switch (told.kind) {
    case 'paid':
      return event('order.paid', { order: { ...order, amount: cash(price) }, customer: { id: 'c' } }, when);
    case 'refund': {
      const refund = { id: `r${told.id}`, amount: cash(told.amount), status: told.failed ? 'failed' : 'succeeded' };
      return event('order.refunded', { order, refund }, when);
    }
    case 'dispute':
      return event(`dispute.${told.what}`, { order, dispute: { id: 'd', amount: cash(told.amount) } }, when);
  }
}

/** Hears everything as it was heard, moving money between; `moves` none: everything is heard before any money moves. */
function heardAs({ told, stale }: Story, places: readonly number[], moves: Story['moves']): Books {
  const books = new Books();
  places.forEach((place, index) => {
    const { event: heard, order } = told[place]!;
    books.hear(heard, order, stale);
    for (const { what } of moves.filter(({ after }) => after === index)) books.move(what);
  });
  for (const { what } of moves.filter(({ after }) => after >= places.length)) books.move(what);
  return books;
}

const inTurn = ({ told }: Story): number[] => told.map((_, index) => index);

describe('events late, doubled and shuffled end in the same balances as in their order', () => {
  it('where all is heard before money moves: the same balances to the account', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const [shuffled, ordered] = [heardAs(story, story.heard, []), heardAs(story, inTurn(story), [])];
        for (const books of [shuffled, ordered]) {
          for (const { what } of story.moves) books.move(what);
          books.finish();
          expect(verifyChain(books.journals)).toEqual([]);
        }
        expect(shuffled.head?.balancesAfter).toEqual(ordered.head?.balancesAfter);
      }),
      { numRuns: 200 },
    );
  });

  it('where money moves meanwhile: the same in all, and after the last payout nothing is held or on its way', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const shuffled = heardAs(story, story.heard, story.moves);
        const ordered = heardAs(story, inTurn(story), story.moves);
        for (const books of [shuffled, ordered]) {
          books.finish();
          expect(verifyChain(books.journals)).toEqual([]);
          expect([books.balance('partner:held'), books.balance('partner:in_transit')]).toEqual([0n, 0n]);
          // Everybody has what the orders justify; what is owed the other way is carried over.
          const justified = names.reduce((sum, name) => {
            const order = books.orders.get(name);
            const earned = { amount: worth[name] ?? 0n, currency: 'USD' };
            return order ? sum + targetOf(earned, order, 'half_even').amount : sum;
          }, 0n);
          expect(books.total()).toBe(justified);
          expect(books.balance('partner:payable') + books.balance('cash:sandbox')).toBe(justified);
          expect(books.balance('partner:payable') <= 0n).toBe(true);
          for (const position of Object.values(books.positions)) expect(worthOf(position).currency).toBe('USD');
        }
        expect(shuffled.total()).toBe(ordered.total());
      }),
      { numRuns: 300 },
    );
  });
});
