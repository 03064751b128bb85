import type { Batch, Payout, PayoutState } from '@sluice/domain';
import type { BatchDetail, BatchRow, PayoutDto } from '@sluice/contracts';
import type { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';
import { say } from './words.js';

export function batchRow(batch: Batch, makerName: string): BatchRow {
  return compact({
    id: batch.id,
    name: batch.name,
    currency: batch.currency,
    cutoff: at(batch.cutoff),
    state: batch.state,
    maker: { id: batch.maker, name: makerName },
    total: moneyDto(batch.total),
    payouts: batch.payouts,
    approvals: batch.approvals.map((one) =>
      compact({ by: one.by, name: one.name, at: at(one.at), comment: one.comment }),
    ),
    approversNeeded: batch.approversNeeded,
    createdAt: at(batch.createdAt),
    sentAt: batch.sentAt && at(batch.sentAt),
  });
}

export function batchDetail(
  batch: Batch,
  makerName: string,
  names: Names,
  locale: 'en' | 'de',
  approval: string | undefined,
  progress: Partial<Record<PayoutState, number>>,
): BatchDetail {
  return {
    ...batchRow(batch, makerName),
    ...compact({ run: batch.run, approval, payOn: batch.payOn && at(batch.payOn) }),
    progress,
    itemsHash: batch.itemsHash,
    revision: batch.revision,
    leftOut: batch.leftOut.map((one) => ({
      partner: names.partner(one.partner),
      amount: moneyDto(one.amount),
      reason: say([one.reason], locale),
      code: one.reason.code,
    })),
  };
}

/** `about` says what is known of a commission behind an item. */
export function payoutDto(
  payout: Payout,
  names: Names,
  about: (commission: string) => { order?: string; sentence?: string },
): PayoutDto {
  return compact({
    id: payout.id,
    batch: payout.batch,
    partner: names.partner(payout.partner),
    amount: moneyDto(payout.amount),
    items: payout.items.map((item) => ({
      commission: item.commission,
      amount: moneyDto(item.amount),
      ...about(item.commission),
    })),
    rail: payout.rail,
    settlement: payout.settlement && settlementDto(payout.settlement),
    resends: payout.resends,
    state: payout.state,
    attempts: payout.attempts.map((one) =>
      compact({
        key: one.key,
        generation: one.generation,
        at: at(one.at),
        outcome: one.outcome,
        railReference: one.railReference,
        error: one.error,
        settledAt: one.settledAt && at(one.settledAt),
      }),
    ),
    statement: payout.statement,
    createdAt: at(payout.createdAt),
    paidAt: payout.paidAt && at(payout.paidAt),
  });
}

export function settlementDto({
  vat,
  withholding,
  fee,
  net,
  pay,
  conversion,
}: NonNullable<Payout['settlement']>): NonNullable<PayoutDto['settlement']> {
  return compact({
    vat: vat && moneyDto(vat.amount),
    withholding: withholding && moneyDto(withholding.amount),
    fee: fee && { amount: moneyDto(fee.amount), borneBy: fee.borneBy },
    net: moneyDto(net),
    pay: moneyDto(pay),
    rate: conversion && { rate: conversion.rate, source: conversion.source, date: conversion.date },
  });
}
