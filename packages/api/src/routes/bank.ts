import { againstMatch, type PayoutId } from '@sluice/domain';
import type { BankEntry, BankStatement } from '@sluice/store';
import { importStatement } from '../bank/import.js';
import { markPayout } from '../bank/mark.js';
import { entryDtos, statementRow } from '../bank/present.js';
import { matchable } from '../bank/world.js';
import type { Context } from '../context.js';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { compact } from '../present/plain.js';
import { actorOf } from './users.js';

type BankRoutes =
  | 'markPayout'
  | 'listBankStatements'
  | 'importBankStatement'
  | 'getBankStatement'
  | 'listBankEntries'
  | 'matchBankEntry'
  | 'dismissBankEntry';

const shownAtOnce = 200;
/** What a person is to look at comes first. */
const order: readonly BankEntry['state'][] = ['suggested', 'open', 'pending', 'matched', 'mine', 'dismissed'];
const undecided: readonly BankEntry['state'][] = ['suggested', 'open', 'pending'];

/** What banks and people say became of payouts. */
export function bankRoutes(context: Context): Pick<Handlers, BankRoutes> {
  const { store } = context;
  const payoutOf = async (caller: Caller, id: string, pointer?: string) => {
    const payout = await store.payouts.get(caller.programme, id as PayoutId);
    if (payout) return payout;
    if (pointer === undefined) throw new Refusal('not_found');
    const errors = [{ pointer, code: 'unknown_payout', message: 'There is no such payout.' }];
    throw new Refusal('invalid', { errors });
  };
  const entryOf = async (caller: Caller, id: string) => {
    const entry = await store.bankEntries.get(caller.programme, id as BankEntry['id']);
    if (!entry) throw new Refusal('not_found');
    if (!undecided.includes(entry.state)) {
      throw new Refusal('conflict', {
        detail: `This entry is ${entry.state === 'dismissed' ? 'dismissed' : 'matched'} already.`,
      });
    }
    return entry;
  };
  const dtoOf = async (entry: BankEntry) => (await entryDtos(context, [entry]))[0]!;
  return {
    async markPayout({ caller, params, body }) {
      const payout = await payoutOf(caller, params.id);
      if (body.date > context.now().toISOString().slice(0, 10)) {
        const errors = [{ pointer: '/date', code: 'future', message: 'That day is still to come.' }];
        throw new Refusal('invalid', { errors });
      }
      const { id, state } = await markPayout(context, caller, payout, body);
      return { payout: id, state };
    },

    async listBankStatements({ caller, query }) {
      const page = await store.bankStatements.list(caller.programme, compact(query));
      return {
        data: await Promise.all(page.data.map((one) => statementRow(context, one))),
        nextCursor: page.nextCursor,
      };
    },

    async importBankStatement({ caller, body }) {
      const { statement, isNew, entries } = await importStatement(context, caller, body);
      const sorted = [...entries].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
      return {
        statement: await statementRow(context, statement, entries),
        dryRun: body.dryRun,
        isNew,
        entries: await entryDtos(context, sorted.slice(0, shownAtOnce)),
      };
    },

    async getBankStatement({ caller, params }) {
      const statement = await store.bankStatements.get(caller.programme, params.id as BankStatement['id']);
      if (!statement) throw new Refusal('not_found');
      return statementRow(context, statement);
    },

    async listBankEntries({ caller, query }) {
      const page = await store.bankEntries.list(caller.programme, compact(query));
      return { data: await entryDtos(context, page.data), nextCursor: page.nextCursor };
    },

    async matchBankEntry({ caller, params, body }) {
      const entry = await entryOf(caller, params.id);
      if (entry.state === 'pending')
        throw new Refusal('conflict', { detail: 'The bank has not booked this entry yet.' });
      const payout = await payoutOf(caller, body.payout, '/payout');
      const [facts] = await matchable(context, caller.programme, [payout], new Set([entry.id]));
      const against = facts
        ? againstMatch(entry, facts)
        : { code: 'not_sent', message: 'Nothing of this payout has been sent.' };
      if (against) throw new Refusal('invalid', { errors: [{ pointer: '/payout', ...against }] });
      const outcome = entry.direction === 'debit' ? 'paid' : 'returned';
      // Paid already, say by a mark: the entry is only noted beside it.
      const isTold = payout.state === (outcome === 'paid' ? 'paid' : 'returned');
      if (!isTold) {
        await markPayout(context, caller, payout, {
          outcome,
          reference: entry.reference || entry.id,
          date: entry.bookedAt,
          note: body.note || entry.returnReason?.text || 'Matched with the bank’s entry.',
          entry: entry.id,
        });
      }
      const changed = await store.bankEntries.change(caller.programme, entry.id, (doc) =>
        undecided.includes(doc.state)
          ? {
              set: {
                state: 'mine',
                outcome,
                payouts: [payout.id],
                suggestions: [],
                problem: undefined,
                settledBy: { ...actorOf(caller), at: context.now(), ...(body.note && { note: body.note }) },
              },
              audit: {
                action: 'bank_entry.matched_by_hand',
                actor: actorOf(caller),
                detail: { payout: payout.id, outcome, reference: entry.reference },
              },
            }
          : null,
      );
      return dtoOf(changed);
    },

    async dismissBankEntry({ caller, params, body }) {
      const entry = await entryOf(caller, params.id);
      const changed = await store.bankEntries.change(caller.programme, entry.id, (doc) =>
        undecided.includes(doc.state)
          ? {
              set: {
                state: 'dismissed',
                suggestions: [],
                settledBy: { ...actorOf(caller), at: context.now(), note: body.note },
              },
              audit: { action: 'bank_entry.dismissed', actor: actorOf(caller), detail: { note: body.note } },
            }
          : null,
      );
      return dtoOf(changed);
    },
  };
}
