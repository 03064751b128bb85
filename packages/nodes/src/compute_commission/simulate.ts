import {
  bountyLimit,
  claimedBefore,
  claimsBounty,
  claimsLimits,
  claimsVolume,
  commissionId,
  countedBase,
  dayOf,
  decideEarn,
  decidePartnerCap,
  decideVolume,
  findRate,
  grantedBy,
  headOf,
  isId,
  partnerCaps,
  resolveTerms,
  withinGrant,
  type Act,
  type Circumstances,
  type ComputedLine,
  type Decision,
  type Journal,
  type JsonObject,
  type OrderId,
  type Partner,
  type Referral,
  type ReferralId,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { agreedOn } from '../decisions/agreed.js';
import { commissionFactsOf, type PaidOrder } from '../decisions/commission-facts.js';
import {
  allOf,
  asked,
  commissionOf,
  decidedTerms,
  earnedAnswer,
  linesOf,
  nothingEarned,
  stageHolds,
  type Claimed,
  type DecidedTerms,
} from '../decisions/commission.js';
import { eventNamed, leadCommissionFactsOf, mayEarn } from '../decisions/lead-commission.js';
import { forLead, forOrder, type PaidFor } from '../decisions/paid-for.js';
import { claim } from '../simulation/claims.js';
import { isKnown } from '../simulation/lead.js';
import { read, readAll, write, type Documents } from '../simulation/documents.js';
import { actorOf, chainOf, mustPost, post } from '../simulation/ledger.js';
import { needPartner } from '../simulation/partner.js';
import { applyRefund } from '../simulation/refund.js';
import type { NodeSimulation, World } from '../simulation/types.js';

type Commission = Documents['commissions'];
type Key = Pick<Commission, 'id' | 'partner' | 'lineKey' | 'component'>;

export const simulation: NodeSimulation = {
  type: 'compute_commission',
  run(world, ctx) {
    const named = ctx.config['order'];
    return isId('referral', named)
      ? earnForLead(world, ctx, named)
      : earnForOrder(world, ctx, String(named) as OrderId);
  },
};

/** What is paid for, who shares it, and how terms are found. */
interface Earning {
  about: PaidFor;
  referral: Referral;
  weights: Referral['weights'];
  decide(partner: Partner): DecidedTerms & Pick<Circumstances, 'anchor' | 'firstOrder'>;
}

function earnForOrder(world: World, ctx: EffectContext, id: OrderId): EffectResult {
  const order = read(world, 'orders', id);
  if (!order) throw new NonRetryable('unknown_order', `The order ${id} is not stored.`);
  const { paid } = order;
  if (!paid) throw new NonRetryable('not_paid', `No payment of the order ${order.externalId} is known yet.`);
  const referral = order.referral ? read(world, 'referrals', order.referral) : undefined;
  if (!referral) return nothingEarned('no_referral');
  const about = forOrder(inProgrammeCurrency(world, { ...order, paid }));
  const decide = (partner: Partner) => orderTerms(world, ctx, about.paid!, partner);
  const { weights } = referral;
  const commissions = weights.flatMap((_, index) => earnFor(world, ctx, { about, referral, weights, decide }, index));
  if (Object.keys(order.refunds).length + Object.keys(order.disputes).length > 0)
    applyRefund(world, ctx, id, `earned:${id}`);
  return earnedAnswer(commissions);
}

function earnForLead(world: World, ctx: EffectContext, id: ReferralId): EffectResult {
  const referral = read(world, 'referrals', id);
  if (!referral) throw new NonRetryable('unknown_referral', `There is no referral "${id}".`);
  const named = eventNamed(ctx, referral);
  const event = named === undefined ? undefined : read(world, 'events', named);
  if (!event) throw new NonRetryable('unknown_event', 'Nobody told what happened to the lead: no event is known.');
  const about = forLead(world.programme.key, referral, event);
  const stored = readAll(world, 'commissions').find(({ order }) => order === about.order);
  if (!stored && referral.status === 'rejected') return nothingEarned('lead_rejected');
  const weights = stored?.lead?.weights ?? referral.weights;
  const duplicate = isKnown(world, event);
  const decide = (partner: Partner) => {
    const facts = leadCommissionFactsOf({ event, partner, referral, duplicate });
    return decidedTerms(world.decide(String(ctx.config['rule']), ['lead_commission'], facts), { level: 'flow' });
  };
  const commissions = weights.flatMap(({ partner }, index) =>
    stored || mayEarn(needPartner(world, partner))
      ? earnFor(world, ctx, { about, referral, weights, decide }, index)
      : [],
  );
  return commissions.length === 0 ? nothingEarned('partner_left') : earnedAnswer(commissions);
}

function earnFor(world: World, ctx: EffectContext, earning: Earning, index: number): Commission[] {
  const { timeZone, key: programme } = world.programme;
  const { order, lineKey } = earning.about;
  const { partner } = earning.weights[index]!;
  const key = { programme, order, partner, lineKey, component: 'base' };
  const id = commissionId(key);
  const first = read(world, 'commissions', id) ?? compute(world, ctx, earning, index, { ...key, id });
  const commissions = allOf(first);
  for (const commission of commissions) {
    if (!read(world, 'commissions', commission.id)) write(world, 'commissions', commission);
    if (commission.amount.amount <= 0n) continue;
    const holds = stageHolds(commission, actorOf(ctx));
    mustPost(world, ctx, commission, (head, positions, act) =>
      decideEarn(head, positions, { ...act, commission, holds, timeZone }),
    );
  }
  return commissions;
}

function compute(
  world: World,
  ctx: EffectContext,
  { about, referral, weights, decide }: Earning,
  index: number,
  key: Key,
): Commission {
  const { programme } = world;
  const decided = decide(needPartner(world, key.partner));
  const claimed = claimBefore(world, ctx, about, key, decided);
  const lines = linesOf(programme, about, { weights, index }, decided, decided.terms, claimed);
  const share = { key, referral: referral.id, weights, index, run: ctx.run, now: new Date(world.now()) };
  const capped = withinCaps(world, ctx, about, key, decided, lines);
  const commission = commissionOf(programme, about, share, decided, capped.lines, capped);
  write(world, 'commissions', commission);
  return commission;
}

/** An order in another currency is reckoned at the rate of its day, which the world must know. */
function inProgrammeCurrency(world: World, order: PaidOrder): PaidOrder {
  const { currency, timeZone, settings } = world.programme;
  const { amount, at } = order.paid;
  if (amount.currency === currency) return order;
  const question = { from: amount.currency, to: currency, day: dayOf(at, timeZone), settings: settings.fx };
  const found = findRate(readAll(world, 'fx_rates'), question);
  if (!found.ok) throw new NonRetryable(found.code, found.message);
  return { ...order, exchange: { rate: found.rate, rounding: settings.rounding } };
}

/** Lines and stages of an order are counted once, by its first part. */
function firstOf({ lineKey, component }: Commission): boolean {
  return (lineKey === 'order' && component === 'base') || lineKey === component;
}

function orderTerms(
  world: World,
  ctx: EffectContext,
  order: PaidOrder,
  partner: Partner,
): ReturnType<Earning['decide']> {
  const { programme } = world;
  const { paid } = order;
  const orders = readAll(world, 'orders');
  const { facts, anchor, firstOrder } = commissionFactsOf(programme, order, partner, {
    head: headOf(chainOf(world, partner.id)),
    told: toldBy(world, order),
    ofCustomer: orders.filter((other) => other.paid?.customer.id === paid.customer.id),
    ofSubscription: orders.filter(
      (other) => paid.subscriptionId !== undefined && other.paid?.subscriptionId === paid.subscriptionId,
    ),
    orderCount: readAll(world, 'commissions').filter(
      (one) => one.partner === partner.id && !one.reverses && firstOf(one) && one.occurredAt < paid.at,
    ).length,
  });
  const { from, source } = resolveTerms({
    partner,
    group: readAll(world, 'groups').find(({ key }) => key === partner.group),
    tier: programme.tiers.find(({ key }) => key === partner.tier),
    programme: programme.settings,
    flow: String(ctx.config['rule']),
  });
  const decided =
    'terms' in source
      ? agreedOn(programme, from, source.terms, facts)
      : world.decide(source.rule, ['commission'], facts);
  return { ...decidedTerms(decided, from), anchor, firstOrder };
}

function toldBy(world: World, order: PaidOrder): JsonObject {
  const id = order.tellings?.[0]?.event ?? order.events[0];
  return (id && read(world, 'events', id)?.data) ?? {};
}

/** Claims what the sum begins from: the order's place in the partner's volume, and the customer's bounty. */
function claimBefore(
  world: World,
  ctx: EffectContext,
  { paid, order, customer, at: occurredAt }: PaidFor,
  key: Key,
  { terms }: DecidedTerms,
): Claimed {
  const { settings, timeZone } = world.programme;
  const claimed: Claimed = {};
  if (paid && claimsVolume(terms)) {
    const base = countedBase(paid, terms, settings);
    const journal = claimJournal(world, ctx, key, (_head, act) =>
      decideVolume({ ...act, commission: key.id, base, occurredAt, timeZone }),
    );
    claimed.before = claimedBefore(journal, base, occurredAt, timeZone);
  }
  if (claimsBounty(terms)) claimed.bountyPaid = claim(world, bountyLimit(customer.id), order, 1n) === 0n;
  return claimed;
}

/** Holds lines to the caps that are counted beyond them. */
function withinCaps(
  world: World,
  ctx: EffectContext,
  { at, customer }: PaidFor,
  key: Key,
  { terms, decided }: DecidedTerms,
  computed: ComputedLine[],
): { lines: ComputedLine[]; claims: string[] } {
  const { timeZone, settings, currency: own } = world.programme;
  const { currency } = asked(computed);
  const about = { rule: decided.rule.key, customer: customer.id, at, timeZone, currency };
  const spendCaps = settings.spendCaps?.map((cap) => ({ ...cap, currency: own }));
  let lines = computed;
  const claims: string[] = [];
  for (const limit of claimsLimits(terms, about, spendCaps)) {
    const wanted = asked(lines).amount;
    if (wanted === 0n) break;
    lines = withinGrant(lines, claim(world, limit, key.id, wanted), limit.cap);
    claims.push(limit.key);
  }
  for (const cap of partnerCaps(terms)) {
    const wanted = asked(lines);
    if (wanted.amount === 0n) break;
    const journal = claimJournal(world, ctx, key, (head, act) =>
      decidePartnerCap(head, { ...act, commission: key.id, asked: wanted, cap, occurredAt: at, timeZone }),
    );
    lines = withinGrant(lines, grantedBy(journal), cap);
  }
  return { lines, claims };
}

function claimJournal(
  world: World,
  ctx: EffectContext,
  key: Key,
  decideClaim: (head: Journal | null, act: Act) => Decision,
): Journal {
  const posted = post(world, ctx, key.partner, (head, _positions, act) => decideClaim(head, act));
  const journal = posted.ok ? posted.journals[0] : undefined;
  if (!journal) throw new NonRetryable('no_volume', 'The volume of the partner could not be claimed.');
  return journal;
}
