import { derivedId, type Id, type PayoutId } from '@sluice/domain';
import type { Database } from '../core/database.js';
import { StoreError } from '../core/errors.js';

/** One number of a programme's range of self-billed invoices of a year. */
export interface SelfBillingNumber {
  id: Id<'self_billing'>;
  programme: string;
  year: number;
  /** 1, 2, 3… without a gap. */
  seq: number;
  payout: PayoutId;
  issuedAt: Date;
}

/**
 * Numbers of self-billed invoices. A number is a document whose id derives from its place, so that a place is taken once; a place is
 * taken only after the one before it, so that there are no gaps; and a payout has one at most, whoever asks however often.
 */
export function selfBillingNumbers(db: Database) {
  const c = db.collection<SelfBillingNumber>({
    name: 'self_billing_numbers',
    version: 1,
    fields: { year: 'number', seq: 'number', payout: 'string', issuedAt: 'date' },
    indexes: [
      { keys: ['payout'], unique: true },
      { keys: ['year', 'seq'], unique: true },
    ],
  });
  const idOf = (programme: string, year: number, seq: number): SelfBillingNumber['id'] =>
    derivedId('self_billing', programme, String(year), String(seq));
  // Numbers are never taken away, so what was seen of a range is a place to look from.
  const seen = new Map<string, number>();

  const last = async (programme: string, year: number): Promise<number> => {
    const known = seen.get(`${programme}|${year}`);
    if (known !== undefined) return known;
    const [newest] = await c.find(programme, { year }, { sort: { seq: -1 }, limit: 1 });
    return newest?.seq ?? 0;
  };

  return {
    collection: c,
    ofPayout: (programme: string, payout: PayoutId) => c.findOne(programme, { payout }),
    ofYear: (programme: string, year: number) => c.find(programme, { year }, { sort: { seq: 1 } }),

    /** The payout's number: the one that it has, otherwise the next of the range of that year. */
    async issue(programme: string, year: number, payout: PayoutId, issuedAt: Date) {
      const known = await c.findOne(programme, { payout });
      if (known) return known;
      for (let seq = (await last(programme, year)) + 1; ; seq += 1) {
        const doc = { id: idOf(programme, year, seq), programme, year, seq, payout, issuedAt };
        try {
          const issued = await c.insert(doc, {
            audit: {
              action: 'self_billing.numbered',
              actor: { id: 'system' },
              subject: { kind: 'payout', id: payout },
              detail: { year, seq },
            },
          });
          seen.set(`${programme}|${year}`, seq);
          return issued;
        } catch (error) {
          if (!(error instanceof StoreError) || error.code !== 'duplicate') throw error;
          // Somebody numbered this very payout meanwhile, or another payout took this place.
          const mine = await c.findOne(programme, { payout });
          if (mine) return mine;
          seen.set(`${programme}|${year}`, seq);
        }
      }
    },
  };
}
