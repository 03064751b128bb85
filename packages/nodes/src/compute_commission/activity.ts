import {
  bountyLimit,
  claimedBefore,
  claimsBounty,
  claimsLimits,
  claimsVolume,
  commissionId,
  countedBase,
  decideEarn,
  decidePartnerCap,
  decideVolume,
  decisiveAt,
  grantedBy,
  moneyToJson,
  partnerCaps,
  withinGrant,
  type Act,
  type ComputedLine,
  type Decision,
  type Journal,
  type Order,
  type OrderId,
  type OrderPayment,
  type PartnerId,
  type Programme,
  type Referral,
} from '@sluice/domain';
import { applyRefund, exchangeOf, termsFor } from '@sluice/store/operations/index';
import type { StoredCommission } from '@sluice/store';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable, type NodeActivity } from '../activity-types.js';
import { commissionFacts } from '../activity/commission-facts.js';
import { programmeOf, refused, type ActivityDeps } from '../activity/deps.js';
import { actorOf, mustPost } from '../activity/ledger.js';
import { runRule } from '../activity/rule-run.js';
import { agreedOn } from '../decisions/agreed.js';
import type { PaidOrder } from '../decisions/commission-facts.js';
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

type Key = Pick<StoredCommission, 'id' | 'partner' | 'lineKey' | 'component'>;

/**
 * Computes what each partner of the order's referral earns, stores it with facts and trace, and posts `earn`. What is stored
 * is read back and gone on from: a retry never computes again, whatever tier or rule changed meanwhile.
 */
export const activity: NodeActivity<ActivityDeps> = {
  type: 'compute_commission',
  async run(deps, ctx) {
    const programme = await programmeOf(deps, ctx.programme);
    const order = await deps.store.orders.get(ctx.programme, String(ctx.config['order']) as OrderId);
    if (!order) throw new NonRetryable('unknown_order', `The order ${String(ctx.config['order'])} is not stored.`);
    const { paid } = order;
    if (!paid) throw new NonRetryable('not_paid', `No payment of the order ${order.externalId} is known yet.`);
    const referral = order.referral ? await deps.store.referrals.get(ctx.programme, order.referral) : null;
    if (!referral) return nothingEarned('no_referral');
    const commissions: StoredCommission[] = [];
    for (const [index] of referral.weights.entries()) {
      commissions.push(...(await earnFor(deps, ctx, programme, { ...order, paid }, referral, index)));
    }
    await catchUp(deps, ctx, programme, order.id);
    return earnedAnswer(commissions);
  },
};

/**
 * A refund that came before the commission was earned found nothing to take back: the order, read again after `earn`, tells
 * of it. One that comes later finds the commission.
 */
async function catchUp(deps: ActivityDeps, ctx: EffectContext, programme: Programme, id: OrderId): Promise<void> {
  const order = await deps.store.orders.get(programme.key, id);
  if (!order || Object.keys(order.refunds).length + Object.keys(order.disputes).length === 0) return;
  await applyRefund(deps.store, {
    programme,
    order: id,
    cause: `earned:${id}`,
    at: deps.now(),
    actor: actorOf(ctx),
  });
}

async function earnFor(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: Order & { paid: OrderPayment },
  referral: Referral,
  index: number,
): Promise<StoredCommission[]> {
  const share = referral.weights[index]!;
  const key = {
    programme: programme.key,
    order: order.id,
    partner: share.partner,
    lineKey: 'order',
    component: 'base',
  };
  const id = commissionId(key);
  const stored = await deps.store.commissions.get(programme.key, id);
  const first = stored ?? (await compute(deps, ctx, programme, order, referral, index, { ...key, id }));
  const [, ...parts] = allOf(first);
  const commissions: StoredCommission[] = [first];
  for (const part of parts) commissions.push(await keep(deps, ctx, part));
  for (const claims of first.claims ?? [])
    await deps.store.spendClaims.settle(
      programme.key,
      claims,
      Object.fromEntries(commissions.map((one) => [one.id, one.amount.amount])),
    );
  for (const commission of commissions) {
    if (commission.amount.amount <= 0n) continue;
    const holds = stageHolds(commission, actorOf(ctx));
    await mustPost(deps, ctx, commission, (head, positions, act) =>
      decideEarn(head, positions, { ...act, commission, holds, timeZone: programme.timeZone }),
    );
  }
  return commissions;
}

async function compute(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  told: PaidOrder,
  referral: Referral,
  index: number,
  key: Key,
): Promise<StoredCommission> {
  const order = await inProgrammeCurrency(deps, programme, told);
  const partner = await deps.store.partners.need(programme.key, key.partner);
  const before = await earnedBefore(deps, programme.key, order, key, partner.merged);
  if (before) return before;
  const head = await deps.store.ledger.head(programme.key, key.partner);
  const facts = await commissionFacts(deps, programme, order, partner, head);
  const decided = await decide(deps, ctx, programme, order, partner, facts.facts);
  const { terms } = decided;
  const lines = linesOf(
    programme,
    order,
    { referral, index },
    facts,
    terms,
    await claimBefore(deps, ctx, programme, order, key, decided),
  );
  const capped = await withinCaps(deps, ctx, programme, order, key, decided, lines);
  return keep(
    deps,
    ctx,
    commissionOf(
      programme,
      order,
      { key, referral, index, run: ctx.run, now: deps.now() },
      decided,
      capped.lines,
      capped.claims,
    ),
  );
}

