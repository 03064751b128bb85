import type { Request, Response } from 'express';
import type { Caller } from '../http/caller.js';
import { Refusal } from '../http/problem.js';
import type { Change, ChangeSource, Hub } from './hub.js';

/** How long a stream stays silent before it says that it lives; proxies close what is silent for a minute. */
export const heartbeatMs = 15_000;

/**
 * `GET /v1/stream`: joins the live hub, first catching up from `Last-Event-ID`. Nothing is lost in between: it listens before
 * it catches up, and a change already sent is not sent again.
 */
export async function serveStream(
  request: Request,
  response: Response,
  caller: Caller,
  hub: Hub,
  source: ChangeSource,
): Promise<void> {
  const own = caller.permissions['stream.read'] === 'own';
  const sent = new Set<string>();
  const send = (change: Change) => {
    if (own && change.partner !== caller.partner) return;
    if (sent.has(change.event.id)) return;
    sent.add(change.event.id);
    if (sent.size > 1_000) sent.delete(sent.values().next().value ?? '');
    response.write(`id: ${change.event.id}\nevent: ${change.event.kind}\ndata: ${JSON.stringify(change.event)}\n\n`);
  };

  let waiting: Change[] | undefined = [];
  const { stop } = await hub.listen(caller.programme, (change) => (waiting ? waiting.push(change) : send(change)));
  const last =
    request.get('last-event-id') ??
    (typeof request.query.lastEventId === 'string' ? request.query.lastEventId : undefined);
  let missed: Change[];
  try {
    missed = last === undefined ? [] : (await source.since(caller.programme, last)).changes;
  } catch (error) {
    stop();
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('bad_request', { detail: 'Last-Event-ID is not a place of this stream.' });
  }

  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  response.write('retry: 2000\n\n');
  for (const change of [...missed, ...waiting]) send(change);
  waiting = undefined;
  const heartbeat = setInterval(() => response.write(': alive\n\n'), heartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}
