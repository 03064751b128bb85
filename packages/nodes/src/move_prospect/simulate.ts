import type { ProspectStage } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { text } from '../read.js';
import { read, write } from '../simulation/documents.js';
import type { NodeSimulation } from '../simulation/types.js';
import { prospectIsGone } from './decide.js';

export const simulation: NodeSimulation = {
  type: 'move_prospect',
  run(world, ctx) {
    const id = String(ctx.config['prospect']);
    const to = ctx.config['to'] as ProspectStage;
    const reason = text(ctx.config, 'reason');
    const prospect = read(world, 'prospects', id);
    if (!prospect) throw new NonRetryable('unknown_prospect', `There is no prospect ${id}.`);
    if (prospectIsGone(prospect, to)) return { port: 'gone', output: { prospect: id, stage: prospect.stage } };
    if (prospect.stage !== to) {
      write(world, 'prospects', { ...prospect, stage: to });
      world.did(ctx, 'prospect_moved', {
        prospect: id,
        from: prospect.stage,
        to,
        ...(reason !== undefined && { reason }),
      });
    }
    return { port: 'next', output: { prospect: id, stage: to }, label: { code: 'status', params: { status: to } } };
  },
};
