import type { Journal, JournalKind, PartnerId } from '@sluice/domain';
import type { JournalDto } from '@sluice/contracts';
import type { Context } from '../context.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto, shown } from '../present/plain.js';
import { say } from '../present/words.js';

export function ledgerRoutes(context: Context): Pick<Handlers, 'listJournals' | 'getAccounts' | 'getTrialBalance'> {
  const { ledger } = context.store;
  return {
    async listJournals({ caller, query, locale }) {
      const { partner, kind, commission, payout, ...paging } = query;
      const filter = compact({
        partner: partner as PartnerId | undefined,
        kind: kind as JournalKind | undefined,
        touches: commission,
        payout,
      });
      const page = await ledger.collection.page(caller.programme, filter, compact(paging), {
        field: 'at',
        direction: -1,
      });
      const names = await new Names(context.store, caller.programme).load(page.data.map((journal) => journal.partner));
      return shown(page, (journal) => journalDto(journal, names, locale));
    },

    async getAccounts({ caller }) {
      const accounts = await ledger.accounts(caller.programme);
      return {
        data: accounts.map(({ account, currency, balance }) => ({
          account,
          balance: moneyDto({ amount: balance, currency }),
        })),
      };
    },

    async getTrialBalance({ caller }) {
      const currencies = await ledger.trialBalance(caller.programme);
      return {
        asOf: at(context.now()),
        currencies: currencies.map(({ currency, accounts, sum }) => ({
          currency,
          accounts: accounts.map(({ account, balance }) => ({
            account,
            balance: moneyDto({ amount: balance, currency }),
          })),
          sum: moneyDto({ amount: sum, currency }),
          balanced: sum === 0n,
        })),
      };
    },
  };
}

function journalDto(journal: Journal, names: Names, locale: 'en' | 'de'): JournalDto {
  return compact({
    id: journal.id,
    partner: names.partner(journal.partner),
    seq: journal.seq,
    at: at(journal.at),
    kind: journal.kind,
    cause: journal.cause,
    commissions: journal.commissions.map((entry) =>
      compact({
        id: entry.id,
        delta: moneyDto({ amount: entry.delta, currency: entry.currency }),
        state: entry.state,
        approval: entry.approval,
      }),
    ),
    payout: journal.payout,
    batch: journal.batch,
    postings: journal.postings.map(({ account, amount, currency }) => ({
      account,
      amount: moneyDto({ amount, currency }),
    })),
    reason: journal.reason && say([journal.reason], locale),
    actor: journal.actor,
  });
}
