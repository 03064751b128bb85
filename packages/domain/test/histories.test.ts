import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildStatement,
  decideApproval,
  decideEarn,
  decideFailed,
  decideHold,
  decideLift,
  decidePaid,
  decideRefund,
  decideRelease,
  decideReserve,
  decideReturned,
  decideReview,
  decideSend,
  decideUnreserve,
  derivedId,
  foldOrder,
  itemsOf,
  lineCommission,
  openHolds,
  sumByCurrency,
  targetOf,
  verifyChain,
  type Commission,
  type CommissionId,
  type CommissionPosition,
  type Journal,
  type Order,
} from '../src/index.js';
import { act, at, Chain, commission, folded, later, partner, programme, told } from './build.js';

/**
 * A small world with three orders and four payouts in which anything may happen in any order, also what makes no sense:
 * refusals are fine, broken invariants are not.
 */
class World extends Chain {
  readonly names = ['a', 'b', 'c'];
  readonly commissions = Object.fromEntries(
    this.names.map((name, index) => [name, commission(name, [2000n, 333n, 1n][index] ?? 1n)]),
  ) as Record<string, Commission>;
  readonly orders: Record<string, Order> = Object.fromEntries(
    this.names.map((name) => [name, folded(told.paid(name, 9999))]),
  );
  readonly documents: Record<CommissionId, Commission> = Object.fromEntries(
    Object.values(this.commissions).map((of) => [of.id, of]),
  );
  clock = 0;

  try(decide: Parameters<Chain['post']>[0]): void {
    if (this.ask(decide) !== 'ok') return;
    for (const journal of this.post(decide)) {
      for (const original of Object.values(this.commissions)) {
        const line = lineCommission(original, journal);
        if (line) this.documents[line.id] = line;
      }
    }
  }

  /** Applies one random operation. */
  step({ what, name, payout, part }: Operation): void {
    const of = this.commissions[name];
    const order = this.orders[name];
    if (!of || !order) return;
    this.clock += 1;
    const now = { ...act, at: later(this.clock) };
    const one = { ...now, commission: of.id };
    const id = derivedId('payout', programme, payout);
    const batch = derivedId('batch', programme, payout);
    const settled = { ...now, payout: id, batch, rail: 'sandbox', attempt: '1' };
    const tell = (next: Order) => {
      this.orders[name] = next;
      this.try((h, p) =>
        decideRefund(h, p, { ...now, commission: of, order: next, cause: `${what}:${part}`, rounding: 'half_even' }),
      );
    };
    const operations: Record<Operation['what'], () => void> = {
      earn: () =>
        this.try((h, p) =>
          decideEarn(h, p, {
            ...now,
            commission: of,
            holds: [],
            approval: part > 6000 ? 'waiting' : 'not_needed',
            timeZone: 'UTC',
          }),
        ),
      hold: () =>
        this.try((h, p) =>
          decideHold(h, p, { ...one, hold: { key: `h${part % 3}`, kind: 'review', since: now.at, openedBy: 'x' } }),
        ),
      lift: () => this.try((h, p) => decideLift(h, p, { ...one, key: `h${part % 3}`, early: true })),
      review: () => this.try((h, p) => decideReview(h, p, one)),
      approve: () => this.try((h, p) => decideApproval(h, p, { ...one, outcome: 'approve' })),
      reject: () => this.try((h, p) => decideApproval(h, p, { ...one, outcome: 'reject' })),
      release: () => this.try((h, p) => decideRelease(h, p, one)),
      refund: () =>
        tell(
          foldOrder(
            order,
            told.refunded(name, `r${part % 3}`, part, { status: part % 5 ? 'succeeded' : 'failed' }, now.at),
          ),
        ),
      dispute: () =>
        tell(
          foldOrder(
            order,
            told.dispute(name, 'd', part, (['opened', 'won', 'lost'] as const)[part % 3] ?? 'won', now.at),
          ),
        ),
      stale: () => tell(this.orders[name] ?? order),
      reserve: () => {
        const items = Object.entries(this.positions)
          .filter(([, position]) => position.state === 'payable')
          .map(([key]) => key as CommissionId)
          .slice(0, 1 + (part % 4));
        this.try((h, p) => decideReserve(h, p, { ...now, payout: id, batch, currency: 'USD', items }));
      },
      unreserve: () =>
        this.try((h, p) => decideUnreserve(h, p, { ...now, payout: id, batch, items: [of.id], cause: `edit:${part}` })),
      send: () =>
        this.try((h, p) => decideSend(h, p, { ...now, payout: id, batch, items: itemsOf(p, id, 'reserved') })),
      paid: () => this.try((h, p) => decidePaid(h, p, settled)),
      failed: () => this.try((h, p) => decideFailed(h, p, settled)),
      returned: () => this.try((h, p) => decideReturned(h, p, settled)),
    };
    operations[what]();
  }
}

