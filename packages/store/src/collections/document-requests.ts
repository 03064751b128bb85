import {
  fulfilledEventType,
  requestCorrelation,
  withdrawnEventType,
  type DocumentAnswer,
  type DocumentRequest,
  type EventType,
  type PartnerId,
} from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor, EventNote, Outgoing } from '../core/outgoing.js';

/** What partners are asked for: documents to sign or to send, and news of deals. */
export function documentRequests(db: Database) {
  const c = db.collection<DocumentRequest>({
    name: 'document_requests',
    version: 1,
    fields: {
      partner: 'string',
      kind: 'string',
      document: 'string',
      text: 'string',
      about: 'plain',
      run: 'string',
      node: 'string',
      state: 'string',
      createdAt: 'date',
      dueAt: 'date',
      fulfilledAt: 'date',
      answer: 'plain',
    },
    lookups: { aboutId: 'string' },
    derive: ({ about }) => ({ aboutId: about?.id }),
    indexes: [{ keys: ['partner', 'state'] }, { keys: ['state', 'createdAt'] }, { keys: ['aboutId'] }],
  });
  return {
    collection: c,
    insertOrRead: (request: DocumentRequest, out?: Outgoing) => c.insertOrRead(request, out),
    get: (programme: string, id: DocumentRequest['id']) => c.get(programme, id),

    /** Fulfils an open request and tells it as an event, in one write; one that is no longer open is answered as it is. */
    fulfil: (programme: string, id: DocumentRequest['id'], answer: DocumentAnswer, at: Date) =>
      c.change(programme, id, (request) =>
        request.state !== 'open'
          ? null
          : {
              set: { state: 'fulfilled' as const, fulfilledAt: at, answer },
              audit: {
                action: 'document.fulfilled',
                actor: answer.by,
                subject: { kind: 'partner', id: request.partner },
                detail: {
                  request: request.id,
                  document: request.document,
                  ...(answer.signedAs === undefined ? {} : { signed: true }),
                  ...(answer.reference === undefined ? {} : { reference: answer.reference }),
                },
              },
              // An event of another system has been told to flows over the partner already.
              events: [told(request, fulfilledEventType(request), at, answer.by.id.startsWith('event:'))],
            },
      ),

    /** Takes an open request back; one that is no longer open is answered as it is. */
    withdraw: (programme: string, id: DocumentRequest['id'], by: AuditActor, at: Date) =>
      c.change(programme, id, (request) =>
        request.state !== 'open'
          ? null
          : {
              set: { state: 'withdrawn' as const },
              audit: {
                action: 'document.withdrawn',
                actor: by,
                subject: { kind: 'partner', id: request.partner },
                detail: { request: request.id, document: request.document },
              },
              events: [told(request, withdrawnEventType, at, false)],
            },
      ),
    about: (programme: string, id: string) =>
      c.find(programme, { aboutId: id }, { sort: { createdAt: -1, _id: -1 }, limit: 100 }),
    openOf: (programme: string, partner: PartnerId) =>
      c.find(programme, { partner, state: 'open' }, { sort: { createdAt: 1, _id: 1 } }),
    list: (programme: string, query: PageQuery & { partner?: PartnerId; state?: DocumentRequest['state'] } = {}) =>
      c.page(
        programme,
        {
          ...(query.partner ? { partner: query.partner } : {}),
          ...(query.state ? { state: query.state } : {}),
        },
        query,
      ),
  };
}

/** The event that ends the wait of the run that asked; it is told once. */
function told(request: DocumentRequest, type: EventType, at: Date, known: boolean): EventNote {
  return {
    key: `document-request/${request.id}`,
    type,
    occurredAt: at,
    data: {
      partnerId: request.partner,
      document: request.document,
      request: request.id,
      told: known,
      ...(request.about && { referralId: request.about.id }),
    },
    correlations: [
      requestCorrelation(request.id),
      `partner:${request.partner}`,
      ...(request.about ? [`${request.about.kind}:${request.about.id}`] : []),
    ],
  };
}
