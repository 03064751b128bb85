import {
  add,
  decideForfeit,
  decideReinstate,
  mergeRefusal,
  mergeWarnings,
  partnerBalances,
  type Decision,
  type MergeWarning,
  type Money,
  type Partner,
  type PartnerBalance,
  type PartnerId,
  type Payout,
  type PayoutState,
  type Refusal,
} from '@sluice/domain';
import type { StoredCommission } from '../collections/commissions.js';
import type { Store } from '../store.js';
import { applicationsOf, openMoney, pseudonymOf } from './partner-erase.js';

const settled: readonly PayoutState[] = ['paid', 'failed', 'returned', 'cancelled'];

/** What `mergePartners` would do to the two, by what is stored now. Throws `not_found`. */
export async function mergePreview(store: Store, programme: string, from: PartnerId, into: PartnerId) {
  const [old, survivor] = [await store.partners.need(programme, from), await store.partners.need(programme, into)];
  const ofOld = { partner: from };
  const [head, payouts, links, coupons, touches, referrals, commissions, statements] = await Promise.all([
    store.ledger.head(programme, from),
    store.payouts.ofPartner(programme, from),
    store.links.collection.count(programme, ofOld),
    store.coupons.collection.count(programme, ofOld),
    store.touches.collection.count(programme, ofOld),
    store.referrals.collection.count(programme, { $or: [ofOld, { 'weights.partner': from }] }),
    store.commissions.collection.count(programme, ofOld),
    store.statements.collection.count(programme, ofOld),
  ]);
  const balances = partnerBalances(head);
  const openPayouts: Payout[] = payouts.filter(({ state }) => !settled.includes(state));
  const payable = nonZero(balances, 'payable');
  const refusal: Refusal | undefined = mergeRefusal(old, survivor);
  const warnings: MergeWarning[] = mergeWarnings(old, survivor, { payable, openPayouts: openPayouts.length });
  const parties: { from: Partner; into: Partner } = { from: old, into: survivor };
  return {
    ...parties,
    refusal,
    warnings,
    openPayouts,
    moves: { payable, links, coupons, touches, referrals },
    later: { held: nonZero(balances, 'held'), inTransit: nonZero(balances, 'inTransit') },
    stays: { commissions, statements, payouts: payouts.length },
  };
}

/** What `erasePartner` would take away and what it keeps, counted. Throws `not_found`. */
export async function erasePreview(store: Store, programme: string, id: PartnerId) {
  const { name, payout, merged = [] } = await store.partners.need(programme, id);
  const own = { partner: id };
  const [open, people, messages, notices, notes, applications, waiting] = await Promise.all([
    openMoney(store, programme, id),
    store.users.ofPartner(programme, id),
    store.messages.collection.count(programme, own),
    store.notices.collection.count(programme, own),
    store.notes.collection.count(programme, { aboutId: id }),
    applicationsOf(store, programme, id),
    store.payoutMethodChanges.collection.count(programme, own),
  ]);
  const [journals, commissions, payouts, statements, taxForms, documents, duplicates] = await Promise.all([
    store.ledger.collection.count(programme, own),
    store.commissions.collection.count(programme, own),
    store.payouts.collection.count(programme, own),
    store.statements.collection.count(programme, own),
    store.taxForms.ofPartner(programme, id),
    store.documentRequests.collection.count(programme, { ...own, state: 'fulfilled' }),
    store.partners.many(programme, merged),
  ]);
  const accounts = (payout ? 1 : 0) + waiting;
  return {
    name,
    pseudonym: pseudonymOf(id),
    open,
    erases: {
      people: people.length,
      messages,
      notices,
      notes,
      applications: applications.length,
      payoutAccounts: accounts,
    },
    keeps: { journals, commissions, payouts, statements, taxForms: taxForms.length, documents },
    merged: duplicates.filter(({ erasedAt }) => !erasedAt).map((one) => ({ id: one.id, name: one.name })),
  };
}

/** Commissions that a change of status would touch, and what they come to by currency. */
export interface Stake {
  commissions: number;
  amounts: Money[];
}

/**
 * What terminating a partner for cause would forfeit now, and what reinstating it would bring back: decided by the functions that
 * `settleTermination` decides by, so that the figures are the ones that follow.
 */
export async function statusPreview(
  store: Store,
  programme: string,
  id: PartnerId,
  at: Date,
): Promise<{ forfeits: Stake; restores: Stake }> {
  const own = await store.commissions.collection.find(programme, { partner: id, state: { $in: ['held', 'rejected'] } });
  const stakeOf = async (concerned: StoredCommission[], decide: typeof decideForfeit): Promise<Stake> => {
    const positions = await store.ledger.positions(
      programme,
      id,
      concerned.map((one) => one.id),
    );
    const moved = concerned.flatMap(({ id: commission }) =>
      moneyOf(decide(null, positions, { programme, partner: id, at, actor: 'preview', commission })),
    );
    const amounts = new Map<string, Money>();
    for (const money of moved) {
      const before = amounts.get(money.currency);
      amounts.set(money.currency, before ? add(before, money) : money);
    }
    return { commissions: moved.length, amounts: [...amounts.values()] };
  };
  return {
    forfeits: await stakeOf(
      own.filter(({ position }) => position?.state === 'held'),
      decideForfeit,
    ),
    restores: await stakeOf(
      own.filter(({ position }) => position?.forfeited),
      decideReinstate,
    ),
  };
}

/** What a decision moves, without its sign. */
function moneyOf(decision: Decision): Money[] {
  if (!decision.ok) return [];
  return decision.journals.flatMap(({ commissions }) =>
    commissions.flatMap(({ delta, currency }) =>
      delta === 0n ? [] : [{ amount: delta < 0n ? -delta : delta, currency }],
    ),
  );
}

function nonZero(balances: readonly PartnerBalance[], where: 'held' | 'payable' | 'inTransit'): Money[] {
  return balances.map((balance) => balance[where]).filter(({ amount }) => amount !== 0n);
}
