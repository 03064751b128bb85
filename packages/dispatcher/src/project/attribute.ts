import {
  attribute,
  derivedId,
  isId,
  orderBase,
  sumMoney,
  zero,
  type AttributionInput,
  type Order,
  type OrderPayment,
  type PartnerId,
  type ReferralId,
} from '@sluice/domain';
import type { Outgoing, StoredEvent } from '@sluice/store';
import { askRule, keepDecision } from './attribution-rule.js';
import type { ProjectDeps } from './projector.js';

type PaidOrder = Order & { paid: OrderPayment };

/**
 * Finds who earns on an order and keeps it on the customer's referral, with the touches considered, model and weights. The
 * first order of a customer decides; later orders follow the referral. Undefined where nobody earns.
 */
export async function attributeOrder(
  deps: ProjectDeps,
  order: PaidOrder,
  event: StoredEvent,
): Promise<ReferralId | undefined> {
  const { store } = deps;
  const { programme } = order;
  const { customer } = order.paid;
  await deps.failpoint('customer.seen.before');
  await store.customers.seen(programme, {
    account: order.account,
    externalId: customer.externalId,
    ...(customer.email && { email: customer.email, emailHash: deps.hash(customer.email) }),
    ...(customer.country && { country: customer.country }),
    firstSeenAt: order.paid.at,
  });
  await deps.failpoint('customer.seen.after');
  const known = await store.referrals.ofCustomer(programme, customer.id);
  // A lead is a referral that no order has decided yet.
  const id = known?.firstOrder === undefined ? await refer(deps, order, event) : known.id;
  if (!id) return undefined;
  await deps.failpoint('referral.order.before');
  await store.orders.setReferral(programme, order.id, id);
  await deps.failpoint('referral.count.before');
  await count(deps, programme, id, order);
  await deps.failpoint('referral.order.after');
  return id;
}

async function refer(deps: ProjectDeps, order: PaidOrder, event: StoredEvent): Promise<ReferralId | undefined> {
  const { store } = deps;
  const programme = await store.programmes.need(order.programme);
  const input = await inputOf(deps, order, programme.settings.attribution);
  const asked = asksRule(input) ? await askRule(deps, programme, order, event, input) : undefined;
  const result = attribute({ ...input, ...(asked && { shares: asked.shares }) });
  const decision = asked?.decided();
  if (decision) await keepDecision(deps, order, event, decision);
  if (!result) return undefined;
  const { customer } = order.paid;
  await deps.failpoint('referral.insert.before');
  const credited = {
    partner: result.partner,
    weights: result.weights,
    model: result.model,
    touches: result.touches,
    ...(decision && { decision }),
    stage: 'customer' as const,
    firstOrder: order.id,
  };
  const out: Outgoing = {
    audit: {
      action: 'referral.attributed',
      actor: { id: 'attribution' },
      detail: {
        partner: result.partner,
        by: result.resolvedBy,
        model: result.model,
        event: event.id,
        ...(decision && { rule: decision.rule.key, version: decision.rule.version }),
      },
    },
  };
  const { doc } = await store.referrals.insertOrRead(
    {
      id: derivedId('referral', order.programme, customer.id),
      programme: order.programme,
      customer: customer.id,
      customerExternalId: customer.externalId,
      ...credited,
      status: 'approved',
      orders: 0,
      createdAt: order.paid.at,
    },
    out,
  );
  // It was a lead: the order decides who is credited, as for anybody; that it was rejected as a lead is still told.
  if (doc.firstOrder === undefined)
    await store.referrals.change(order.programme, doc.id, (lead) =>
      lead.firstOrder === undefined
        ? { set: { ...credited, status: lead.status === 'rejected' ? 'rejected' : 'approved' }, ...out }
        : null,
    );
  await deps.failpoint('referral.insert.after');
  return doc.id;
}

