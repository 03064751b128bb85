import { isId, type PartnerId, type Programme } from '@sluice/domain';
import type { RegisterWaitInput, Zones } from '@sluice/flows';
import type { Store } from '@sluice/store';

/** The zones a wait may be counted in; the partner is looked for only where the wait asks. */
export async function zonesOf(store: Store, programme: Programme, input: RegisterWaitInput): Promise<Zones> {
  const zones = { programme: programme.timeZone };
  if (input.request.zone !== 'partner') return zones;
  const id = await partnerOf(store, programme.key, input.subject);
  const partner = id && (await store.partners.get(programme.key, id));
  return partner ? { ...zones, partner: partner.timeZone } : zones;
}

/** The partner that a run's subject is, or belongs to. */
async function partnerOf(
  store: Store,
  programme: string,
  { kind, id }: RegisterWaitInput['subject'],
): Promise<PartnerId | undefined> {
  if (isId('partner', id)) return id;
  if (kind === 'commission' && isId('commission', id)) return (await store.commissions.get(programme, id))?.partner;
  if (kind === 'referral' && isId('referral', id)) return (await store.referrals.get(programme, id))?.partner;
  if (kind === 'order' && isId('order', id)) {
    const order = await store.orders.get(programme, id);
    return order?.referral && (await store.referrals.get(programme, order.referral))?.partner;
  }
  return undefined;
}
