import { fillText } from '@sluice/connectors/mail/text';
import { derivedId } from '@sluice/domain';
import { partnerOrReferral } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'note',
  run(world, ctx) {
    const { doc } = partnerOrReferral(world, ctx, 'on');
    const note = derivedId('note', ctx.programme, ctx.run, ctx.node, String(ctx.visit));
    world.did(ctx, 'note_written', { on: doc.id, text: fillText(String(ctx.config['text']), ctx.vars) });
    return { port: 'next', output: { note, on: doc.id } };
  },
};
