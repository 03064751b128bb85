import type { Id, PartnerId } from './ids.js';
import type { EventType } from './event.js';

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
  by: { id: string; name?: string };
  /** The name that was typed as a signature. */
  signedAs?: string;
  /** Where the document lies, or its number elsewhere. */
  reference?: string;
  /** The news of a deal. */
  text?: string;
}

/** Documents that the product knows by name; any other is shown as it is written. */
export const knownDocuments = ['terms', 'tax_form', 'brand_policy'] as const;

/** The event by which a fulfilled request is told. */
export function fulfilledEventType(request: Pick<DocumentRequest, 'kind' | 'document'>): EventType {
  if (request.kind === 'update') return 'custom.update.received';
  return request.document === 'tax_form' ? 'tax_form.received' : 'document.signed';
}

/** The event by which a request that was taken back is told. */
export const withdrawnEventType: EventType = 'custom.document.withdrawn';

/** The key by which a run waits for this very request. */
export function requestCorrelation(id: DocumentRequest['id']): string {
  return `document_request:${id}`;
}
