import { fillText } from '@sluice/connectors/mail/text';
import { derivedId } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { filling } from '../decisions/notice.js';
import { text } from '../read.js';
import type { NodeSimulation } from '../simulation/types.js';

/** What would be posted; which channel is the usual one is the programme's secret, and is not asked. */
export const simulation: NodeSimulation = {
  type: 'slack',
  run(world, ctx) {
    const words = filling(() => fillText(text(ctx.config, 'text') ?? '', ctx.vars)).trim();
    if (words === '') throw new NonRetryable('no_text', 'The Slack message has no text.');
    const channel = text(ctx.config, 'channel') ?? 'Slack';
    const message = derivedId(
      'message',
      ctx.programme,
      ctx.run,
      ctx.node,
      String(ctx.visit),
      String(ctx.generation),
      'slack',
    );
    world.did(ctx, 'slack_posted', { channel, text: words });
    return { port: 'next', output: { message, channel }, label: { code: 'slack', params: { channel } } };
  },
};
