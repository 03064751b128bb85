import type { CommissionPosition } from '../commission.js';
import type { Balances, Journal } from '../journal.js';
import { accountOf } from './decision.js';
import { addPostings, balanceKey, sumByCurrency } from './append.js';
import { foldCommissions, worthOf } from './position.js';
import { isSettledAccount } from './settled.js';

/** Something `sluice verify` reports: what is wrong and at which journal. */
export interface Problem {
  code:
    | 'gap'
    | 'wrong_chain'
    | 'doubled_id'
    | 'unbalanced'
    | 'balances_differ'
    | 'negative_held'
    | 'negative_in_transit'
    | 'commissions_differ';
  seq: number;
  message: string;
}

/**
 * Proves one partner's whole chain, from its first journal: no gap, no doubled id, every journal balanced, stored balances
 * equal to rebuilt ones, nothing held or in transit below zero, and the commissions' sums equal to the accounts.
 */
export function verifyChain(journals: readonly Journal[]): Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  let balances: Balances = {};
  let seq = 0;
  for (const journal of [...journals].sort((a, b) => a.seq - b.seq)) {
    const report = (code: Problem['code'], message: string) => problems.push({ code, seq: journal.seq, message });
    if (journal.seq !== seq + 1) report('gap', `Journal ${journal.seq} follows ${seq}.`);
    seq = journal.seq;
    if (journal.partner !== journals[0]?.partner || journal.programme !== journals[0].programme) {
      report('wrong_chain', `Journal ${journal.id} belongs to another partner.`);
    }
    if (ids.has(journal.id)) report('doubled_id', `Journal ${journal.id} is in the chain twice.`);
    ids.add(journal.id);
    for (const [currency, sum] of Object.entries(sumByCurrency(journal))) {
      if (sum !== 0n) report('unbalanced', `Journal ${journal.id} is out of balance by ${sum} ${currency}.`);
    }
    balances = addPostings(balances, journal);
    if (!sameBalances(balances, journal.balancesAfter)) {
      report('balances_differ', `Journal ${journal.id} does not carry the sums of the chain up to it.`);
    }
    for (const [key, amount] of Object.entries(balances)) {
      if (amount < 0n && key.startsWith('partner:held|')) report('negative_held', `${key} is ${amount}.`);
      if (amount < 0n && key.startsWith('partner:in_transit|')) report('negative_in_transit', `${key} is ${amount}.`);
    }
  }
  return [...problems, ...compareWithCommissions(journals, balances, seq)];
}

function compareWithCommissions(journals: readonly Journal[], balances: Balances, seq: number): Problem[] {
  const sums = sumsByAccount(Object.values(foldCommissions([...journals].sort((a, b) => a.seq - b.seq))));
  const accounts = settledTogether(balances);
  return [...new Set([...Object.keys(sums), ...Object.keys(accounts)])]
    .filter((key) => key.startsWith('partner:') || key.startsWith('settled|'))
    .filter((key) => (sums[key] ?? 0n) !== (accounts[key] ?? 0n))
    .map((key) => ({
      code: 'commissions_differ',
      seq,
      message: `${key} is ${accounts[key] ?? 0n}, its commissions add up to ${sums[key] ?? 0n}.`,
    }));
}

/**
 * What commissions add up to by the account that their state puts them in; `settled` is every rail together with what was
 * withheld, kept as a fee, added as VAT or converted on the way.
 */
export function sumsByAccount(positions: readonly CommissionPosition[]): Balances {
  const sums: Balances = {};
  for (const position of positions) {
    const account = position.state === 'paid' ? 'settled' : accountOf[position.state];
    if (!account) continue;
    const { amount, currency } = worthOf(position);
    sums[`${account}|${currency}`] = (sums[`${account}|${currency}`] ?? 0n) + amount;
  }
  return sums;
}

function settledTogether(balances: Balances): Balances {
  const together: Balances = {};
  for (const [key, amount] of Object.entries(balances)) {
    const [account = '', currency = ''] = key.split('|');
    const name = isSettledAccount(account) ? `settled|${currency}` : balanceKey(account as 'fees', currency);
    together[name] = (together[name] ?? 0n) + amount;
  }
  return together;
}

function sameBalances(a: Balances, b: Balances): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => (a[key] ?? 0n) === (b[key] ?? 0n));
}
