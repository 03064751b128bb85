import {
  claim,
  claimed,
  derivedId,
  settleClaims,
  type CapUse,
  type Claims,
  type Currency,
  type Id,
} from '@sluice/domain';
import type { Database } from '../core/database.js';

/** All that was claimed of one limit: a programme's spend of a period, a customer's cap, a bounty. */
export interface SpendClaims {
  id: Id<'spend_claims'>;
  programme: string;
  /** What the limit is of and when: `programme:2026-11:USD`, `customer:cus_…:all:USD`, `bounty:cus_…`. */
  key: string;
  /** A currency, whose minor units are claimed; `times` where things are counted. */
  unit: Currency | 'times';
  /** Minor units or numbers, by who claimed them: commissions; orders for bounties. */
  claims: Claims;
  rev: number;
}

/**
 * Claims on what is limited beyond one partner. One document a limit, changed by compare-and-set: two orders at once never get
 * more than there is, and a claim that is made again reads back what it was granted.
 */
export function spendClaims(db: Database) {
  const c = db.collection<SpendClaims>({
    name: 'spend_claims',
    version: 1,
    quiet: true,
    fields: { key: 'string', unit: 'string', claims: 'map' },
    indexes: [{ keys: ['key'], unique: true }],
  });
  const idOf = (programme: string, key: string) => derivedId('spend_claims', programme, key);
  return {
    collection: c,
    get: (programme: string, key: string) => c.get(programme, idOf(programme, key)),

    /** Claims at most `asked`; answers what is granted, now or the first time that this id asked, and what others had. */
    async claim(
      programme: string,
      of: { key: string; unit: SpendClaims['unit']; limit: bigint },
      by: string,
      asked: bigint,
    ): Promise<CapUse> {
      const id = idOf(programme, of.key);
      await c.insertOrRead({ id, programme, key: of.key, unit: of.unit, claims: {} });
      const doc = await c.change(programme, id, ({ claims }) => {
        const answer = claim(claims, by, asked, of.limit);
        return answer.claims === claims ? null : { set: { claims: answer.claims } };
      });
      const own = doc.claims[by] ?? 0n;
      const granted = own < asked ? own : asked;
      const others = claimed(doc.claims) - own;
      // Read back, others may have come later: more than was left to them was not taken before.
      const most = of.limit - granted;
      return { granted, used: others < most ? others : most };
    },

    /** Brings claims down to what came of them, together; never up. Nothing where there is no such document. */
    async settle(programme: string, key: string, amounts: Claims): Promise<void> {
      const id = idOf(programme, key);
      if (!(await c.get(programme, id))) return;
      await c.change(programme, id, ({ claims }) => {
        const settled = settleClaims(claims, amounts);
        return settled === claims ? null : { set: { claims: settled } };
      });
    },
  };
}
