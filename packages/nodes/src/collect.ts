import type { JsonObject } from '@sluice/domain';
import type { Action, NodeContext, NodeCore, WaitEnded, WaitRequest } from '@sluice/flows/core';
import { durationInWords, isObject, objects, shown, text, texts } from './read.js';

/** Events kept in a run's variables; with more, the step goes on before its time. */
const MOST = 100;

/** What tells one collecting step from another. */
interface Collecting {
  type: string;
  title: string;
  icon: string;
  /** What stands before the events and before the duration in the card's sentence. */
  words: [before: string, between: string];
  /** The instant that the duration counts from after an event. */
  from(ctx: NodeContext): string;
}

/** `digest` and `debounce`: they keep the events that come, under `<id>.events`, and go on when the time is over. */
export function collectingCore({ type, title, icon, words, from }: Collecting): NodeCore {
  return {
    type,
    category: 'time',
    title,
    icon,
    sentence: (config) => [
      words[0],
      { token: texts(config['events']).join(' or ') || '…', field: 'events' },
      words[1],
      { token: durationInWords(shown(config, 'for')), field: 'for' },
    ],
    ports: () => [
      { key: 'next', title: 'next' },
      { key: 'nothing', title: 'nothing came', optional: true },
    ],
    run: (ctx) => ({ do: 'wait', wait: request(ctx, ctx.enteredAt), output: { events: [], count: 0 } }),
    resume: (ctx, ended) => goOn(ctx, ended, from(ctx)),
    historyCost: 7,
    money: false,
    editable: ['for', 'correlation'],
    skippable: true,
    reads: (config) => (config['filter'] === undefined ? [] : [config['filter']]),
    waits: true,
  };
}

function goOn(ctx: NodeContext, ended: WaitEnded, from: string): Action {
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
