import type { ExplanationPart } from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';

/** Why commissions are rejected, as the partner is told. */
export function rejectionOf({ config }: Pick<EffectContext, 'config'>): ExplanationPart {
  const { reason, comment } = config;
  return {
    code: `rejected.${String(reason ?? 'review_rejected')}`,
    params: { ...(typeof comment === 'string' && comment !== '' && { comment }) },
  };
}
