import type { Id, KnownEventType, PartnerId } from '@sluice/domain';
import type { PageQuery } from '../core/collection.js';
import type { Database } from '../core/database.js';
import type { AuditActor, EventNote, Outgoing } from '../core/outgoing.js';

/** Something a partner is asked for: a document to sign or to send, or news of a deal. */
export interface DocumentRequest {
  id: Id<'document'>;
  programme: string;
  partner: PartnerId;
  kind: 'document' | 'update';
  /** `terms`, `tax_form`, `brand_policy`, or the name of another document; `update` for news. */
  document: string;
  /** What the partner reads beside it. */
  text?: string;
  about?: { kind: 'referral'; id: string };
  run?: string;
  node?: string;
  state: 'open' | 'fulfilled' | 'withdrawn';
  createdAt: Date;
  dueAt?: Date;
  fulfilledAt?: Date;
  answer?: DocumentAnswer;
}

/** The record of how it was given: by whom, under which name, or where it lies. */
export interface DocumentAnswer {
  by: AuditActor;
  /** The name that was typed as a signature. */
  signedAs?: string;
  /** Where the document lies, or its number elsewhere. */
  reference?: string;
  /** The news of a deal. */
  text?: string;
}

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
              events: [fulfilledEvent(request, answer, at)],
            },
      ),

    /** Takes an open request back; one that is no longer open is answered as it is. */
    withdraw: (programme: string, id: DocumentRequest['id'], by: AuditActor) =>
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

/** Events that end a wait for a request of that kind. */
export function fulfilledEventType(
  request: Pick<DocumentRequest, 'kind' | 'document'>,
): KnownEventType | 'custom.update.received' {
  if (request.kind === 'update') return 'custom.update.received';
  return request.document === 'tax_form' ? 'tax_form.received' : 'document.signed';
}

/** The key by which a run waits for this very request. */
export function requestCorrelation(id: DocumentRequest['id']): string {
  return `document_request:${id}`;
}

function fulfilledEvent(request: DocumentRequest, answer: DocumentAnswer, at: Date): EventNote {
  return {
    key: `document-request/${request.id}`,
    type: fulfilledEventType(request),
    occurredAt: at,
    data: {
      partnerId: request.partner,
      document: request.document,
      request: request.id,
      // An event of another system has been told to flows over the partner already.
      told: answer.by.id.startsWith('event:'),
      ...(request.about && { about: { kind: request.about.kind, id: request.about.id } }),
    },
    correlations: [
      requestCorrelation(request.id),
      `partner:${request.partner}`,
      ...(request.about ? [`${request.about.kind}:${request.about.id}`] : []),
    ],
  };
}
