import type { PayoutFileDetail, PayoutFileRow } from '@sluice/contracts';
import { payoutFileFormat } from '@sluice/contracts';
import type { PayoutFile } from '@sluice/store';
import type { Context } from '../context.js';
import { Names } from '../present/names.js';
import { at, compact, moneyDto } from '../present/plain.js';

type States = ReadonlyMap<string, string>;

/** Rows of a list, each with how far its payouts are. */
export async function fileRows(context: Context, files: readonly PayoutFile[]): Promise<PayoutFileRow[]> {
  const rows: PayoutFileRow[] = [];
  for (const file of files) rows.push(row(file, await statesOf(context, file)));
  return rows;
}

export async function fileDetail(context: Context, file: PayoutFile): Promise<PayoutFileDetail> {
  const states = await statesOf(context, file);
  const ids = [...file.items, ...file.leftOut].map(({ partner }) => partner);
  const names = await new Names(context.store, file.programme).load(ids);
  return {
    ...row(file, states),
    payouts: file.items.map(({ payout, partner, amount, reference }) => ({
      payout,
      partner: names.partner(partner),
      amount: moneyDto(amount),
      reference,
      state: states.get(payout) ?? 'unknown',
    })),
    leftOut: file.leftOut.map(({ payout, partner, amount, code, message }) => ({
      payout,
      partner: names.partner(partner),
      amount: moneyDto(amount),
      code,
      reason: message,
    })),
  };
}

function row(file: PayoutFile, states: States): PayoutFileRow {
  const count = (...wanted: string[]) =>
    file.items.filter(({ payout }) => wanted.includes(states.get(payout) ?? '')).length;
  return compact({
    id: file.id,
    batch: { id: file.batch, name: file.batchName },
    number: file.number,
    format: payoutFileFormat.parse(file.format),
    name: file.name,
    sha256: file.sha256,
    bytes: file.bytes,
    currency: file.currency,
    payments: file.items.length,
    total: moneyDto(file.total),
    sums: compact(file.sums),
    executionDate: file.executionDate,
    leftOut: file.leftOut.length,
    madeBy: file.madeBy,
    madeAt: at(file.createdAt),
    override: file.override && { reason: file.override.reason, payouts: file.override.payouts.length },
    progress: { waiting: count('sending', 'sent'), paid: count('paid'), returned: count('returned', 'failed') },
  });
}

async function statesOf(context: Context, file: PayoutFile): Promise<States> {
  const found = await context.store.payouts.collection.find(
    file.programme,
    { _id: { $in: file.items.map(({ payout }) => payout) } },
    { without: ['items', 'attempts', 'settlement'] },
  );
  return new Map(found.map(({ id, state }) => [id, state]));
}
