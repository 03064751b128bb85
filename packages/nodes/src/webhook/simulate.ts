import { derivedId } from '@sluice/domain';
import { NonRetryable } from '../activity-types.js';
import { dataOf } from '../decisions/webhook.js';
import { isObject, text } from '../read.js';
import type { NodeSimulation } from '../simulation/types.js';

/** What would be sent; the answer is that of the world's `answers` by URL, or else an empty success. */
export const simulation: NodeSimulation = {
  type: 'webhook',
  run(world, ctx) {
    const url = text(ctx.config, 'url') ?? '';
    if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
      throw new NonRetryable('url_invalid', 'The address must be a URL that begins with https.');
    const call = derivedId('call', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation));
    const answer = world.get('answers', url) ?? {};
    const status = typeof answer['status'] === 'number' ? answer['status'] : 200;
    world.did(ctx, 'webhook_called', { url, data: dataOf(ctx) });
    if (status >= 300) throw new NonRetryable(`http_${status}`, `The receiver answered ${status}.`);
    const body = isObject(answer['body']) ? answer['body'] : {};
    return { port: 'next', output: { call, status, body }, label: { code: 'answered', params: { status } } };
  },
};
