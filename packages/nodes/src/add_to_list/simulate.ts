import { text } from '../read.js';
import { partnerOrReferral } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'add_to_list',
  run(world, ctx) {
    const { kind, doc } = partnerOrReferral(world, ctx, 'member');
    const list = text(ctx.config, 'list') ?? '';
    const on = ctx.config['do'] !== 'remove';
    const id = `${list}/${doc.id}`;
    // As the store remembers by the effect's key: the same one again is answered the same.
    const before = world.get('list_members', id);
    const changed = before?.['by'] === ctx.key ? before['changed'] === true : (before?.['on'] === true) !== on;
    world.put('list_members', id, { list, member: { kind, id: doc.id }, on, by: ctx.key, changed });
    if (changed) world.did(ctx, on ? 'list_added' : 'list_removed', { list, member: doc.id });
    return { port: 'next', output: { list, member: doc.id, changed } };
  },
};
