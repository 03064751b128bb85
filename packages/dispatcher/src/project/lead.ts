import { accountOf, customerId, derivedId, type PartnerId } from '@sluice/domain';
import type { StoredEvent } from '@sluice/store';
import { partnerNamed } from './attribute.js';
import type { ProjectDeps, Projector } from './projector.js';

interface LeadData {
  lead: { id: string; email?: string; country?: string };
  attribution?: { partnerId?: string; clickId?: string; coupon?: string };
}

/** Events by which somebody becomes a lead; the others only tell how one goes on. */
const beginnings = new Set(['lead.created', 'trial.started', 'demo.booked', 'customer.activated']);

/**
 * `lead.created`, `trial.*`, `demo.booked`, `customer.activated`: the person is known from then on, and the partner who is named
 * has a touch with them. What a lead is worth, and where it goes, are decided by flows over the partner.
 */
export const projectLead: Projector = async (deps, event) => {
  const { lead, attribution = {} } = event.data as unknown as LeadData;
  const account = accountOf(event);
  const customer = customerId(event.programme, account, lead.id);
  await deps.store.customers.seen(event.programme, {
    account,
    externalId: lead.id,
    ...(lead.email && { email: lead.email, emailHash: deps.hash(lead.email) }),
    ...(lead.country && { country: lead.country }),
    firstSeenAt: event.occurredAt,
  });
  const partner = await broughtBy(deps, event, attribution);
  if (partner && beginnings.has(event.type))
    await deps.store.touches.insertOrRead({
      id: derivedId('touch', event.programme, event.source, event.sourceId),
      programme: event.programme,
      kind: 'lead',
      at: event.occurredAt,
      partner,
      customer,
      event: event.id,
    });
  return {
    ...(partner && { subject: { kind: 'partner', id: partner } }),
    correlations: [`customer:${customer}`, ...(partner ? [`partner:${partner}`] : [])],
  };
};

/** The partner whom the event names: by id or link, by the click, by the coupon. */
async function broughtBy(
  deps: ProjectDeps,
  { programme }: StoredEvent,
  { partnerId, clickId, coupon }: NonNullable<LeadData['attribution']>,
): Promise<PartnerId | undefined> {
  const named = partnerId === undefined ? undefined : await partnerNamed(deps, programme, partnerId);
  if (named) return named;
  const click = clickId === undefined ? null : await deps.store.touches.findByClick(programme, clickId);
  if (click) return click.partner;
  const owned = coupon === undefined ? null : await deps.store.coupons.findByCode(programme, coupon);
  return owned?.active ? owned.partner : undefined;
}
