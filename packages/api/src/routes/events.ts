import { addDuration, subtractDuration } from '@sluice/domain';
import type { EventType, JsonObject, Programme } from '@sluice/domain';
import { dataSchemaOf } from '@sluice/contracts';
import type { EventInput, EventReceipt, EventRow, ProblemError } from '@sluice/contracts';
import type { NewEvent, StoredEvent } from '@sluice/store';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal, toErrors } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { at, compact, shown } from '../present/plain.js';
import { programmeOf } from './programme.js';

/** Events of one request that are stored at the same time. */
const AT_ONCE = 16;

export function eventRoutes(context: Context): Pick<Handlers, 'postEvents' | 'listEvents'> {
  return {
    async postEvents({ caller, body }) {
      const inputs = Array.isArray(body) ? body : [body];
      const errors = inputs.flatMap((input, index) =>
        dataErrors(input, Array.isArray(body) ? `/${index}/data` : '/data'),
      );
      if (errors.length > 0) throw new Refusal('invalid', { errors });
      const programme = await programmeOf(context, caller.programme);
      const receivedAt = context.now();
      const taken = await takeAll(
        context,
        programme,
        inputs.map((input) => newEvent(input, caller, receivedAt)),
      );
      const differing = inputs.flatMap((input, index): ProblemError[] =>
        taken[index]?.conflict
          ? [
              {
                pointer: Array.isArray(body) ? `/${index}` : '',
                code: 'event_differs',
                message: `${input.id} is stored with another type or other data; both tellings are kept.`,
              },
            ]
          : [],
      );
      if (differing.length > 0) throw new Refusal('event_differs', { errors: differing });
      const receipts = taken.map(({ receipt }) => receipt);
      return Array.isArray(body) ? receipts : (receipts[0] as EventReceipt);
    },

    async listEvents({ caller, query }) {
      return shown(await context.store.events.list(caller.programme, compact(query)), eventRow);
    },
  };
}

interface Taken {
  receipt: EventReceipt;
  conflict: boolean;
}

/**
 * Stores the events of one request, some at a time. Those of one id are stored in the order in which they are told, so that the
 * first of them is the event and the others are its duplicates.
 */
async function takeAll(context: Context, programme: Programme, events: readonly NewEvent[]): Promise<Taken[]> {
  const taken: Taken[] = [];
  const told = new Map<string, number[]>();
  for (const [index, { sourceId }] of events.entries()) told.set(sourceId, [...(told.get(sourceId) ?? []), index]);
  const left = told.values();
  const storeNext = async (): Promise<void> => {
    for (const indexes of left)
      for (const index of indexes) taken[index] = await take(context, programme, events[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, told.size) }, storeNext));
  return taken;
}

/** Stores an event once, with its time clamped to what the programme allows; `conflict` where the first telling differs. */
export async function take(context: Context, programme: Programme, event: NewEvent): Promise<Taken> {
  const clamped = clamp(event.occurredAt, event.receivedAt, programme);
  const {
    event: stored,
    duplicate,
    conflict,
  } = await context.store.events.insert(programme.key, { ...event, ...clamped });
  context.metrics.events.inc({ source: event.source, result: conflict ? 'conflict' : duplicate ? 'duplicate' : 'new' });
  return { receipt: compact({ eventId: stored.id, duplicate, clamped: stored.clamped }), conflict };
}

/**
 * An `occurredAt` older than the allowed lateness or too far in the future becomes the nearest moment that is allowed, with a
 * mark: the event is told late or by a wrong clock, not lost.
 */
export function clamp(
  occurredAt: Date,
  receivedAt: Date,
  programme: Programme,
): Pick<NewEvent, 'occurredAt' | 'clamped'> {
  const { allowedLateness, allowedFuture } = programme.settings;
  const oldest = subtractDuration(receivedAt, allowedLateness, programme.timeZone);
  const newest = addDuration(receivedAt, allowedFuture, programme.timeZone);
  if (occurredAt < oldest) return { occurredAt: oldest, clamped: 'too_old' };
  if (occurredAt > newest) return { occurredAt: receivedAt, clamped: 'future' };
  return { occurredAt };
}

function newEvent(input: EventInput, caller: Caller, receivedAt: Date): NewEvent {
  const [type = '', version = '1'] = input.type.split('@');
  return {
    programme: caller.programme,
    source: caller.source,
    sourceId: input.id,
    type: type as EventType,
    version: Number(version),
    occurredAt: new Date(input.occurredAt),
    receivedAt,
    data: input.data,
  };
}

function dataErrors(input: EventInput, base: string): ProblemError[] {
  const parsed = dataSchemaOf(input.type.split('@')[0] ?? '')?.safeParse(input.data);
  return !parsed || parsed.success ? [] : toErrors(parsed.error, base);
}

/** Personal context is not for lists: what an address or a browser was stays in the store. */
export function eventRow(event: StoredEvent): EventRow {
  return compact({
    id: event.id,
    source: event.source,
    sourceId: event.sourceId,
    type: event.type,
    version: event.version,
    occurredAt: at(event.occurredAt),
    receivedAt: at(event.receivedAt),
    dispatch: event.dispatch,
    clamped: event.clamped,
    differing: event.conflicts.length > 0 ? event.conflicts.length : undefined,
    data: withoutContext(event.data),
  });
}

function withoutContext(data: JsonObject): JsonObject {
  const { context, ...rest } = data;
  if (typeof context !== 'object' || context === null || Array.isArray(context)) return data;
  const { ip: _ip, userAgent: _userAgent, ...kept } = context;
  return { ...rest, context: kept };
}
