import { fillText } from '@sluice/connectors/mail/text';
import { requestAnswer, requestOf } from '../decisions/request.js';
import { text } from '../read.js';
import { partnerNamed } from '../simulation/people.js';
import { asked } from '../simulation/request.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'request_document',
  run(world, ctx) {
    const partner = partnerNamed(world, ctx);
    const said = text(ctx.config, 'text');
    const request = asked(
      world,
      ctx,
      requestOf(ctx, world.programme, new Date(world.now()), {
        partner: partner.id,
        kind: 'document',
        document: text(ctx.config, 'document') ?? '',
        ...(said !== undefined && { text: fillText(said, ctx.vars) }),
      }),
    );
    if (ctx.config['then'] === 'go_on') return { port: 'next', output: { request: request.id, partner: partner.id } };
    return requestAnswer(ctx, request, 'received');
  },
};