const whats = [
  'earn',
  'hold',
  'lift',
  'review',
  'approve',
  'reject',
  'release',
  'refund',
  'dispute',
  'stale',
  'reserve',
  'unreserve',
  'send',
  'paid',
  'failed',
  'returned',
] as const;

interface Operation {
  what: (typeof whats)[number];
  name: string;
  payout: string;
  part: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  // What leads to pay is drawn more often, so that histories get somewhere.
  what: fc.constantFrom(
    ...whats,
    'earn',
    'earn',
    'lift',
    'approve',
    'release',
    'release',
    'release',
    'reserve',
    'reserve',
    'send',
    'send',
    'paid',
  ),
  name: fc.constantFrom('a', 'b', 'c'),
  payout: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
  part: fc.integer({ min: 1, max: 9999 }),
});

const histories = fc.array(operation, { minLength: 20, maxLength: 60 });

function played(operations: Operation[], each: (world: World, before: Journal[]) => void = () => undefined): World {
  const world = new World();
  for (const next of operations) {
    const before = [...world.journals];
    world.step(next);
    each(world, before);
  }
  return world;
}

describe('whatever happens, in whatever order', () => {
  it('journals sum to zero per currency, nothing held or in transit is negative, commissions add up to their accounts', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const world = played(operations);
        expect(verifyChain(world.journals)).toEqual([]);
        for (const journal of world.journals) {
          for (const sum of Object.values(sumByCurrency(journal))) expect(sum).toBe(0n);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a reversal never exceeds what was earned, and what is earned in all is what the folded order justifies', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const world = played(operations);
        const lines = Object.values(world.documents).filter((document) => document.reverses);
        for (const [name, of] of Object.entries(world.commissions)) {
          const position = world.positions[of.id];
          const order = world.orders[name];
          if (!position || !order || position.state === 'new') continue;
          expect(position.reversed.amount >= 0n && position.reversed.amount <= position.earned.amount).toBe(true);
          const own = position.worth?.amount ?? 0n;
          const net = lines
            .filter(({ reverses }) => reverses === of.id)
            .reduce((sum, line) => sum + line.amount.amount, own);
          expect(net >= 0n && net <= position.earned.amount).toBe(true);
          // Refunds told before the commission was earned are weighed by the next telling.
          if (position.approval !== 'rejected' && position.orderRev === order.rev) {
            expect(net).toBe(targetOf(position.earned, order, 'half_even').amount);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('nothing becomes payable while a hold is open or approval is missing', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        played(operations, (world, before) => {
          const fresh = world.journals.slice(before.length).filter(({ kind }) => kind === 'release');
          for (const { commissions } of fresh) {
            const position = world.positions[commissions[0]?.id ?? ''];
            expect(position && openHolds(position)).toEqual([]);
            expect(position?.approval).not.toBe('waiting');
          }
        });
      }),
    );
  });

  it('what a payout has paid is what it had when it was sent', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const { journals } = played(operations);
        for (const paid of journals.filter(({ kind }) => kind === 'paid')) {
          const sent = journals.find(({ kind, payout }) => kind === 'send' && payout === paid.payout);
          const ids = (journal: Journal | undefined) => journal?.commissions.map(({ id }) => id).sort();
          expect(ids(sent)).toEqual(ids(paid));
          expect(journals.filter(({ kind, payout }) => kind === 'paid' && payout === paid.payout)).toHaveLength(1);
        }
      }),
    );
  });

  it('journals of one fold are the same fold taken step by step', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const steps: Record<string, CommissionPosition>[] = [];
        const world = played(operations, (now) => steps.push(now.positions));
        expect(steps.at(-1)).toEqual(world.positions);
      }),
      { numRuns: 20 },
    );
  });

  it('a statement’s opening and lines are its closing, and statements join without a gap', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(60), { maxLength: 4 }), (operations, cuts) => {
        const world = played(operations);
        const { journals } = world;
        const ends = [...new Set([...cuts.filter((cut) => cut < journals.length), journals.length])].sort(
          (x, y) => x - y,
        );
        let start = 0;
        let opening = 0n;
        for (const [index, end] of ends.entries()) {
          const statement = buildStatement({
            programme,
            partner,
            number: index + 1,
            currency: 'USD',
            before: journals[start - 1] ?? null,
            journals: journals.slice(start, end),
            commissions: world.documents,
            from: at,
            to: later(100),
            createdAt: later(100),
          });
          const sum = statement.lines.reduce((total, line) => total + line.amount.amount, statement.opening.amount);
          expect(statement.opening.amount).toBe(opening);
          expect(sum).toBe(statement.closing.amount);
          for (const line of statement.lines) expect(line.explanation.length).toBeGreaterThan(0);
          opening = statement.closing.amount;
          start = end;
        }
      }),
      { numRuns: 100 },
    );
  });
});
