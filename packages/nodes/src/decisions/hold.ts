import {
  addDuration,
  openHolds,
  stageHold,
  type Commission,
  type CommissionPosition,
  type Hold,
  type HoldKind,
  type Programme,
} from '@sluice/domain';
import type { EffectContext, EffectResult } from '@sluice/flows';

/** The hold that a step opens on a commission; `receivedAt`: when what it is paid for became known. */
export function holdOf(
  programme: Pick<Programme, 'settings' | 'timeZone'>,
  { config }: Pick<EffectContext, 'config'>,
  commission: Commission,
  receivedAt: Date | undefined,
  openedBy: string,
): Hold {
  const kind = (config['kind'] ?? 'refund_window') as HoldKind;
  return {
    key: kind,
    kind,
    since: commission.occurredAt,
    until: endOf(programme, config['for'], commission, receivedAt),
    openedBy,
  };
}

/** The open hold whose time is over, of that key or whichever there is. */
export function dueHold(position: CommissionPosition, now: Date, only?: string): Hold | undefined {
  if (position.state !== 'held') return undefined;
  return openHolds(position).find(
    ({ key, until }) => (only === undefined || key === only) && until !== undefined && until <= now,
  );
}

/**
 * What the ledger says of the commissions: the way on, or a wait until the last dated hold ends, which a change of the order's
 * commissions (refund, dispute, review) wakes before.
 */
export function holdAnswer(commissions: readonly Commission[], positions: readonly CommissionPosition[]): EffectResult {
  const ids = commissions.map(({ id }) => id);
  if (positions.every(({ state }) => state === 'rejected')) return { port: 'rejected', output: { commissions: ids } };
  // A stage of a release is waited for by the release itself, so that the stages before it are not kept back.
  const open = positions
    .filter(({ state }) => state === 'held')
    .flatMap((position) => openHolds(position))
    .filter(({ key }) => key !== stageHold);
  if (open.length === 0) return { port: 'ended', output: { commissions: ids } };
  const until = open.reduce<Date | undefined>(
    (last, hold) => (hold.until && (!last || hold.until > last) ? hold.until : last),
    undefined,
  );
  return {
    wait: {
      kind: 'hold',
      ...(until && { until: until.toISOString() }),
      events: ['custom.commission.changed'],
      correlation: `order:${commissions[0]!.order}`,
      subject: commissions[0]!.id,
    },
    ...(until && { label: { code: 'held_until', params: { until: until.toISOString() } } }),
  };
}

/** The window counts from the order, or from what happened to the lead, on the programme's calendar; never less than the minimum after it was received. */
function endOf(
  { settings, timeZone }: Pick<Programme, 'settings' | 'timeZone'>,
  asked: unknown,
  commission: Commission,
  receivedAt: Date | undefined,
): Date {
  const window = typeof asked === 'string' && asked !== '' ? asked : settings.refundWindow;
  const end = addDuration(commission.occurredAt, window, timeZone);
  const earliest = addDuration(receivedAt ?? commission.createdAt, settings.minimumHold, timeZone);
  return end > earliest ? end : earliest;
}
