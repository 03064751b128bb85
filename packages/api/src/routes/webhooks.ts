import express from 'express';
import type { Request, Response } from 'express';
import { inboundSource } from '@sluice/connectors/inbound';
import type { EventReceipt } from '@sluice/contracts';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { take } from './events.js';
import { programmeOf, webhookProgramme } from './programme.js';

/** Providers' payloads are larger than ours; a Stripe invoice with many lines comes to some hundred kB. */
const readRaw = express.raw({ type: () => true, limit: '2mb' });

/** `POST /v1/webhooks/{source}`: the signature is checked over the bytes as they came, before anything is parsed. */
export function webhookRoutes(context: Context): Pick<Handlers, 'postWebhook'> {
  return {
    async postWebhook(request, response) {
      const source = inboundSource(String(request.params.source));
      if (!source) throw new Refusal('not_found');
      const rawBody = await rawBodyOf(request, response);
      const now = context.now();
      const verified = source.verify({
        rawBody,
        headers: request.headers,
        secrets: context.secrets.webhooks[source.key] ?? [],
        now,
      });
      if (!verified.ok) throw new Refusal('bad_signature', { detail: verified.message });
      const programme = await programmeOf(context, await webhookProgramme(context));
      const delivery = source.map(verified.payload, now);
      const received: EventReceipt[] = [];
      for (const event of delivery.events) {
        // A redelivery that says something else is kept beside the first; the provider still gets its 2xx.
        const { receipt } = await take(context, programme, {
          programme: programme.key,
          source: source.key,
          sourceId: event.id,
          type: event.type,
          version: 1,
          occurredAt: delivery.occurredAt,
          receivedAt: now,
          data: delivery.account === source.key ? event.data : { ...event.data, account: delivery.account },
        });
        received.push(receipt);
      }
      response.status(202).json({ received, ignored: delivery.unknown });
    },
  };
}

/** The body as bytes. An encoded body (gzip) would be other bytes than were signed: no provider sends one, so it is refused. */
async function rawBodyOf(request: Request, response: Response): Promise<Buffer> {
  if (request.get('content-encoding') !== undefined)
    throw new Refusal('bad_signature', { detail: 'An encoded body cannot be checked.' });
  await new Promise<void>((resolve, reject) => {
    readRaw(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error as Error)));
  });
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
