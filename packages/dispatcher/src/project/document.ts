import type { PartnerId } from '@sluice/domain';
import type { Projector } from './projector.js';

/**
 * `document.signed`, `tax_form.received`, `tax_form.expiring`: about the partner that is named. What another system tells of a
 * document fulfils the partner's open requests for it, which then tell their own runs; what our own requests tell is done.
 */
export const projectDocument: Projector = async ({ store }, event) => {
  const { programme, data, type, source } = event;
  const id = data['partnerId'];
  const partner = typeof id === 'string' ? await store.partners.get(programme, id as PartnerId) : null;
  if (!partner) return { correlations: event.correlations };
  if (source !== 'internal' && type !== 'tax_form.expiring') {
    const document = type === 'tax_form.received' ? 'tax_form' : data['document'];
    const open = await store.documentRequests.openOf(programme, partner.id);
    const reference = typeof data['reference'] === 'string' ? data['reference'] : event.sourceId;
    for (const request of open.filter((one) => one.kind === 'document' && one.document === document))
      await store.documentRequests.fulfil(
        programme,
        request.id,
        { by: { id: `event:${source}` }, reference },
        event.occurredAt,
      );
  }
  return {
    ...(data['told'] !== true && { subject: { kind: 'partner', id: partner.id } }),
    correlations: [...event.correlations, `partner:${partner.id}`],
  };
};
