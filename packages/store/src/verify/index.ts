import type { Store } from '../store.js';
import { auditChain } from './audit.js';
import { decisionsExplained } from './decisions.js';
import { ledgerChains } from './ledger.js';
import { overdueHolds } from './overdue.js';
import { payoutsAndRail } from './payouts.js';
import type { Check, Problem, VerifyOptions } from './problem.js';
import { projections } from './projections.js';
import { selfBillingHasNoGap } from './self-billing.js';
import { statementsReconcile } from './statements.js';
import { nothingStuck } from './stuck.js';

export type { Problem, RailRecord, VerifyOptions } from './problem.js';

/** Everything that is proved, in the order it is reported. */
export const checks: readonly Check[] = [
  ledgerChains,
  projections,
  payoutsAndRail,
  statementsReconcile,
  selfBillingHasNoGap,
  decisionsExplained,
  overdueHolds,
  nothingStuck,
  auditChain,
];

/**
 * Proves the books of every programme (or of one): journals balance, chains have no gap, heads equal sums, commissions add up to the
 * accounts, nothing held is negative, payouts equal the rail's own records, statements reconcile, numbers of
 * self-billed invoices have no gap, every decision leads back to a published rule, nothing is overdue or stuck unseen, the audit chain is
 * whole. Answers what is wrong; an empty list is the proof. Reads only.
 */
export async function verify(store: Store, options: VerifyOptions = {}): Promise<Problem[]> {
  const programmes = options.programme === undefined ? await store.programmes.keys() : [options.programme];
  const problems: Problem[] = [];
  for (const programme of programmes)
    for (const check of checks) problems.push(...(await check(store, programme, options)));
  return problems;
}
