import {
  bonusCommission,
  bonusHolds,
  DomainError,
  isId,
  moneyToJson,
  parseMoney,
  type Commission,
  type EventId,
  type ExplanationPart,
  type Hold,
  type Partner,
  type Programme,
  type RunId,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { isObject, text } from '../read.js';

/** The bonus that a step books: the same one however often the step is tried. */
export function bonusOf(ctx: EffectContext, partner: Partner, at: Date, reached?: ExplanationPart): Commission {
  if (partner.status === 'terminated' || partner.status === 'rejected')
    throw new NonRetryable('partner_left', `${partner.name} is ${partner.status} and gets no bonus.`);
  const amount = amountOf(ctx);
  const once = text(ctx.config, 'once');
  const event = isObject(ctx.vars['event']) ? ctx.vars['event']['id'] : undefined;
  return bonusCommission({
    programme: ctx.programme,
    partner: partner.id,
    amount,
    reason: text(ctx.config, 'reason') ?? '',
    cause: once === undefined ? [ctx.run, ctx.node, String(ctx.visit)] : ['once', once],
    flow: ctx.flow,
    run: ctx.run as RunId,
    ...(isId('event', event) && { event: event satisfies EventId }),
    at,
    ...(reached && { reached }),
  });
}

/** The hold it begins with, counted from when it was booked. */
export function bonusHoldsOf(ctx: EffectContext, programme: Programme, booked: Date, openedBy: string): Hold[] {
  const { settings, timeZone } = programme;
  return bonusHolds(booked, text(ctx.config, 'hold') ?? settings.refundWindow, timeZone, openedBy);
}

export function bonusAnswer(port: string, commission: Commission, reached?: ExplanationPart): EffectResult {
  return {
    port,
    output: {
      commissions: [commission.id],
      partner: commission.partner,
      amount: { ...moneyToJson(commission.amount) },
      ...(reached && { reached: reached.params['reached'] ?? null }),
    },
    label: { code: 'money', params: { ...moneyToJson(commission.amount) } },
  };
}

function amountOf({ config }: EffectContext) {
  try {
    const amount = parseMoney(config['amount']);
    if (amount.amount > 0n) return amount;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  throw new NonRetryable('bad_amount', 'The bonus must be an amount above zero with its currency.');
}
