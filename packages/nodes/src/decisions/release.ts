import {
  moneyToJson,
  openHolds,
  stageHold,
  sumMoney,
  type Commission,
  type CommissionPosition,
  type Hold,
  type Money,
} from '@sluice/domain';
import type { EffectResult } from '@sluice/flows';

/** The way out once everything that could be released is; `open` is what each commission is worth after that. */
export function releaseAnswer(released: string[], open: readonly Money[], currency: string): EffectResult {
  if (released.length === 0) return { port: 'rejected', output: { commissions: [] } };
  const total = { ...moneyToJson(sumMoney(open, currency)) };
  return {
    port: 'released',
    output: { commissions: released, amount: total },
    label: { code: 'money', params: total },
  };
}

/** The stage that a commission is held for: its only open hold. */
export function stageOf(position: CommissionPosition | undefined): Hold | undefined {
  if (position?.state !== 'held') return undefined;
  const open = openHolds(position);
  return open.length === 1 && open[0]?.key === stageHold ? open[0] : undefined;
}

/** The wait for the next of the stages that are still held; a refund or a dispute is looked at before. */
export function stageWait(commission: Pick<Commission, 'id' | 'order'>, stages: readonly Hold[]): EffectResult {
  const until = stages
    .flatMap((stage) => (stage.until ? [stage.until] : []))
    .reduce<Date | undefined>((first, next) => (!first || next < first ? next : first), undefined);
  return {
    wait: {
      kind: 'hold',
      ...(until && { until: until.toISOString() }),
      events: ['custom.commission.changed'],
      correlation: `order:${commission.order}`,
      subject: commission.id,
    },
    ...(until && { label: { code: 'held_until', params: { until: until.toISOString() } } }),
  };
}
