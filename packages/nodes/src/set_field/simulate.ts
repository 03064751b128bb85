import { write } from '../simulation/documents.js';
import { partnerNamed } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'set_field',
  run(world, ctx) {
    const partner = partnerNamed(world, ctx);
    const field = String(ctx.config['field']);
    const value = ctx.config['value'] ?? null;
    const { [field]: _before, ...others } = partner.custom;
    write(world, 'partners', { ...partner, custom: value === null ? others : { ...partner.custom, [field]: value } });
    world.did(ctx, 'field_set', { partner: partner.id, field, value });
    return { port: 'next', output: { partner: partner.id, field } };
  },
};
