import type { Batch, Payout, PayoutState } from '@sluice/domain';
import type { BatchDetail, BatchLeftOutDto, BatchRow, PayoutDto } from '@sluice/contracts';
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

/** What is told of a batch beside itself. */
export interface AboutBatch {
  makerName: string;
  approval: string | undefined;
  progress: Partial<Record<PayoutState, number>>;
  leftOut: BatchLeftOutDto[];
  leftOutCount: number;
}

export function batchDetail(batch: Batch, { makerName, approval, ...about }: AboutBatch): BatchDetail {
  const { run, payOn, preparing, itemsHash, revision } = batch;
  return {
    ...batchRow(batch, makerName),
    ...compact({ run, approval, payOn: payOn && at(payOn), preparing }),
    ...about,
    itemsHash,
    revision,
  };
}

export function leftOutDto(
  { partner, amount, reason }: Batch['leftOut'][number],
  names: Names,
  locale: 'en' | 'de',
): BatchLeftOutDto {
  return {
    partner: names.partner(partner),
    amount: moneyDto(amount),
    reason: say([reason], locale),
    code: reason.code,
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
