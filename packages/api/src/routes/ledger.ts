import { periodOf as calendarPeriod, sumByCurrency } from '@sluice/domain';
import type { Journal, JournalId, JournalKind, PartnerId } from '@sluice/domain';
import type { Accrued } from '@sluice/domain/accruals';
import { accrualsOf, owedByLedger, payoutLagOf } from '@sluice/store/operations/index';
import type { JournalDetail, JournalDto } from '@sluice/contracts';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto, shown } from '../present/plain.js';
import { say } from '../present/words.js';
import { periodOf } from './ownership.js';
import { programmeOf } from './programme.js';
import { namesOfUsers } from './users.js';

type LedgerRoutes = 'listJournals' | 'getJournal' | 'getAccounts' | 'getTrialBalance' | 'getAccruals' | 'getPayoutLag';

/** The book itself, and what finance reads out of it. */
export function ledgerRoutes(context: Context): Pick<Handlers, LedgerRoutes> {
  const { store } = context;
  const { ledger } = store;
  return {
    async listJournals({ caller, query, locale }) {
      const { partner, kind, commission, payout, batch, from, to, ...paging } = query;
      const { from: since, to: until } = periodOf(from, to);
      const filter = compact({
        partner: partner as PartnerId | undefined,
        kind: kind as JournalKind | undefined,
        touches: commission,
        payout,
        batch,
        at: since || until ? { ...(since && { $gte: since }), ...(until && { $lt: until }) } : undefined,
      });
      const page = await ledger.collection.page(caller.programme, filter, compact(paging), {
        field: 'at',
        direction: -1,
      });
      const names = await new Names(context.store, caller.programme).load(page.data.map((journal) => journal.partner));
      const who = await namesOfUsers(
        context,
        caller.programme,
        page.data.map(({ actor }) => actor),
      );
      return shown(page, (journal) => journalDto(journal, names, who, locale));
    },

    async getJournal({ caller, params, locale }) {
      const journal = await ledger.get(caller.programme, params.id as JournalId);
      if (!journal) throw new Refusal('not_found');
      const names = await new Names(store, caller.programme).load([journal.partner]);
      const who = await namesOfUsers(context, caller.programme, [journal.actor]);
      return journalDetailDto(journal, names, who, locale);
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

    async getTrialBalance({ caller, query }) {
      const end = query.asOf && (await endOfDay(caller.programme, query.asOf));
      const currencies = await ledger.trialBalance(caller.programme, end || undefined);
      return {
        asOf: at(end || context.now()),
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

    async getAccruals({ caller }) {
      const { timeZone } = await programmeOf(context, caller.programme);
      const asOf = at(context.now());
      const [accruals, ledgerOf] = await Promise.all([
        accrualsOf(store, caller.programme, timeZone),
        owedByLedger(store, caller.programme),
      ]);
      return {
        asOf,
        currencies: accruals.currencies.map(({ currency, months, total }) => {
          const { held, payable, inTransit } = ledgerOf(currency);
          const dto = (amount: bigint) => moneyDto({ amount, currency });
          return {
            currency,
            months: months.map((row) => ({ month: row.month, ...accrued(row, currency) })),
            total: accrued(total, currency),
            agrees: total.held === held && total.payable === payable && total.inTransit === inTransit,
            ledger: { held: dto(held), payable: dto(payable), inTransit: dto(inTransit) },
          };
        }),
      };
    },

    async getPayoutLag({ caller }) {
      const { timeZone } = await programmeOf(context, caller.programme);
      const data = await payoutLagOf(store, caller.programme, timeZone);
      const tenth = (days: number) => Math.round(days * 10) / 10;
      return {
        data: data.map((row) => ({ ...row, medianDays: tenth(row.medianDays), p90Days: tenth(row.p90Days) })),
      };
    },
  };

  async function endOfDay(programme: string, day: string): Promise<Date> {
    const { timeZone } = await programmeOf(context, programme);
    return dayEnd(day, timeZone);
  }
}

/** The instant at which a day of a zone is over. Noon in UTC lies in that day almost everywhere; where it does not, its neighbour does. */
function dayEnd(day: string, zone: string): Date {
  const noon = new Date(`${day}T12:00:00Z`);
  for (const hours of [0, -12, 12]) {
    const period = calendarPeriod(new Date(noon.getTime() + hours * 3_600_000), zone, 'day');
    if (period.key === day) return period.to;
  }
  throw new Refusal('invalid', { errors: [{ pointer: '/asOf', code: 'bad_day', message: 'this day never was' }] });
}

function accrued({ commissions, held, payable, inTransit, paid }: Accrued, currency: string) {
  const dto = (amount: bigint) => moneyDto({ amount, currency });
  return {
    commissions,
    earned: dto(held + payable + inTransit + paid),
    held: dto(held),
    payable: dto(payable),
    inTransit: dto(inTransit),
    paid: dto(paid),
    owed: dto(held + payable + inTransit),
  };
}

function journalDetailDto(journal: Journal, names: Names, who: Who, locale: 'en' | 'de'): JournalDetail {
  const { conversion } = journal;
  const sums = sumByCurrency(journal);
  return {
    ...journalDto(journal, names, who, locale),
    balances: Object.entries(journal.balancesAfter)
      .map(([key, amount]) => {
        const bar = key.lastIndexOf('|');
        return { account: key.slice(0, bar), balance: moneyDto({ amount, currency: key.slice(bar + 1) }) };
      })
      .sort((a, b) => (a.balance.currency + a.account < b.balance.currency + b.account ? -1 : 1)),
    ...(conversion && {
      conversion: { ...conversion, from: moneyDto(conversion.from), to: moneyDto(conversion.to) },
    }),
    balanced: Object.values(sums).every((sum) => sum === 0n),
  };
}

type Who = Awaited<ReturnType<typeof namesOfUsers>>;

function journalDto(journal: Journal, names: Names, who: Who, locale: 'en' | 'de'): JournalDto {
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
    actor: who(journal.actor),
  });
}
