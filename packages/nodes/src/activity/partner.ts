import { isId, type Partner } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import type { ActivityDeps } from './deps.js';

/** The partner that a step names (or whose referral it names), or else the run's subject; parks the step where neither is a partner. */
export async function partnerOf(deps: ActivityDeps, ctx: EffectContext): Promise<Partner> {
  const partner = await partnerIfAny(deps, ctx);
  if (!partner) throw new NonRetryable('no_partner', 'The step names no partner, and the run is not about one.');
  return partner;
}

/** The same, or undefined. */
export async function partnerIfAny(deps: ActivityDeps, ctx: EffectContext): Promise<Partner | undefined> {
  const named = ctx.config['partner'] ?? (isOfPartner(ctx.subject.kind) ? ctx.subject.id : undefined);
  if (named === undefined || named === null) return undefined;
  const id = isId('referral', named) ? (await deps.store.referrals.get(ctx.programme, named))?.partner : named;
  const partner = isId('partner', id) ? await deps.store.partners.get(ctx.programme, id) : null;
  if (!partner) throw new NonRetryable('unknown_partner', `There is no partner "${String(named)}".`);
  return partner;
}

function isOfPartner(kind: string): boolean {
  return kind === 'partner' || kind === 'referral';
}
