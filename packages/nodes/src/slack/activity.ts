import { derivedId } from '@sluice/domain';
import { fillText } from '@sluice/connectors/mail/text';
import { postToSlack, type SlackResult } from '@sluice/connectors/slack/outbound';
import type { EffectContext } from '@sluice/flows';
import type { Connection } from '@sluice/store';
import { NonRetryable, RetryLater, UnknownOutcome, type NodeActivity } from '../activity-types.js';
import { programmeOf, type ActivityDeps } from '../activity/deps.js';
import { filling } from '../decisions/notice.js';
import { text } from '../read.js';

/** Posts to Slack, once by run, step and visit; the message is kept in the outbox before and after. */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'slack',
  async run(deps, ctx) {
    const { settings } = await programmeOf(deps, ctx.programme);
    const connection = await connectionOf(deps, ctx);
    const secret = deps.openAccount(connection.secret);
    const channel = text(ctx.config, 'channel') ?? connection.channel ?? '';
    if (channel === '' && !/^https?:/.test(secret))
      throw new NonRetryable('no_channel', 'Neither the step nor the settings name a Slack channel.');
    const words = filling(() => fillText(text(ctx.config, 'text') ?? '', ctx.vars)).trim();
    if (words === '') throw new NonRetryable('no_text', 'The Slack message has no text.');
    const id = derivedId(
      'message',
      ctx.programme,
      ctx.run,
      ctx.node,
      String(ctx.visit),
      String(ctx.generation),
      'slack',
    );
    const { doc, inserted } = await deps.store.messages.insertOrRead({
      id,
      programme: ctx.programme,
      channel: 'slack',
      template: 'slack',
      to: channel || 'Slack',
      locale: settings.locale,
      vars: {},
      subjectLine: words.split('\n')[0]!.slice(0, 200),
      text: words,
      state: 'sending',
      run: ctx.run,
      createdAt: deps.now(),
    });
    const answer = {
      port: 'next',
      output: { message: id, channel: doc.to },
      label: { code: 'slack', params: { channel: doc.to } },
    };
    if (doc.state === 'sent') return answer;
    const asks = ctx.config['lost'] === 'ask';
    if (!inserted && doc.state === 'sending' && asks) await giveUp(deps, ctx, id);
    if (!inserted) await deps.store.messages.again(ctx.programme, id);
    await deps.failpoint('slack.post.before');
    const result = await postToSlack(
      {
        secret,
        ...(deps.slackUrl !== undefined && { apiUrl: deps.slackUrl }),
        ...(deps.allowLoopback && { allowLoopback: true }),
      },
      channel,
      words,
    );
    await deps.failpoint('slack.post.after');
    if (result.outcome === 'sent') {
      await deps.store.messages.markSent(ctx.programme, id, {
        provider: 'slack',
        ...(result.id !== undefined && { providerId: result.id }),
        at: deps.now(),
      });
      return answer;
    }
    const { code, message } = result;
    await deps.store.messages.markFailed(ctx.programme, id, { code, message });
    throw failureOf(result, asks);
  },
};

async function connectionOf(deps: ActivityDeps, ctx: EffectContext): Promise<Connection> {
  const connection = await deps.store.connections.get(ctx.programme, 'slack');
  if (!connection)
    throw new NonRetryable(
      'slack_not_set',
      'Slack is not connected. Set a bot token or an incoming webhook under Settings, then retry.',
    );
  return connection;
}

/** A worker was killed between sending and noting it: nobody knows whether Slack has it. A person who retries sends it again. */
async function giveUp(
  deps: ActivityDeps,
  ctx: EffectContext,
  id: Parameters<typeof deps.store.messages.markFailed>[1],
) {
  const error = { code: 'answer_lost', message: 'Whether Slack has the message is not known.' };
  await deps.store.messages.markFailed(ctx.programme, id, error);
  throw new UnknownOutcome(error.code, error.message);
}

function failureOf(result: Exclude<SlackResult, { outcome: 'sent' }>, asks: boolean): Error {
  switch (result.outcome) {
    case 'refused':
      return new NonRetryable(result.code, result.message);
    case 'later':
      return new RetryLater(result.code, result.message, result.retryAfterMs);
    case 'unknown':
      return asks ? new UnknownOutcome(result.code, result.message) : new RetryLater(result.code, result.message);
  }
}
