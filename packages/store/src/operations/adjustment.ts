import {
  adjustmentCommission,
  adjustmentReason,
  canonicalJson,
  decideAdjust,
  derivedId,
  formatMoney,
  moneyToJson,
  sha256Hex,
  type Adjustment,
  type Approval,
  type Programme,
} from '@sluice/domain';
import type { Stored } from '../core/spec.js';
import type { Store } from '../store.js';

/** Who decides about adjustments. */
const deciding = 'finance';

/** Hash of what is decided: partner, amount and reason. */
export function adjustmentHash({ programme, partner, amount, reason }: Adjustment): string {
  return sha256Hex(canonicalJson([programme, partner, { ...moneyToJson(amount) }, reason]));
}

/**
 * Asks for an adjustment: its document first, then its approval, both by derived ids, so that asking again asks once. From
 * the programme's threshold for a second approver on (by size, in either direction) two people decide.
 */
export async function askForAdjustment(
  store: Store,
  programme: Programme,
  asked: Omit<Adjustment, 'id' | 'programme' | 'approval' | 'state'> & { requestKey: string },
): Promise<{ adjustment: Adjustment; approval: Stored<Approval> }> {
  const { requestKey, ...wanted } = asked;
  const { key } = programme;
  const id = derivedId('adjustment', key, wanted.askedBy.id, requestKey);
  const approval = derivedId('approval', 'adjustment', key, id);
  const actor = wanted.askedBy;
  const { doc: adjustment } = await store.adjustments.insertOrRead(
    { ...wanted, id, programme: key, approval, state: 'waiting' },
    {
      audit: {
        action: 'adjustment.asked',
        actor,
        detail: { partner: wanted.partner, amount: { ...moneyToJson(wanted.amount) }, reason: wanted.reason, approval },
      },
    },
  );
  return { adjustment, approval: await openApproval(store, programme, adjustment) };
}

async function openApproval(
  store: Store,
  { key: programme, settings }: Programme,
  adjustment: Adjustment,
): Promise<Stored<Approval>> {
  const { id, approval, amount, partner, reason, askedBy: actor, makers } = adjustment;
  const partnerName = (await store.partners.get(programme, partner))?.name ?? partner;
  const subjectHash = adjustmentHash(adjustment);
  const title = `${partnerName}: ${formatMoney(amount, settings.locale, { sign: true })}`;
  const from = settings.secondApproverFrom[amount.currency];
  const size = amount.amount < 0n ? -amount.amount : amount.amount;
  const { doc } = await store.approvals.insertOrRead(
    {
      id: approval,
      programme,
      kind: 'adjustment',
      title,
      subject: { kind: 'adjustment', id },
      subjectHash,
      amount,
      evidence: { partner, name: partnerName, amount: { ...moneyToJson(amount) }, reason, askedBy: actor.name },
      role: deciding,
      needed: from !== undefined && size >= BigInt(from) ? 2 : 1,
      makers,
      state: 'pending',
      decisions: [],
      createdAt: adjustment.askedAt,
    },
    { audit: { action: 'approval.opened', actor, detail: { subjectHash, title } } },
  );
  return doc;
}

/**
 * Does what a recorded decision says (and asks for one where whoever asked was cut off before that): a rejected adjustment ends, an approved one becomes a line of the partner's chain, with
 * its document, and the partner is told. Safe to repeat from any point: every id derives from the adjustment.
 */
export async function settleAdjustment(
  store: Store,
  programme: string,
  id: Adjustment['id'],
  now: Date,
): Promise<Stored<Adjustment>> {
  const adjustment = await store.adjustments.need(programme, id);
  if (adjustment.state !== 'waiting') return adjustment;
  const approval =
    (await store.approvals.get(programme, adjustment.approval)) ??
    (await openApproval(store, await store.programmes.need(programme), adjustment));
  if (approval.state === 'pending') return adjustment;
  const decidedAt = approval.decidedAt ?? now;
  const actor = { id: adjustment.askedBy.id, name: adjustment.askedBy.name };
  const { partner, amount, reason } = adjustment;
  const told = { partner, amount: { ...moneyToJson(amount) }, reason, approval: approval.id };
  if (approval.state !== 'approved' || approval.subjectHash !== adjustmentHash(adjustment)) {
    return store.adjustments.end(
      programme,
      id,
      { state: 'rejected', decidedAt },
      { audit: { action: 'adjustment.rejected', actor, detail: told } },
    );
  }
  const line = adjustmentCommission(adjustment, approval.subjectHash, decidedAt);
  await store.commissions.insertOrRead(line);
  const posted = await store.ledger.post(
    programme,
    partner,
    {
      commissions: [line.id],
      out: (journal) => ({
        audit: {
          action: 'commission.adjust',
          actor,
          subject: { kind: 'commission', id: line.id },
          detail: { journal: journal.id, adjustment: id, ...told },
        },
      }),
    },
    (head, positions) =>
      decideAdjust(head, positions, {
        programme,
        partner,
        at: now,
        actor: actor.id,
        line: line.id,
        amount,
        cause: `adjustment:${id}`,
        reason: adjustmentReason(adjustment),
      }),
  );
  if (!posted.ok) throw new Error(`${posted.code}: ${posted.message}`);
  await tellPartner(store, adjustment, now);
  const journal = posted.journals[0] ?? (await store.ledger.ofCommission(programme, line.id))[0];
  return store.adjustments.end(
    programme,
    id,
    { state: 'posted', decidedAt, commission: line.id, ...(journal && { journal: journal.id }) },
    { audit: { action: 'adjustment.posted', actor, detail: told } },
  );
}

/** Does what is left of adjustments that are decided: whoever decided may have been cut off. Answers how many ended. */
export async function settleAdjustments(
  store: Store,
  programme: string,
  now: Date,
  log: (message: string, error: unknown) => void,
): Promise<number> {
  let settled = 0;
  for (const { id } of await store.adjustments.waiting(programme)) {
    try {
      if ((await settleAdjustment(store, programme, id, now)).state !== 'waiting') settled += 1;
    } catch (error) {
      log(`The adjustment ${id} could not be settled.`, error);
    }
  }
  return settled;
}

async function tellPartner(store: Store, { id, programme, partner, amount, reason }: Adjustment, now: Date) {
  const german = (await store.partners.get(programme, partner))?.language === 'de';
  const figure = formatMoney(amount, german ? 'de' : 'en', { sign: true });
  await store.notices.insertOrRead({
    id: derivedId('notice', programme, 'adjustment', id),
    programme,
    partner,
    title: german ? `Ihr Guthaben wurde angepasst: ${figure}` : `Your balance was adjusted: ${figure}`,
    text: reason,
    link: '/portal/statements',
    createdAt: now,
  });
}
