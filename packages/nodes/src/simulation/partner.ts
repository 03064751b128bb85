import { isId, type Partner } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { read } from './documents.js';
import type { World } from './types.js';

/** The partner that a step names (or whose referral it names), or else the run's subject; parks the step where neither is a partner. */
export function partnerOf(world: World, ctx: EffectContext): Partner {
  const partner = partnerIfAny(world, ctx);
  if (!partner) throw new NonRetryable('no_partner', 'The step names no partner, and the run is not about one.');
  return partner;
}

/** The same, or undefined. */
export function partnerIfAny(world: World, ctx: EffectContext): Partner | undefined {
  const ofPartner = ctx.subject.kind === 'partner' || ctx.subject.kind === 'referral';
  const named = ctx.config['partner'] ?? (ofPartner ? ctx.subject.id : undefined);
  if (named === undefined || named === null) return undefined;
  const id = isId('referral', named) ? read(world, 'referrals', named)?.partner : named;
  const partner = isId('partner', id) ? read(world, 'partners', id) : undefined;
  if (!partner) throw new NonRetryable('unknown_partner', `There is no partner "${String(named)}".`);
  return partner;
}

/** A partner that something stored names. */
export function needPartner(world: World, id: string): Partner {
  const partner = read(world, 'partners', id);
  if (!partner) throw new NonRetryable('unknown_partner', `There is no partner "${id}".`);
  return partner;
}
