import { isId, nextInTurn, type Partner, type Referral } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { isObject, text } from '../read.js';
import { read, readAll } from './documents.js';
import { needPartner } from './partner.js';
import type { World } from './types.js';

/** The referral that a step names, or else the run's subject; parks the step where neither is a referral. */
export function referralOf(world: World, ctx: EffectContext): Referral {
  const named = ctx.config['referral'] ?? (ctx.subject.kind === 'referral' ? ctx.subject.id : undefined);
  const referral = isId('referral', named) ? read(world, 'referrals', named) : undefined;
  if (!referral) throw new NonRetryable('unknown_referral', `There is no referral "${String(named)}".`);
  return referral;
}

/** The partner that a step names, or whose referral it names; the run's subject where it names none. */
export function partnerNamed(world: World, ctx: EffectContext): Partner {
  const found = partnerOrReferral(world, ctx, 'partner');
  return found.kind === 'partner' ? found.doc : needPartner(world, found.doc.partner);
}

/** A partner or a referral by the id in a config field; the run's subject where it names none. */
export function partnerOrReferral(
  world: World,
  ctx: EffectContext,
  field: string,
): { kind: 'partner'; doc: Partner } | { kind: 'referral'; doc: Referral } {
  const id = ctx.config[field] ?? ctx.subject.id;
  const partner = isId('partner', id) ? read(world, 'partners', id) : undefined;
  if (partner) return { kind: 'partner', doc: partner };
  const referral = isId('referral', id) ? read(world, 'referrals', id) : undefined;
  if (referral) return { kind: 'referral', doc: referral };
  throw new NonRetryable('unknown_subject', `There is no partner or referral "${String(id)}".`);
}

/** The person that a field names, or the next one in turn of `role`. Parks the step where nobody has the role. */
export function personOf(world: World, ctx: EffectContext, field: string, sharing: string): string {
  const named = text(ctx.config, field);
  if (named !== undefined) return named;
  const role = text(ctx.config, 'role') ?? '';
  const of = `${sharing}/${role}`;
  const turn = world.get('turns', of) ?? {};
  const given = isObject(turn['given']) ? turn['given'] : {};
  const before = given[ctx.key];
  if (typeof before === 'string') return before;
  const people = readAll(world, 'users').filter(({ roles, disabled }) => roles.includes(role) && !disabled);
  const next = nextInTurn(
    people.map(({ id }) => id),
    text(turn, 'last'),
  );
  if (next === undefined) throw new NonRetryable('nobody_in_role', `Nobody has the role ${role}.`);
  world.put('turns', of, { last: next, given: { ...given, [ctx.key]: next } });
  return next;
}
