import { DomainError, isId, type Referral } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import type { ChangedBy } from '@sluice/store/operations/index';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';
import { actorOf } from './ledger.js';

/** The referral that a step names, or else the run's subject; parks the step where neither is a referral. */
export async function referralOf(deps: ActivityDeps, ctx: EffectContext): Promise<Referral> {
  const named = ctx.config['referral'] ?? (ctx.subject.kind === 'referral' ? ctx.subject.id : undefined);
  if (named === undefined || named === null)
    throw new NonRetryable('no_referral', 'The step names no referral, and the run is not about one.');
  const referral = isId('referral', named) ? await deps.store.referrals.get(ctx.programme, named) : null;
  if (!referral) throw new NonRetryable('unknown_referral', `There is no referral "${String(named)}".`);
  return referral;
}

/** A partner or a referral that is stored, by the id in a config field; the run's subject where it names none. */
export async function partnerOrReferralOf(
  deps: ActivityDeps,
  ctx: EffectContext,
  field: string,
): Promise<{ kind: 'partner' | 'referral'; id: string }> {
  const id = ctx.config[field] ?? ctx.subject.id;
  if (isId('partner', id) && (await deps.store.partners.get(ctx.programme, id))) return { kind: 'partner', id };
  if (isId('referral', id) && (await deps.store.referrals.get(ctx.programme, id))) return { kind: 'referral', id };
  throw new NonRetryable('unknown_subject', `There is no partner or referral "${String(id)}".`);
}

/** Who changes something where a flow does, once by the effect's key. */
export function changedBy(deps: ActivityDeps, ctx: EffectContext): ChangedBy & { key: string } {
  return {
    actor: { id: actorOf(ctx) },
    at: deps.now(),
    key: ctx.key,
    detail: { run: ctx.run, node: ctx.node },
  };
}

/** Does it, and parks the step where the domain refuses: trying again cannot help. */
export async function orPark<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new NonRetryable(error.code, error.message);
    throw error;
  }
}
