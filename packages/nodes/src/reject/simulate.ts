import { fillText } from '@sluice/connectors/mail/text';
import { rejectReferral } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { text, texts } from '../read.js';
import { write } from '../simulation/documents.js';
import { referralOf } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'reject',
  run(world, ctx) {
    const referral = referralOf(world, ctx);
    const reason = text(ctx.config, 'reason') ?? 'not_valid';
    const note = text(ctx.config, 'note');
    const at = referral.rejection?.reason === reason ? referral.rejection.at : new Date(world.now());
    const judged = rejectReferral(
      referral,
      { reason, at, ...(note !== undefined && { note: fillText(note, ctx.vars) }) },
      texts(ctx.config['tags']),
    );
    if (!judged.ok) throw new NonRetryable(judged.code, judged.message);
    const { rejection, ...set } = judged.set;
    write(world, 'referrals', { ...referral, ...set, ...(rejection && { rejection }) });
    world.did(ctx, 'lead_rejected', { referral: referral.id, reason });
    return {
      port: 'next',
      output: { referral: referral.id, partner: referral.partner, reason },
      label: { code: 'reason', params: { reason } },
    };
  },
};
