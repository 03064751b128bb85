import { partnerReviewFacts, type Partner, type PartnerStatus, type Programme } from '@sluice/domain';
import type { Store } from '../store.js';
import { partnerHistories } from './partner-history.js';
import { prepareRule } from './rule-run.js';

/** Partners told of at once. */
const page = 200;

/** Whom a time concerns: who takes part. Nobody who only applied, was paused or has left. */
const takingPart: readonly PartnerStatus[] = ['active', 'producing', 'consistent', 'at_risk'];

/**
 * Stores, for the next partners who take part (and are in the segment, where one is named), that a flow's time has come for
 * them: one event for each flow, partner and time, however often it is told. Answers where to go on. Throws `RuleFailure`.
 */
export async function firePartnersPage(
  store: Store,
  request: { programme: Programme; flow: string; at: Date; now: Date; segment?: string; cursor?: string },
): Promise<{ fired: number; cursor?: string }> {
  const { programme, flow, at, now, segment, cursor } = request;
  const { data, nextCursor } = await store.partners.list(programme.key, {
    limit: page,
    ...(cursor === undefined ? {} : { cursor }),
  });
  const active = data.filter(({ status }) => takingPart.includes(status));
  const due = segment === undefined ? active : await membersOf(store, { programme, segment, at }, active);
  for (const partner of due)
    await store.events.insert(programme.key, {
      programme: programme.key,
      source: 'internal',
      sourceId: `schedule:${flow}:${at.toISOString()}:${partner.id}`,
      type: 'custom.schedule.fired',
      version: 1,
      occurredAt: at,
      receivedAt: now,
      data: { flow, partner: partner.id },
      correlations: [`flow:${flow}`],
    });
  return { fired: due.length, ...(nextCursor === null ? {} : { cursor: nextCursor }) };
}

async function membersOf(
  store: Store,
  { programme, segment, at }: { programme: Programme; segment: string; at: Date },
  partners: readonly Partner[],
): Promise<Partner[]> {
  const rule = await prepareRule(store, programme, segment, at, ['segment']);
  const histories = await partnerHistories(store, programme.key, partners, at);
  return partners.filter((partner) => {
    const history = histories.get(partner.id) ?? { earned: [], orders: [], clicks30: 0, leads30: 0 };
    return rule.answer(partnerReviewFacts(programme, partner, history, at)) === true;
  });
}