/** What a partner that was merged into this one has earned on the order: it is not earned a second time. */
async function earnedBefore(
  deps: ActivityDeps,
  programme: string,
  order: PaidOrder,
  { lineKey, component }: Key,
  merged: readonly PartnerId[] = [],
): Promise<StoredCommission | undefined> {
  for (const partner of merged) {
    const id = commissionId({ programme, order: order.id, partner, lineKey, component });
    const stored = await deps.store.commissions.get(programme, id);
    if (stored) return stored;
  }
  return undefined;
}

/** An order in another currency is reckoned at the rate of its day; without one nothing is computed. */
async function inProgrammeCurrency(deps: ActivityDeps, programme: Programme, order: PaidOrder): Promise<PaidOrder> {
  const found = await exchangeOf(deps.store, programme, order.paid);
  if (!found.ok) throw refused(found);
  return { ...order, ...(found.exchange && { exchange: found.exchange }) };
}

/** The terms that count for the partner: its own, its group's, its tier's, the programme's, or what the step's rule decides. */
async function decide(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: PaidOrder,
  partner: Parameters<typeof termsFor>[2],
  facts: Parameters<typeof agreedOn>[3],
): Promise<DecidedTerms> {
  const { from, source } = await termsFor(deps.store, programme, partner, String(ctx.config['rule']));
  if ('terms' in source) return decidedTerms(agreedOn(programme, from, source.terms, facts), from);
  const at = decisiveAt(programme, { occurredAt: order.paid.at, receivedAt: order.paid.receivedAt });
  return decidedTerms(await runRule(deps.store, programme, source.rule, at, ['commission'], facts), from);
}

async function keep(
  deps: ActivityDeps,
  ctx: EffectContext,
  commission: Parameters<ActivityDeps['store']['commissions']['insertOrRead']>[0],
): Promise<StoredCommission> {
  await deps.failpoint('commission.insert.before');
  const { doc } = await deps.store.commissions.insertOrRead(commission, {
    audit: {
      action: 'commission.computed',
      actor: { id: actorOf(ctx) },
      detail: {
        rule: commission.rule.key,
        version: commission.rule.version,
        partner: commission.partner,
        amount: { ...moneyToJson(commission.amount) },
        run: ctx.run,
      },
    },
  });
  await deps.failpoint('commission.insert.after');
  return doc;
}

/** Claims what the sum begins from: the order's place in the partner's volume, and the customer's bounty. */
async function claimBefore(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: PaidOrder,
  key: Key,
  { terms }: DecidedTerms,
): Promise<Claimed> {
  const claimed: Claimed = {};
  if (claimsVolume(terms)) {
    const base = countedBase(order, terms, programme.settings);
    const about = { base, occurredAt: order.paid.at, timeZone: programme.timeZone };
    const journal = await claimJournal(deps, ctx, programme, key, (_head, act) =>
      decideVolume({ ...act, ...about, commission: key.id }),
    );
    claimed.before = claimedBefore(journal, base, about.occurredAt, about.timeZone);
  }
  if (claimsBounty(terms)) {
    // By order: the partners who share it share its bounty.
    const limit = bountyLimit(order.paid.customer.id);
    const granted = await deps.store.spendClaims.claim(programme.key, limit, order.id, 1n);
    claimed.bountyPaid = granted === 0n;
  }
  return claimed;
}

/** Holds lines to the caps that are counted beyond the order, each claimed once before the commission is stored. */
async function withinCaps(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  order: PaidOrder,
  key: Key,
  { terms, decided }: DecidedTerms,
  computed: ComputedLine[],
): Promise<{ lines: ComputedLine[]; claims: string[] }> {
  const { timeZone, settings } = programme;
  const at = order.paid.at;
  const { currency } = asked(computed);
  const about = { rule: decided.rule.key, customer: order.paid.customer.id, at, timeZone, currency };
  const limits = claimsLimits(
    terms,
    about,
    settings.spendCaps?.map((cap) => ({ ...cap, currency: programme.currency })),
  );
  let lines = computed;
  const claims: string[] = [];
  for (const limit of limits) {
    const wanted = asked(lines).amount;
    if (wanted === 0n) break;
    const granted = await deps.store.spendClaims.claim(programme.key, limit, key.id, wanted);
    claims.push(limit.key);
    lines = withinGrant(lines, granted, limit.cap);
  }
  for (const cap of partnerCaps(terms)) {
    const wanted = asked(lines);
    if (wanted.amount === 0n) break;
    const journal = await claimJournal(deps, ctx, programme, key, (head, act) =>
      decidePartnerCap(head, { ...act, commission: key.id, asked: wanted, cap, occurredAt: at, timeZone }),
    );
    lines = withinGrant(lines, grantedBy(journal), cap);
  }
  return { lines, claims };
}

/** Posts a claim in the partner's chain, once, and answers its journal as it is stored. */
async function claimJournal(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  key: Key,
  decideClaim: (head: Journal | null, act: Act) => Decision,
): Promise<Journal> {
  const act: Act = { programme: programme.key, partner: key.partner, at: deps.now(), actor: actorOf(ctx) };
  const posted = await deps.store.ledger.post(programme.key, key.partner, { commissions: [] }, (head) =>
    decideClaim(head, act),
  );
  if (!posted.ok) throw refused(posted);
  const claim = posted.journals[0];
  if (!claim) throw new NonRetryable('no_volume', 'The volume of the partner could not be claimed.');
  return claim;
}
