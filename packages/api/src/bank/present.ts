import { payOf, type Payout } from '@sluice/domain';
import { bankEntryState, type BankEntryDto, type BankStatementRow } from '@sluice/contracts';
import type { BankEntry, BankStatement } from '@sluice/store';
import type { Context } from '../context.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto } from '../present/plain.js';

/** A statement with how many of its entries are in each state; `entries`: those of a dry run, which are stored nowhere. */
export async function statementRow(
  context: Context,
  statement: BankStatement,
  entries?: readonly BankEntry[],
): Promise<BankStatementRow> {
  const counted = await Promise.all(
    bankEntryState.options.map(async (state) => [
      state,
      entries
        ? entries.filter((entry) => entry.state === state).length
        : await context.store.bankEntries.countByState(statement.programme, statement.id, state),
    ]),
  );
  return compact({
    id: statement.id,
    name: statement.name,
    format: statement.format,
    sha256: statement.sha256,
    account: statement.account,
    number: statement.number,
    from: statement.from,
    to: statement.to,
    entries: statement.entries,
    counts: Object.fromEntries(counted) as BankStatementRow['counts'],
    importedBy: statement.importedBy,
    importedAt: at(statement.createdAt),
  });
}

export async function entryDtos(context: Context, entries: readonly BankEntry[]): Promise<BankEntryDto[]> {
  const { store } = context;
  const programme = entries[0]?.programme;
  if (programme === undefined) return [];
  const ids = entries.flatMap((entry) => [...entry.payouts, ...entry.suggestions.map(({ payout }) => payout)]);
  const payouts = await store.payouts.collection.find(programme, { _id: { $in: [...new Set(ids)] } });
  const names = await new Names(store, programme).load(payouts.map(({ partner }) => partner));
  const byId = new Map<string, Payout>(payouts.map((payout) => [payout.id, payout]));
  const about = (id: string) => {
    const payout = byId.get(id);
    return payout
      ? [
          {
            payout: id,
            batch: payout.batch as string,
            partner: names.partner(payout.partner),
            amount: moneyDto(payOf(payout)),
          },
        ]
      : [];
  };
  return entries.map((entry) =>
    compact({
      id: entry.id,
      statement: entry.statement,
      reference: entry.reference,
      bookedAt: entry.bookedAt,
      direction: entry.direction,
      amount: moneyDto(entry.amount),
      name: entry.name,
      account: entry.account,
      endToEndId: entry.endToEndId,
      text: entry.text,
      returnReason: entry.returnReason,
      state: entry.state,
      outcome: entry.outcome,
      payouts: entry.payouts.flatMap((id) =>
        about(id).map(({ payout, partner, amount }) => ({ payout, partner, amount })),
      ),
      suggestions: entry.suggestions.flatMap(({ payout, why }) => about(payout).map((one) => ({ ...one, why }))),
      problem: entry.problem?.message,
      settledBy:
        entry.settledBy &&
        compact({
          id: entry.settledBy.id,
          name: entry.settledBy.name,
          at: at(entry.settledBy.at),
          note: entry.settledBy.note,
        }),
    }),
  );
}
