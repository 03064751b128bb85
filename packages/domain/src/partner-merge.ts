import { balanceLine } from './adjustment.js';
import type { Commission } from './commission.js';
import { refuse, type Refusal } from './error.js';
import type { ExplanationPart } from './explanation.js';
import { sha256Hex, type PartnerId } from './ids.js';
import type { Journal } from './journal.js';
import { balanceAt } from './ledger/append.js';
import { decided, journal, move, nothing, type Act, type Decision } from './ledger/decision.js';
import { moneyToJson, type Currency, type Money } from './money.js';
import type { Partner, Referral } from './partner.js';

/** What stands before a merged partner's id, where a line names what decided it. */
export const mergeRule = 'merge:';

/** One partner that turned out to be another: `from` stops earning, `into` goes on for both. */
export interface Merge {
  programme: string;
  from: PartnerId;
  into: PartnerId;
}

/** Hash of who was merged into whom. */
export function mergeHash({ programme, from, into }: Merge): string {
  return sha256Hex([programme, from, into].join('|'));
}

/** Why two partners cannot be merged, or nothing. */
export function mergeRefusal(from: Partner, into: Partner): Refusal | undefined {
  if (from.id === into.id) return refuse('same_partner', 'A partner cannot be merged into itself.');
  if (from.mergedInto && from.mergedInto !== into.id)
    return refuse('merged_already', `${from.name} was merged into another partner before.`);
  if (into.mergedInto) return refuse('merged_away', `${into.name} was itself merged into another partner.`);
  if (from.erasedAt || into.erasedAt) return refuse('erased', 'A partner whose data were erased cannot be merged.');
  if (from.forCause && from.status === 'terminated')
    return refuse('for_cause', `${from.name} was terminated for cause: reinstate it first, or leave it.`);
  return undefined;
}

/** What whoever merges two partners should know before it is done. */
export type MergeWarning = 'terms_differ' | 'survivor_not_active' | 'survivor_no_account' | 'payouts_open' | 'debt';

/** What is unlike what one would expect of a merge; nothing of it forbids it. */
export function mergeWarnings(
  from: Partner,
  into: Partner,
  at: { payable: readonly Money[]; openPayouts: number },
): MergeWarning[] {
  const agreed = ({ tier, group, agreed }: Partner) => JSON.stringify([tier, group ?? null, agreed ?? null]);
  const found: [MergeWarning, boolean][] = [
    ['terms_differ', agreed(from) !== agreed(into)],
    ['survivor_not_active', ['submitted', 'paused', 'terminated', 'rejected'].includes(into.status)],
    ['survivor_no_account', into.payout === undefined],
    ['payouts_open', at.openPayouts > 0],
    ['debt', at.payable.some(({ amount }) => amount < 0n)],
  ];
  return found.flatMap(([warning, holds]) => (holds ? [warning] : []));
}

/** A referral's weights with the survivor in place of the merged one; both parts add up. */
export function mergedWeights(
  weights: Referral['weights'],
  { from, into }: Pick<Merge, 'from' | 'into'>,
): Referral['weights'] {
  const parts = new Map<PartnerId, number>();
  for (const { partner, ppm } of weights) {
    const who = partner === from ? into : partner;
    parts.set(who, (parts.get(who) ?? 0) + ppm);
  }
  return [...parts].map(([partner, ppm]) => ({ partner, ppm }));
}

/**
 * adjust: what the merged partner is owed in a currency, or owes, leaves its chain as one line; items that a payout has reserved
 * stay with it. Nothing where it is even. The survivor's chain takes it over by `takenOver`.
 */
export function decideHandOver(head: Journal | null, act: Act, merge: Merge, currency: Currency): Decision {
  const balance = balanceAt(head, 'partner:payable', currency);
  if (!head || balance === 0n) return nothing;
  const cause = `${mergeRule}${merge.into}:${head.seq}:${currency}`;
  const line = handedOver(merge, { amount: -balance, currency }, cause, act.at);
  return decided(
    journal(
      { ...act, ...(line.explanation[0] && { reason: line.explanation[0] }) },
      {
        kind: 'adjust',
        cause,
        commissions: [{ id: line.id, delta: -balance, currency, state: 'payable' }],
        postings: move('adjustment', 'partner:payable', -balance, currency),
      },
    ),
  );
}

/** The line of a stored hand-over in the merged partner's chain. */
export function handedOver(merge: Merge, amount: Money, cause: string, at: Date): Commission {
  return lineOf(merge, merge.from, 'merge.handed_over', amount, cause, at);
}

/** The line by which the survivor takes over what a stored hand-over gave up. */
export function takenOver(merge: Merge, handOver: Journal): Commission {
  const entry = handOver.commissions[0];
  const amount = { amount: -(entry?.delta ?? 0n), currency: entry?.currency ?? 'USD' };
  return lineOf(merge, merge.into, 'merge.taken_over', amount, handOver.id, handOver.at);
}

function lineOf(merge: Merge, partner: PartnerId, code: string, amount: Money, cause: string, at: Date): Commission {
  const said: ExplanationPart = { code, params: { amount: { ...moneyToJson(amount) } } };
  const rule = { key: `${mergeRule}${merge.from}`, version: 1, hash: mergeHash(merge) };
  return balanceLine({ programme: merge.programme, partner, amount, cause, title: 'Merged accounts', said, rule, at });
}
