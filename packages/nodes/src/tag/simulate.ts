import { withTags } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { texts } from '../read.js';
import { write } from '../simulation/documents.js';
import { partnerOrReferral } from '../simulation/people.js';
import type { NodeSimulation } from '../simulation/types.js';

export const simulation: NodeSimulation = {
  type: 'tag',
  run(world, ctx) {
    const on = partnerOrReferral(world, ctx, 'on');
    const after = withTags(on.doc.tags ?? [], texts(ctx.config['add']), texts(ctx.config['remove']));
    if (!after.ok) throw new NonRetryable(after.code, after.message);
    const { tags, added, removed } = after;
    if (on.kind === 'partner') write(world, 'partners', { ...on.doc, tags });
    else write(world, 'referrals', { ...on.doc, tags });
    for (const tag of added) world.did(ctx, 'tag_added', { on: on.doc.id, tag }, tag);
    for (const tag of removed) world.did(ctx, 'tag_removed', { on: on.doc.id, tag }, tag);
    return { port: 'next', output: { on: on.doc.id, added, removed } };
  },
};
