import {
  DomainError,
  partnerReviewFacts,
  reviewSegment,
  type JsonObject,
  type Partner,
  type PartnerHistory,
  type PartnerId,
  type Programme,
  type RuleDecision,
  type SegmentReview,
} from '@sluice/domain';
import type { Store } from '../store.js';
import { decideByRule, type DecisionRequest } from './decide.js';
import { partnerHistories } from './partner-history.js';
import { prepareRule } from './rule-run.js';

/** What a tier or segment rule decides about one partner, stored. Throws `RuleFailure`. */
export async function decideAboutPartner(
  store: Store,
  request: Omit<DecisionRequest, 'kind' | 'subject' | 'partner'> & { kind: 'tier' | 'segment'; partner: Partner },
): Promise<RuleDecision> {
  const { programme, partner, at } = request;
  return decideByRule(
    store,
    { ...request, partner: partner.id, subject: { kind: 'partner', id: partner.id } },
    async () => {
      const histories = await partnerHistories(store, programme.key, [partner], at);
      return partnerReviewFacts(programme, partner, histories.get(partner.id) ?? nothing, at);
    },
  );
}

const nothing: PartnerHistory = { earned: [], orders: [], clicks30: 0, leads30: 0 };

/** Partners read at once. */
const page = 200;

/**
 * Asks a segment's rule about every partner and says who belongs, who entered and who left since its review before. A
 * decision is stored for those alone who entered or left: their facts and trace say why. The same `cause` may be repeated.
 * Throws `RuleFailure`.
 */
export async function reviewSegmentMembers(
  store: Store,
  request: Pick<DecisionRequest, 'programme' | 'rule' | 'cause' | 'at' | 'createdAt' | 'run'> & {
    /** Called after each page, so that whoever asks can say that it lives. */
    progress?: (done: number) => void;
  },
): Promise<SegmentReview> {
  const { programme, rule: key, at, progress, ...rest } = request;
  const rule = await prepareRule(store, programme, key, at, ['segment']);
  const answers = new Map<PartnerId, boolean>();
  const before = new Set<PartnerId>();
  const changed: { partner: Partner; facts: JsonObject }[] = [];
  let cursor: string | undefined;
  do {
    const { data, nextCursor } = await store.partners.list(programme.key, {
      limit: page,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const histories = await partnerHistories(store, programme.key, data, at);
    for (const partner of data) {
      const facts = partnerReviewFacts(programme, partner, histories.get(partner.id) ?? nothing, at);
      const belongs = rule.answer(facts) === true;
      const newest = await store.decisions.newest(programme.key, { kind: 'segment', rule: key, subject: partner.id });
      // A repeated review finds its own answers: what it changed has changed.
      const belonged = newest?.cause === rest.cause ? newest.outcome !== true : newest?.outcome === true;
      answers.set(partner.id, belongs);
      if (belonged) before.add(partner.id);
      if (belonged !== belongs) changed.push({ partner, facts });
    }
    for (const { partner, facts } of changed.splice(0))
      await decideByRule(
        store,
        {
          ...rest,
          programme,
          rule: key,
          at,
          kind: 'segment',
          partner: partner.id,
          subject: { kind: 'partner', id: partner.id },
        },
        () => facts,
      );
    progress?.(answers.size);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return reviewSegment(answers, before);
}

/**
 * Gives a partner the tier that a stored decision says, which counts from the next event. Doing it twice changes nothing more.
 * Throws `DomainError` for a tier that the programme does not have.
 */
export async function setTier(
  store: Store,
  programme: Programme,
  partner: PartnerId,
  tier: string,
  by: { actor: string; at: Date; reason: string; decision?: string },
): Promise<Partner> {
  if (!programme.tiers.some(({ key }) => key === tier))
    throw new DomainError('unknown_tier', `The programme has no tier "${tier}".`);
  return store.partners.change(programme.key, partner, (doc) =>
    doc.tier === tier
      ? null
      : {
          set: { tier, tierSince: by.at },
          audit: {
            action: 'partner.tier_changed',
            actor: { id: by.actor },
            detail: {
              from: doc.tier,
              to: tier,
              reason: by.reason,
              ...(by.decision !== undefined && { decision: by.decision }),
            },
          },
        },
  );
}