/** A partner whom the order itself names needs no rule, unless that partner may not earn. */
function asksRule({ model, explicit, excluded = [] }: AttributionInput): boolean {
  return model === 'rules' && (explicit === undefined || excluded.includes(explicit.partner));
}

/** Everything that may name a partner: the order's own words, its coupon, the customer's touches, an earlier referral. */
async function inputOf(
  deps: ProjectDeps,
  order: PaidOrder,
  { model, windowDays }: Pick<AttributionInput, 'model' | 'windowDays'>,
): Promise<AttributionInput> {
  const { store } = deps;
  const { programme, paid } = order;
  const { partnerId, clickId } = paid.attribution;
  const named = partnerId === undefined ? undefined : await partnerNamed(deps, programme, partnerId);
  const click = clickId === undefined ? null : await store.touches.findByClick(programme, clickId);
  if (click) await store.touches.assign(programme, click.id, paid.customer.id);
  const code = paid.coupon ?? paid.attribution.coupon;
  const coupon = code === undefined ? null : await store.coupons.findByCode(programme, code);
  const touches = await store.touches.ofCustomer(programme, paid.customer.id);
  const known = paid.customer.email ? await referredBefore(deps, programme, paid.customer.email) : undefined;
  const explicit = named
    ? { partner: named, by: 'partner_id' as const }
    : click && click.at.getTime() >= paid.at.getTime() - windowDays * 86_400_000
      ? { partner: click.partner, by: 'click_id' as const, ...(click.link && { link: click.link }) }
      : undefined;
  const concerned = [explicit?.partner, coupon?.partner, known?.partner, ...touches.map(({ partner }) => partner)];
  return {
    at: paid.at,
    model,
    windowDays,
    touches,
    ...(explicit && { explicit }),
    ...(coupon?.active && { coupon: { code: coupon.code, partner: coupon.partner } }),
    ...(known && { known }),
    excluded: await excluded(deps, programme, concerned),
  };
}

/** A partner's id or the code of one of its links. */
export async function partnerNamed(deps: ProjectDeps, programme: string, name: string): Promise<PartnerId | undefined> {
  if (isId('partner', name)) {
    let partner = await deps.store.partners.get(programme, name);
    while (partner?.mergedInto) partner = await deps.store.partners.get(programme, partner.mergedInto);
    return partner?.id;
  }
  return (await deps.store.links.findByCode(programme, name))?.partner;
}

async function referredBefore(deps: ProjectDeps, programme: string, email: string): Promise<AttributionInput['known']> {
  for (const customer of await deps.store.customers.findByEmailHash(programme, deps.hash(email))) {
    const referral = await deps.store.referrals.ofCustomer(programme, customer.id);
    if (referral?.firstOrder) return { partner: referral.partner, since: referral.createdAt };
  }
  return undefined;
}

async function excluded(
  deps: ProjectDeps,
  programme: string,
  ids: readonly (PartnerId | undefined)[],
): Promise<PartnerId[]> {
  const wanted = [...new Set(ids.filter((id): id is PartnerId => id !== undefined))];
  const partners = await deps.store.partners.many(programme, wanted);
  return partners.filter(({ status }) => status === 'terminated' || status === 'rejected').map(({ id }) => id);
}

/** Orders and revenue of the referral, counted from its orders, so that telling one twice counts it once. */
async function count(deps: ProjectDeps, programme: string, id: ReferralId, order: PaidOrder): Promise<void> {
  const orders = await deps.store.orders.ofReferral(programme, id);
  const { currency } = order.paid.amount;
  const bases = orders.flatMap((one) => (one.paid?.amount.currency === currency ? [orderBase(one, 'net').base] : []));
  const revenue = bases.length === 0 ? zero(currency) : sumMoney(bases, currency);
  await deps.store.referrals.change(programme, id, (referral) =>
    referral.orders === orders.length && referral.revenue?.amount === revenue.amount
      ? null
      : { set: { orders: orders.length, revenue, stage: orders.length > 1 ? 'retained' : 'customer' } },
  );
}
