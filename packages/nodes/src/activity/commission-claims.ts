import {
  bountyLimit,
  claimedBefore,
  claimsBounty,
  claimsLimits,
  claimsVolume,
  countedBase,
  countedIn,
  decidePartnerCap,
  decideVolume,
  grantedBy,
  partnerCaps,
  partnerCapKey,
  withinGrant,
  type Act,
  type Circumstances,
  type Commission,
  type CommissionTerms,
  type ComputedLine,
  type Decision,
  type Journal,
  type Programme,
} from '@sluice/domain';
import type { EffectContext } from '@sluice/flows';
import { NonRetryable } from '../activity-types.js';
import { refused, type ActivityDeps } from './deps.js';
import { actorOf } from './ledger.js';
import { asked, type Claimed, type DecidedTerms } from '../decisions/commission.js';
import type { PaidFor } from '../decisions/paid-for.js';

export type Key = Pick<Commission, 'id' | 'partner' | 'lineKey' | 'component'>;

/** Claims what the sum begins from: the order's place in the partner's volume, and the customer's bounty. */
export async function claimBefore(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  { paid, order, customer, at }: PaidFor,
  key: Key,
  terms: CommissionTerms,
): Promise<Claimed & Pick<Circumstances, 'counted'>> {
  const claimed: Claimed & Pick<Circumstances, 'counted'> = {};
  const { timeZone } = programme;
  if (paid && claimsVolume(terms)) {
    const base = countedBase(paid, terms, programme.settings);
    const journal = await claimJournal(deps, ctx, programme, key, (_head, act) =>
      decideVolume({ ...act, base, occurredAt: at, timeZone, commission: key.id }),
    );
    claimed.before = claimedBefore(journal, base, at, timeZone);
    claimed.counted = countedIn(claimed.before, at, timeZone, base.currency);
  }
  if (claimsBounty(terms)) {
    // By what is paid for: the partners who share it share its bounty.
    const { granted } = await deps.store.spendClaims.claim(programme.key, bountyLimit(customer.id), order, 1n);
    claimed.bountyPaid = granted === 0n;
  }
  return claimed;
}

/** Lines held to the caps that are counted beyond them, each claimed once before the commission is stored. */
export async function withinCaps(
  deps: ActivityDeps,
  ctx: EffectContext,
  programme: Programme,
  { at, customer }: PaidFor,
  key: Key,
  { terms, decided }: DecidedTerms,
  computed: ComputedLine[],
): Promise<{ lines: ComputedLine[]; claims: string[]; caps: NonNullable<Circumstances['caps']> }> {
  const { timeZone, settings } = programme;
  const { currency } = asked(computed);
  const about = { rule: decided.rule.key, customer: customer.id, at, timeZone, currency };
  const limits = claimsLimits(
    terms,
    about,
    settings.spendCaps?.map((cap) => ({ ...cap, currency: programme.currency })),
  );
  let lines = computed;
  const claims: string[] = [];
  const caps: NonNullable<Circumstances['caps']> = [];
  for (const limit of limits) {
    const wanted = asked(lines).amount;
    if (wanted === 0n) break;
    const use = await deps.store.spendClaims.claim(programme.key, limit, key.id, wanted);
    claims.push(limit.key);
    caps.push({ key: limit.key, ...use });
    lines = withinGrant(lines, use.granted, limit.cap);
  }
  for (const cap of partnerCaps(terms)) {
    const wanted = asked(lines);
    if (wanted.amount === 0n) break;
    const journal = await claimJournal(deps, ctx, programme, key, (head, act) =>
      decidePartnerCap(head, { ...act, commission: key.id, asked: wanted, cap, occurredAt: at, timeZone }),
    );
    const counter = partnerCapKey(at, cap.period ?? 'month', timeZone, currency);
    const granted = grantedBy(journal);
    caps.push({ key: counter, used: (journal.counters[counter] ?? granted) - granted, granted });
    lines = withinGrant(lines, granted, cap);
  }
  return { lines, claims, caps };
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
