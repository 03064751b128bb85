import type { OrderId } from '@sluice/domain';
import { causeOf, clawBackAnswer } from '../decisions/claw-back.js';
import { read } from '../simulation/documents.js';
import { positionsOf } from '../simulation/ledger.js';
import { applyRefund } from '../simulation/refund.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'claw_back',
  run(world, ctx) {
    const order = String(ctx.config['order']) as OrderId;
    const touched = applyRefund(world, ctx, order, causeOf(ctx.vars['event'], order)).filter(({ journals }) =>
      journals.some(({ kind }) => kind !== 'noted'),
    );
    const commissions = touched.flatMap(({ commission }) => read(world, 'commissions', commission) ?? []);
    const held = commissions
      .filter((_, index) => touched[index]!.change > 0n)
      .filter(({ id, partner }) => positionsOf(world, partner)[id]?.state === 'held')
      .map(({ id }) => id);
    return clawBackAnswer(touched, commissions[0]?.amount.currency ?? world.programme.currency, held);
  },
};
