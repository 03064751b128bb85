import { DomainError } from '../error.js';
import type { Account, Posting } from '../journal.js';
import type { Currency, Money } from '../money.js';
import type { PayoutSettlement } from '../payout.js';
import { netOf } from '../payouts/settlement.js';
import { move } from './decision.js';

/**
 * How a payout leaves the partner's account: what is withheld and a fee that the partner bears stay behind, VAT comes on top,
 * a fee that the programme bears goes to the rail beside it. With a conversion cash is in the currency paid, and `fx` balances
 * both. Throws `settlement_differs` where the settlement is not that of the items.
 */
export function paidPostings(
  from: Extract<Account, `partner:${string}`>,
  total: Money,
  rail: string,
  settlement: PayoutSettlement | undefined,
): Posting[] {
  const { currency } = total;
  if (!settlement) return move(from, `cash:${rail}`, total.amount, currency);
  const { vat, withholding, fee, net, pay, conversion } = settlement;
  if (netOf(total, settlement).amount !== net.amount || pay.amount !== (conversion?.to ?? net).amount)
    throw new DomainError(
      'settlement_differs',
      `A settlement of ${net.amount} is not that of items of ${total.amount}.`,
    );
  const cash: Account = `cash:${rail}`;
  const borne = fee?.borneBy === 'programme' ? fee.amount.amount : 0n;
  return summed([
    { account: from, amount: -total.amount, currency },
    { account: 'withholding', amount: withholding?.amount.amount ?? 0n, currency },
    { account: 'vat', amount: -(vat?.amount.amount ?? 0n), currency },
    { account: 'fees', amount: (fee?.amount.amount ?? 0n) - 2n * borne, currency },
    { account: cash, amount: borne, currency },
    { account: conversion ? 'fx' : cash, amount: net.amount, currency },
    ...(conversion ? move('fx', cash, pay.amount, pay.currency) : []),
  ]);
}

/** Accounts that what partners were paid lies in: together, and per currency, they are worth the paid commissions. */
export function isSettledAccount(account: string): boolean {
  return account.startsWith('cash:') || ['withholding', 'vat', 'fees', 'fx'].includes(account);
}

/** One posting by account and currency, none of nothing. */
function summed(postings: readonly Posting[]): Posting[] {
  const sums = new Map<string, { account: Account; amount: bigint; currency: Currency }>();
  for (const { account, amount, currency } of postings) {
    const key = `${account}|${currency}`;
    sums.set(key, { account, currency, amount: (sums.get(key)?.amount ?? 0n) + amount });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0n);
}
