import { refuse, type Refusal } from '../error.js';
import type { ExplanationPart } from '../explanation.js';
import { convert, convertAgain, type Conversion, type FxRate } from '../fx/conversion.js';
import { add, money, moneyToJson, percentOf, subtract, zero, type Currency, type Money } from '../money.js';
import type { PayoutSettlement } from '../payout.js';
import type { ProgrammeSettings } from '../programme.js';
import type { PayeeStanding } from './standing.js';

/** The rate of a day, or undefined where no source has told one. */
export type RateFor = (from: Currency, to: Currency, day: string) => FxRate | undefined;

export interface SettlementInput {
  /** The sum of the items. */
  amount: Money;
  /** What the partner is paid in. */
  currency: Currency;
  rail: string;
  /** The cutoff's day, `YYYY-MM-DD`: the rate is that day's. */
  day: string;
  rateFor: RateFor;
  standing?: Pick<PayeeStanding, 'withholding' | 'vat'>;
  settings: Pick<ProgrammeSettings, 'rounding' | 'feesBorneBy' | 'payouts'>;
}

/** Why a payout cannot be settled: no rate, or nothing is left of it after what is kept back. */
export type Unsettled = Refusal & { reason: ExplanationPart };

/**
 * What is sent for a payout's items: amount + VAT − withholding − a fee that the partner bears, converted once into the
 * currency that the partner is paid in. Undefined where that is simply the amount. Without a rate nothing is paid.
 */
export function settlementOf(
  input: SettlementInput,
): { ok: true; settlement: PayoutSettlement | undefined } | Unsettled {
  const { amount, standing, settings, currency } = input;
  const { rounding } = settings;
  const vat = standing?.vat && { ...standing.vat, amount: percentOf(amount, standing.vat.rate, rounding) };
  const withholding = standing?.withholding && {
    ...standing.withholding,
    amount: percentOf(amount, standing.withholding.rate, rounding),
  };
  const fee = feeOf(amount, input.rail, settings);
  if (!vat && !withholding && !fee && currency === amount.currency) return { ok: true, settlement: undefined };
  const parts = { ...(vat && { vat }), ...(withholding && { withholding }), ...(fee && { fee }) };
  const net = netOf(amount, parts);
  if (net.amount <= 0n) return nothingLeft(net);
  if (currency === net.currency) return { ok: true, settlement: { ...parts, net, pay: net } };
  const rate = input.rateFor(net.currency, currency, input.day);
  if (!rate) return noRate(net.currency, currency, input.day);
  return converted(parts, net, convert(net, rate, rounding));
}

/** The settlement of what is left of a payout's items: at the same rates as before, with the fee for the new amount. */
export function settleAgain(
  before: PayoutSettlement,
  amount: Money,
  rail: string,
  settings: SettlementInput['settings'],
): { ok: true; settlement: PayoutSettlement } | Unsettled {
  const { rounding } = settings;
  const { vat, withholding } = before;
  const fee = before.fee && feeOf(amount, rail, settings);
  const parts = {
    ...(vat && { vat: { ...vat, amount: percentOf(amount, vat.rate, rounding) } }),
    ...(withholding && { withholding: { ...withholding, amount: percentOf(amount, withholding.rate, rounding) } }),
    ...(fee && { fee }),
  };
  const net = netOf(amount, parts);
  if (net.amount <= 0n) return nothingLeft(net);
  if (!before.conversion) return { ok: true, settlement: { ...parts, net, pay: net } };
  return converted(parts, net, convertAgain(net, before.conversion, rounding));
}

/** What the rail is told to pay: the settlement's, or the whole amount. */
export function payOf({ amount, settlement }: { amount: Money; settlement?: PayoutSettlement | undefined }): Money {
  return settlement?.pay ?? amount;
}

type Parts = Pick<PayoutSettlement, 'vat' | 'withholding' | 'fee'>;

/** amount + VAT − withholding − a fee that the partner bears. */
export function netOf(amount: Money, { vat, withholding, fee }: Parts): Money {
  const nothing = zero(amount.currency);
  const kept = add(withholding?.amount ?? nothing, fee?.borneBy === 'partner' ? fee.amount : nothing);
  return subtract(add(amount, vat?.amount ?? nothing), kept);
}

function feeOf(
  amount: Money,
  rail: string,
  { feesBorneBy: borneBy, payouts, rounding }: SettlementInput['settings'],
): PayoutSettlement['fee'] {
  const fee = payouts?.feesByRail?.[rail];
  if (!fee) return undefined;
  const flat = money(fee.flat?.[amount.currency] ?? '0', amount.currency);
  const total = add(flat, percentOf(amount, fee.percent ?? '0', rounding));
  return total.amount === 0n ? undefined : { amount: total, borneBy };
}

function converted(
  parts: Parts,
  net: Money,
  conversion: Conversion,
): { ok: true; settlement: PayoutSettlement } | Unsettled {
  if (conversion.to.amount <= 0n) return nothingLeft(conversion.to);
  return { ok: true, settlement: { ...parts, net, pay: conversion.to, conversion } };
}

function nothingLeft(net: Money): Unsettled {
  return {
    ...refuse('nothing_left', 'Nothing is left to be paid after what is kept back.'),
    reason: { code: 'left_out.nothing_left', params: { amount: { ...moneyToJson(net) } } },
  };
}

function noRate(from: Currency, to: Currency, day: string): Unsettled {
  return {
    ...refuse('no_rate', `There is no rate from ${from} to ${to} for ${day}.`),
    reason: { code: 'left_out.no_rate', params: { from, to, day } },
  };
}
