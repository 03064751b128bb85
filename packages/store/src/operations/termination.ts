import {
  decideForfeit,
  decideLift,
  decideReinstate,
  decideRelease,
  openHolds,
  type CommissionId,
  type Decision,
  type ExplanationPart,
  type Journal,
  type PartnerId,
  type Positions,
} from '@sluice/domain';
import type { StoredCommission } from '../collections/commissions.js';
import type { Store } from '../store.js';

interface By {
  at: Date;
  actor: string;
}

/**
 * Brings a partner's held money in line with its status: terminated for cause forfeits what is held, anything else gives back what
 * was forfeited, less refunds meanwhile; what is due by then is released. Decided from the partner as it is now, so that events
 * of it may come late, twice and out of order. Answers how many commissions were changed.
 */
export async function settleTermination(store: Store, programme: string, id: PartnerId, by: By): Promise<number> {
  const partner = await store.partners.get(programme, id);
  if (!partner) return 0;
  const forfeits = partner.status === 'terminated' && partner.forCause === true;
  const reason: ExplanationPart = {
    code: forfeits ? 'terminated.for_cause' : 'terminated.reinstated',
    params: partner.statusReason === undefined ? {} : { reason: partner.statusReason },
  };
  const concerned = await store.commissions.collection.find(programme, {
    partner: id,
    state: forfeits ? 'held' : 'rejected',
  });
  let changed = 0;
  for (const commission of concerned) {
    if (!forfeits && !commission.position?.forfeited) continue;
    changed += await post(store, commission, by, reason, forfeits ? decideForfeit : decideReinstate);
    if (!forfeits) await releaseDue(store, commission, by);
  }
  return changed;
}

type Decider = (
  head: Journal | null,
  positions: Positions,
  input: By & { programme: string; partner: PartnerId; commission: CommissionId; reason?: ExplanationPart },
) => Decision;

async function post(
  store: Store,
  { id, programme, partner }: StoredCommission,
  by: By,
  reason: ExplanationPart | undefined,
  decide: Decider,
): Promise<number> {
  const posted = await store.ledger.post(
    programme,
    partner,
    {
      commissions: [id],
      out: (journal) => ({
        audit: {
          action: `commission.${journal.kind}`,
          actor: { id: by.actor },
          subject: { kind: 'commission', id },
          detail: { journal: journal.id, partner },
        },
        events: [
          {
            key: `commission-changed:${journal.id}`,
            type: 'custom.commission.changed' as const,
            occurredAt: journal.at,
            data: { commission: id, journal: journal.id, kind: journal.kind },
            correlations: [`commission:${id}`],
          },
        ],
      }),
    },
    (head, positions) =>
      decide(head, positions, { ...by, programme, partner, commission: id, ...(reason && { reason }) }),
  );
  return posted.ok ? posted.appended : 0;
}

/** The runs that waited for its holds may be over: what nothing keeps any longer is released here. */
async function releaseDue(store: Store, commission: StoredCommission, by: By): Promise<void> {
  const { programme, partner, id } = commission;
  const position = (await store.ledger.positions(programme, partner, [id]))[id];
  // Without any hold it has only just been earned: its run is about to say how long it is held.
  if (position?.state !== 'held' || position.holds.length === 0) return;
  for (const { key, until } of openHolds(position))
    if (until && until <= by.at)
      await post(store, commission, by, undefined, (head, positions, input) =>
        decideLift(head, positions, { ...input, key }),
      );
  await post(store, commission, by, undefined, decideRelease);
}
