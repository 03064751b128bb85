import { fillText } from '@sluice/connectors/mail/text';
import { changeStatus, type PartnerStatus } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';
import { write } from '../simulation/documents.js';
import { partnerNamed } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'set_status',
  run(world, ctx) {
    const partner = partnerNamed(world, ctx);
    const to = ctx.config['status'] as PartnerStatus;
    const change = changeStatus(partner.status, to);
    if (!change.ok) throw new NonRetryable(change.code, change.message);
    if (change.changed) {
      const why = text(ctx.config, 'reason');
      const reason = why === undefined ? {} : { reason: fillText(why, ctx.vars) };
      write(world, 'partners', { ...partner, status: to });
      world.did(ctx, 'status_set', { partner: partner.id, from: change.from, to, ...reason });
      if (change.event)
        world.emit(change.event, { partnerId: partner.id, from: change.from, to, ...reason }, [
          `partner:${partner.id}`,
        ]);
    }
    return {
      port: 'next',
      output: { partner: partner.id, from: change.from, status: to },
      label: { code: 'status', params: { status: to } },
    };
  },
};
