import {
  couponConflicts,
  renderExplanation,
  type ExplanationPart,
  type Partner,
  type Programme,
  type TakenCode,
} from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';

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
