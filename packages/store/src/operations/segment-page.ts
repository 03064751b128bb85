import { partnerReviewFacts, type Programme } from '@sluice/domain';
import type { Store } from '../store.js';
import { partnerHistories } from './partner-history.js';
import { decideAboutPartner } from './partner-review.js';
import { prepareRule } from './rule-run.js';

/** Partners asked about at once. */
const page = 200;

/**
 * Asks a segment's rule about the next partners and writes down who entered and who left, each with its event. A decision is
 * stored for those alone: it says why. Answers where to go on. May be repeated. Throws `RuleFailure`.
 */
export async function reviewSegmentPage(
  store: Store,
  request: {
    programme: Programme;
    segment: string;
    at: Date;
    now: Date;
    /** Names the review: its decisions are stored once. */
    cause: string;
    /** The first look at the segment: nobody enters. */
    quietly: boolean;
    cursor?: string;
  },
): Promise<{ asked: number; cursor?: string }> {
  const { programme, segment, at, now, cause, quietly, cursor } = request;
  const rule = await prepareRule(store, programme, segment, at, ['segment']);
  const { data, nextCursor } = await store.partners.list(programme.key, {
    limit: page,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const ids = data.map(({ id }) => id);
  const known = await store.memberships.of(programme.key, segment, ids);
  const members = new Set(known.filter(({ member }) => member).map(({ partner }) => partner));
  const histories = await partnerHistories(store, programme.key, data, at);
  for (const partner of data) {
    const history = histories.get(partner.id) ?? { earned: [], orders: [], clicks30: 0, leads30: 0 };
    const belongs = rule.answer(partnerReviewFacts(programme, partner, history, at)) === true;
    if (belongs === members.has(partner.id)) continue;
    if (!quietly)
      await decideAboutPartner(store, {
        programme,
        kind: 'segment',
        rule: segment,
        partner,
        at,
        createdAt: now,
        cause,
      });
    await store.memberships.set(programme.key, { segment, partner: partner.id, member: belongs, at, quietly });
  }
  return { asked: data.length, ...(nextCursor === null ? {} : { cursor: nextCursor }) };
}
