import {
  commissionId,
  decideEarn,
  moneyToJson,
  type Circumstances,
  type Commission,
  type PartnerId,
  type Programme,
  type Referral,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { StoredCommission } from '@sluice/store';
import type { ActivityDeps } from './deps.js';
import { actorOf, mustPost } from './ledger.js';
import { allOf, commissionOf, linesOf, stageHolds, type DecidedTerms } from '../decisions/commission.js';
import type { PaidFor } from '../decisions/paid-for.js';
import { claimBefore, withinCaps, type Key } from './commission-claims.js';

/** Terms for one partner, with what the sum begins from; asked for only where nothing is stored yet. */
export type Decide = (
  partner: Awaited<ReturnType<ActivityDeps['store']['partners']['need']>>,
) => Promise<DecidedTerms & Pick<Circumstances, 'anchor' | 'firstOrder' | 'counted'>>;

/** What is paid for, who shares it, and how terms are found. */
export interface Earning {
  about: PaidFor;
  referral: Referral['id'];
  weights: Referral['weights'];
  decide: Decide;
}

/**
 * What one partner earns, as it is stored, posted to its chain. What is stored is gone on from and never computed again; all parts
 * of one decision are written from the first.
 */
export async function earnFor(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  earning: Earning,
  index: number,
): Promise<StoredCommission[]> {
  const { about, weights } = earning;
  const key = {
    programme: programme.key,
    order: about.order,
    partner: weights[index]!.partner,
    lineKey: about.lineKey,
    component: 'base',
  };
  const id = commissionId(key);
  const stored = await deps.store.commissions.get(programme.key, id);
  const first = stored ?? (await compute(deps, ctx, programme, earning, index, { ...key, id }));
  const [, ...parts] = allOf(first);
  const commissions: StoredCommission[] = [first];
  for (const part of parts) commissions.push(await keep(deps, ctx, part));
  for (const claims of first.claims ?? [])
    await deps.store.spendClaims.settle(
      programme.key,
      claims,
      Object.fromEntries(commissions.map((one) => [one.id, one.amount.amount])),
    );
  for (const commission of commissions) {
    if (commission.amount.amount <= 0n) continue;
    const holds = stageHolds(commission, actorOf(ctx));
    await mustPost(deps, ctx, commission, (head, positions, act) =>
      decideEarn(head, positions, { ...act, commission, holds, timeZone: programme.timeZone }),
    );
  }
  return commissions;
}

async function compute(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  { about, referral, weights, decide }: Earning,
  index: number,
  key: Key,
): Promise<StoredCommission> {
  const partner = await deps.store.partners.need(programme.key, key.partner);
  const before = await earnedBefore(deps, programme.key, about, key, partner.merged);
  if (before) return before;
  const { anchor, firstOrder, counted, ...decided } = await decide(partner);
  const { terms } = decided;
  const dates = { ...(anchor && { anchor }), ...(firstOrder && { firstOrder }) };
  const claimed = await claimBefore(deps, ctx, programme, about, key, terms);
  const lines = linesOf(programme, about, { weights, index }, dates, terms, claimed);
  const capped = await withinCaps(deps, ctx, programme, about, key, decided, lines);
  const from = claimed.counted ?? counted;
  const begun: Circumstances = {
    ...dates,
    ...(weights.length > 1 && { share: { weights: weights.map(({ ppm }) => ppm), index } }),
    ...(from && { counted: from }),
    ...(claimed.bountyPaid !== undefined && { bountyPaid: claimed.bountyPaid }),
    ...(capped.caps.length > 0 && { caps: capped.caps }),
  };
  const share = { key, referral, weights, index, run: ctx.run, now: deps.now() };
  const { claims } = capped;
  return keep(deps, ctx, commissionOf(programme, about, share, decided, capped.lines, { claims, begun }));
}

/** What a partner that was merged into this one has earned on the same: it is not earned a second time. */
async function earnedBefore(
  deps: ActivityDeps,
  programme: string,
  { order }: PaidFor,
  { lineKey, component }: Key,
  merged: readonly PartnerId[] = [],
): Promise<StoredCommission | undefined> {
  for (const partner of merged) {
    const id = commissionId({ programme, order, partner, lineKey, component });
    const stored = await deps.store.commissions.get(programme, id);
    if (stored) return stored;
  }
  return undefined;
}

async function keep(deps: ActivityDeps, ctx: EffectContext, commission: Commission): Promise<StoredCommission> {
  await deps.failpoint('commission.insert.before');
  const { doc } = await deps.store.commissions.insertOrRead(commission, {
    audit: {
      action: 'commission.computed',
      actor: { id: actorOf(ctx) },
      detail: {
        rule: commission.rule.key,
        version: commission.rule.version,
        partner: commission.partner,
        amount: { ...moneyToJson(commission.amount) },
        run: ctx.run,
      },
    },
  });
  await deps.failpoint('commission.insert.after');
  return doc;
}
