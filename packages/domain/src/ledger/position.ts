import type { CommissionPosition, Hold } from '../commission.js';
import type { CommissionId } from '../ids.js';
import type { Journal, JournalCommission, JournalKind, NewJournal } from '../journal.js';
import { zero, type Currency, type Money } from '../money.js';

/**
 * The living half of a commission: the fold of the journals that touch it, in the order of the chain. A commission that no
 * journal names yet is `new`.
 */
export function foldCommission(
  journals: readonly Journal[],
  commission: CommissionId,
  currency: Currency = currencyOf(journals, commission),
): CommissionPosition {
  return journals.reduce((position, journal) => applyJournal(position, journal, commission), newPosition(currency));
}

/** Every commission that a partner's journals name, folded. */
export function foldCommissions(journals: readonly Journal[]): Record<string, CommissionPosition> {
  const positions: Record<string, CommissionPosition> = {};
  for (const journal of journals) {
    for (const entry of journal.commissions) {
      positions[entry.id] = applyJournal(positions[entry.id] ?? newPosition(entry.currency), journal, entry.id);
    }
  }
  return positions;
}

/** A position after one more journal; the same object where the journal does not name it or was folded in before. */
export function applyJournal(
  position: CommissionPosition,
  journal: Journal,
  commission: CommissionId,
): CommissionPosition {
  const entry = journal.commissions.find(({ id }) => id === commission);
  if (!entry || journal.seq <= position.seq) return position;
  return { ...applyEntry(position, journal, entry), seq: journal.seq };
}

/** The position of a commission before its first journal. */
export function newPosition(currency: Currency): CommissionPosition {
  const nothing = zero(currency);
  return {
    state: 'new',
    approval: 'not_needed',
    holds: [],
    earned: nothing,
    reversed: nothing,
    open: nothing,
    worth: nothing,
    seq: 0,
  };
}

/** Signed: what the commission's own journals add up to, before lines that take back from it after pay. */
export function worthOf(position: CommissionPosition): Money {
  return position.worth ?? position.open;
}

function applyEntry(
  position: CommissionPosition,
  journal: Pick<NewJournal, 'kind' | 'payout' | 'batch'>,
  entry: JournalCommission,
): CommissionPosition {
  const currency = entry.currency;
  const first = position.state === 'new';
  const state = entry.state ?? position.state;
  const worth = worthOf(position).amount + entry.delta;
  const reversed = position.reversed.amount + (entry.reversed ?? 0n);
  const { payout, batch, resume, forfeited, ...rest } = position;
  const lost = entry.forfeited ?? forfeited;
  const placed = state === 'reserved' || state === 'sent' || state === 'paid';
  const into = placed ? (journal.payout ?? payout) : undefined;
  const within = placed ? (journal.batch ?? batch) : undefined;
  const before = state === 'rejected' ? (position.state === 'rejected' ? resume : position.state) : undefined;
  const left = !placed && payout && leaving(journal.kind);
  return {
    ...rest,
    state,
    approval: entry.approval ?? position.approval,
    holds: withHolds(position.holds, [...(entry.hold ? [entry.hold] : []), ...(entry.holds ?? [])]),
    earned: { amount: first ? entry.delta : position.earned.amount, currency },
    reversed: { amount: reversed, currency },
    worth: { amount: worth, currency },
    open: { amount: state === 'paid' || state === 'rejected' || state === 'new' ? 0n : worth, currency },
    ...(into && { payout: into }),
    ...(within && { batch: within }),
    ...(left && { past: [...(position.past ?? []), { payout, by: left }] }),
    ...(before && { resume: before }),
    ...(lost && { forfeited: lost }),
    ...(entry.orderRev !== undefined && { orderRev: entry.orderRev }),
  };
}

function leaving(kind: JournalKind): 'unreserve' | 'failed' | 'returned' | undefined {
  return kind === 'unreserve' || kind === 'failed' || kind === 'returned' ? kind : undefined;
}

/** Holds are told apart by key: a later telling replaces the earlier one. */
function withHolds(holds: readonly Hold[], changes: readonly Hold[]): Hold[] {
  return changes.reduce<Hold[]>(
    (list, hold) => {
      const at = list.findIndex(({ key }) => key === hold.key);
      return at < 0 ? [...list, hold] : list.map((old, index) => (index === at ? hold : old));
    },
    [...holds],
  );
}

function currencyOf(journals: readonly Journal[], commission: CommissionId): Currency {
  for (const journal of journals) {
    const entry = journal.commissions.find(({ id }) => id === commission);
    if (entry) return entry.currency;
  }
  return 'USD';
}
