import { derivedId, type Id, type JsonObject } from '@sluice/domain';
import { callWebhook, type WebhookResult } from '@sluice/connectors/webhook/outbound';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable, RetryLater, UnknownOutcome, type NodeActivity } from '../activity-types.js';
import type { ActivityDeps } from '../activity/deps.js';
import { dataOf } from '../decisions/webhook.js';
import { text } from '../read.js';

/**
 * Calls a webhook. The call is stored before it goes out and after it was answered; its id goes along, so that the receiver knows
 * a repeated one. A call that went out and of which nothing more is known goes out again only when a person or the step says so.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'webhook',
  async run(deps, ctx) {
    const secret = await secretOf(deps, ctx);
    const url = text(ctx.config, 'url') ?? '';
    const repeats = ctx.config['lost'] === 'repeat';
    const id = derivedId('call', ctx.programme, ctx.run, ctx.node, String(ctx.visit), String(ctx.generation));
    const now = deps.now();
    const { doc, inserted } = await deps.store.calls.insertOrRead({
      id,
      programme: ctx.programme,
      url,
      body: JSON.stringify({ id, type: `flow.${ctx.flow.key}`, timestamp: now.toISOString(), data: dataOf(ctx) }),
      state: 'sending',
      tries: 1,
      run: ctx.run,
      createdAt: now,
    });
    if (doc.state === 'answered') return answered(id, doc.status ?? 0, doc.answer ?? '');
    if (!inserted && doc.state === 'sending' && !repeats) {
      const error = { code: 'answer_lost', message: 'The call went out, and whether it arrived is not known.' };
      await deps.store.calls.settle(ctx.programme, id, { state: 'unknown', error });
      throw new UnknownOutcome(error.code, error.message);
    }
    if (!inserted) await deps.store.calls.again(ctx.programme, id, url);
    await deps.failpoint('webhook.call.before');
    const result = await callWebhook({
      url,
      id,
      body: doc.body,
      secret,
      at: deps.now(),
      ...(deps.allowLoopback && { allowLoopback: true }),
    });
    await deps.failpoint('webhook.call.after');
    await settle(deps, ctx, id, result);
    if (result.outcome === 'answered') return answered(id, result.status, result.answer);
    throw failureOf(result, repeats);
  },
};

async function secretOf(deps: ActivityDeps, ctx: EffectContext): Promise<string> {
  const connection = await deps.store.connections.get(ctx.programme, 'webhook');
  if (!connection)
    throw new NonRetryable(
      'webhook_not_set',
      'There is no secret to sign webhooks with. Make one under Settings, then retry.',
    );
  return deps.openAccount(connection.secret);
}

async function settle(deps: ActivityDeps, ctx: EffectContext, id: Id<'call'>, result: WebhookResult): Promise<void> {
  if (result.outcome === 'answered') {
    const { status, answer } = result;
    await deps.store.calls.settle(ctx.programme, id, { state: 'answered', status, answer, answeredAt: deps.now() });
    return;
  }
  const { code, message } = result;
  await deps.store.calls.settle(ctx.programme, id, {
    state: result.outcome === 'unknown' ? 'unknown' : 'refused',
    error: { code, message },
    ...('status' in result && { status: result.status, answer: result.answer }),
  });
}

function answered(id: string, status: number, answer: string): EffectResult {
  return {
    port: 'next',
    output: { call: id, status, body: bodyOf(answer) },
    label: { code: 'answered', params: { status } },
  };
}

/** The answer as JSON where it is some, so that later steps can read it. */
function bodyOf(answer: string): JsonObject[string] {
  try {
    return JSON.parse(answer) as JsonObject[string];
  } catch {
    return answer;
  }
}

function failureOf(result: Exclude<WebhookResult, { outcome: 'answered' }>, repeats: boolean): Error {
  switch (result.outcome) {
    case 'refused':
      return new NonRetryable(result.code, result.message);
    case 'later':
      return new RetryLater(result.code, result.message, result.retryAfterMs);
    case 'unknown':
      return repeats ? new RetryLater(result.code, result.message) : new UnknownOutcome(result.code, result.message);
  }
}
