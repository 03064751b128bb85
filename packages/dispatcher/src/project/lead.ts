import { accountOf, customerId, derivedId, type CustomerId, type PartnerId, type ReferralId } from '@sluice/domain';
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
 * has a touch with them and a referral at stage `lead`, which waits to be judged. What a lead is worth, and where it goes, are
 * decided by flows over the referral or the partner.
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
  const referral =
    partner && beginnings.has(event.type)
      ? await referLead(deps, event, { customer, externalId: lead.id, partner })
      : (await deps.store.referrals.ofCustomer(event.programme, customer))?.id;
  return {
    ...(partner && { subject: { kind: 'partner', id: partner } }),
    ...(referral && { also: [{ kind: 'referral', id: referral }] }),
    correlations: [
      `customer:${customer}`,
      ...(partner ? [`partner:${partner}`] : []),
      ...(referral ? [`referral:${referral}`] : []),
    ],
  };
};

/** Keeps the touch and the referral; somebody who is a referral already stays the one that it is. */
async function referLead(
  { store }: ProjectDeps,
  event: StoredEvent,
  { customer, externalId, partner }: { customer: CustomerId; externalId: string; partner: PartnerId },
): Promise<ReferralId> {
  const { programme, occurredAt: at } = event;
  const touch = { id: derivedId('touch', programme, event.source, event.sourceId), kind: 'lead' as const, at, partner };
  await store.touches.insertOrRead({ ...touch, programme, customer, event: event.id });
  const { doc } = await store.referrals.insertOrRead(
    {
      id: derivedId('referral', programme, customer),
      programme,
      customer,
      customerExternalId: externalId,
      partner,
      weights: [{ partner, ppm: 1_000_000 }],
      model: 'last',
      touches: [{ ...touch, counted: true }],
      stage: 'lead',
      status: 'pending',
      leadEvent: event.id,
      orders: 0,
      createdAt: at,
    },
    { audit: { action: 'referral.lead', actor: { id: 'attribution' }, detail: { partner, event: event.id } } },
  );
  return doc.id;
}

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
