import type { PartnerId, PartnerStatus } from '@sluice/domain';
import { settleTermination } from '@sluice/store/operations/index';
import type { Projector } from './projector.js';

const statuses: Readonly<Record<string, PartnerStatus>> = {
  'partner.approved': 'active',
  'partner.rejected': 'rejected',
  'partner.paused': 'paused',
  'partner.terminated': 'terminated',
  'partner.reinstated': 'active',
};

/** `partner.*`: the partner's status, and what it means for held money; activity is only something to wait for. */
export const projectPartner: Projector = async ({ store, now }, event) => {
  const partner = event.data['partnerId'] as PartnerId;
  // What our own changes tell has happened to the partner already, and it may have become something else since.
  const status = event.source === 'internal' ? undefined : statuses[event.type];
  if (status) {
    await store.partners.change(event.programme, partner, (doc) =>
      doc.status === status
        ? null
        : {
            set: { status },
            audit: {
              action: event.type,
              actor: { id: `event:${event.source}` },
              detail: { from: doc.status, to: status, event: event.id },
            },
          },
    );
  }
  if (event.type === 'partner.terminated' || event.type === 'partner.reinstated')
    await settleTermination(store, event.programme, partner, { at: now(), actor: `event:${event.id}` });
  return { subject: { kind: 'partner', id: partner }, correlations: [`partner:${partner}`] };
};
