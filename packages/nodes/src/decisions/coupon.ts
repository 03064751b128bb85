import {
  addDuration,
  couponConflicts,
  derivedId,
  isCode,
  normalCode,
  renderExplanation,
  type ExplanationPart,
  type Id,
  type JsonObject,
  type Partner,
  type PartnerId,
  type Programme,
  type TakenCode,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';
import { filling } from './notice.js';

/** What speaks against the code that was asked for. */
export function conflictsOf(
  { settings }: Pick<Programme, 'settings'>,
  request: { code: string; partner: string },
  taken: readonly TakenCode[],
): ExplanationPart[] {
  return couponConflicts({
    ...request,
    taken,
    bannedWords: settings.brand?.bannedWords ?? [],
    names: settings.brand?.names ?? [],
  });
}

export function checkAnswer(
  request: { id: string; code: string; partner: string },
  conflicts: readonly ExplanationPart[],
  locale: Partner['language'],
): EffectResult {
  return {
    port: conflicts.length === 0 ? 'clear' : 'conflict',
    output: {
      request: request.id,
      code: request.code,
      partner: request.partner,
      reasons: conflicts.map(({ code, params }) => ({ code, params })),
      words: renderExplanation(conflicts, locale),
    },
    label: { code: 'code', params: { code: request.code } },
  };
}

/** A coupon as a step makes it: one a request. */
export interface StepCoupon {
  id: Id<'coupon'>;
  programme: string;
  partner: PartnerId;
  code: string;
  active: true;
  createdAt: Date;
  expiresAt?: Date;
  terms?: string;
}

/** The coupon that answers a request; `fill` puts the run's variables into its terms. */
export function couponOf(
  ctx: EffectContext,
  { timeZone }: Pick<Programme, 'timeZone'>,
  request: { id: string; code: string; partner: PartnerId },
  now: Date,
  fill: (template: string, vars: JsonObject) => string,
): StepCoupon {
  const code = normalCode(text(ctx.config, 'code') ?? request.code);
  if (!isCode(code))
    throw new NonRetryable('bad_code', `${code} is not a code: 3 to 24 letters and digits, dashes between them.`);
  const expires = text(ctx.config, 'expires');
  const template = text(ctx.config, 'terms');
  const terms = template === undefined ? '' : filling(() => fill(template, ctx.vars));
  return {
    id: derivedId('coupon', ctx.programme, 'request', request.id),
    programme: ctx.programme,
    partner: request.partner,
    code,
    active: true,
    createdAt: now,
    ...(expires !== undefined && { expiresAt: addDuration(now, expires, timeZone) }),
    ...(terms !== '' && { terms }),
  };
}

export function takenBefore(code: string): NonRetryable {
  return new NonRetryable('code_taken', `The code ${code} is in use already. Give another one, then retry.`);
}

export function couponAnswer(
  request: string,
  coupon: { id: string; code: string; partner: string; expiresAt?: Date },
): EffectResult {
  return {
    port: 'next',
    output: {
      request,
      coupon: coupon.id,
      code: coupon.code,
      partner: coupon.partner,
      expiresAt: coupon.expiresAt?.toISOString() ?? null,
    },
    label: { code: 'code', params: { code: coupon.code } },
  };
}

export function declineAnswer(request: { id: string; code: string; partner: string; reason?: string }): EffectResult {
  return {
    port: 'next',
    output: { request: request.id, code: request.code, partner: request.partner, reason: request.reason ?? null },
    label: { code: 'declined', params: { code: request.code } },
  };
}
