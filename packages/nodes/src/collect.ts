import type { JsonObject } from '@sluice/domain';
import type { Action, NodeContext, WaitEnded, WaitRequest } from '@sluice/flows/core';
import { isObject, objects, text, texts } from './read.js';

/** Events kept in a run's variables; with more, the step goes on before its time. */
const MOST = 100;

/**
 * What `digest` and `debounce` share: they keep the events that come, under `<id>.events`, and go on when the time is over.
 * `from`: the instant their duration counts from.
 */
export function beginCollecting(ctx: NodeContext): Action {
  return { do: 'wait', wait: request(ctx, ctx.enteredAt), output: { events: [], count: 0 } };
}

export function goOnCollecting(ctx: NodeContext, ended: WaitEnded, from: string): Action {
  const before = objects(own(ctx)['events']);
  const events = ended.by === 'event' ? [...before, ended.event] : before;
  const output = { events, count: events.length };
  if (ended.by === 'event' && events.length < Math.min(Number(ctx.config['max'] ?? MOST), MOST))
    return { do: 'wait', wait: request(ctx, from), output };
  return {
    do: 'goto',
    port: events.length === 0 ? 'nothing' : 'next',
    output,
    label: { code: 'events', params: { count: events.length } },
  };
}

function request(ctx: NodeContext, from: string): WaitRequest {
  const { filter } = ctx.config;
  return {
    kind: 'event',
    events: texts(ctx.config['events']),
    correlation: text(ctx.config, 'correlation') ?? `${ctx.subject.kind}:${ctx.subject.id}`,
    ...(filter !== undefined && filter !== null && { filter }),
    for: text(ctx.config, 'for') ?? 'P1D',
    from,
  };
}

function own(ctx: NodeContext): JsonObject {
  const value = ctx.vars[ctx.node];
  return isObject(value) ? value : {};
}
