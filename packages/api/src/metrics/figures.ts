import type { Figure } from '@sluice/contracts';
import { at } from '../present/plain.js';
import type { Week } from './weeks.js';

/** What the figures are reckoned from, in the programme's currency; amounts in minor units. */
export interface FigureFacts {
  currency: string;
  orders: { at: Date; net: bigint; partner?: string }[];
  commissions: { at: Date; amount: bigint; partner: string }[];
  clicks: Date[];
  newCustomers: Date[];
  /** When each partner joined and brought its first referral. */
  partners: { id: string; joined: Date; firstReferral?: Date }[];
  /** Days from an order to the payment of its commission. */
  payouts: { at: Date; lagDays: number }[];
}

type Reckon = (facts: FigureFacts, from: Date, to: Date) => string | null;

interface Spec {
  key: Figure['key'];
  unit: Figure['unit'];
  reckon: Reckon;
  detail?: (facts: FigureFacts, from: Date, to: Date) => Figure['detail'];
}

const day = 86_400_000;
const within = (moment: Date, from: Date, to: Date) => moment >= from && moment < to;
const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n);

const revenue = (facts: FigureFacts, from: Date, to: Date) =>
  sum(facts.orders.filter((order) => within(order.at, from, to)).map(({ net }) => net));
const earned = (facts: FigureFacts, from: Date, to: Date) =>
  sum(facts.commissions.filter((one) => within(one.at, from, to)).map(({ amount }) => amount));

/** Partners with an order in the 30 days before an instant. */
function active(facts: FigureFacts, to: Date): number {
  const from = new Date(to.getTime() - 30 * day);
  return new Set(facts.commissions.filter((one) => within(one.at, from, to)).map(({ partner }) => partner)).size;
}

/** Of partners who joined in the 90 days before `to`, and have had 30 days by then: how many brought a referral in those. */
function activated(facts: FigureFacts, to: Date): { joined: number; active: number } {
  const joined = facts.partners.filter((one) =>
    within(one.joined, new Date(to.getTime() - 120 * day), new Date(to.getTime() - 30 * day)),
  );
  const quick = joined.filter(
    (one) => one.firstReferral && one.firstReferral.getTime() - one.joined.getTime() <= 30 * day,
  );
  return { joined: joined.length, active: quick.length };
}

/** The figures of the home page, in the order they are shown. */
export const specs: readonly Spec[] = [
  { key: 'partner_revenue', unit: 'money', reckon: (facts, from, to) => revenue(facts, from, to).toString() },
  {
    key: 'active_partners',
    unit: 'count',
    reckon: (facts, _from, to) => String(active(facts, to)),
    detail: (facts, _from, to) => ({ partners: facts.partners.filter(({ joined }) => joined < to).length }),
  },
  {
    key: 'activation_rate',
    unit: 'percent',
    reckon: (facts, _from, to) => percent(activated(facts, to).active, activated(facts, to).joined),
    detail: (facts, _from, to) => ({ joined: activated(facts, to).joined }),
  },
  {
    key: 'click_to_customer',
    unit: 'percent',
    reckon: (facts, from, to) => percent(count(facts.newCustomers, from, to), count(facts.clicks, from, to)),
    detail: (facts, from, to) => ({ clicks: count(facts.clicks, from, to) }),
  },
  {
    key: 'payout_lag',
    unit: 'days',
    reckon: (facts, from, to) =>
      mean(facts.payouts.filter((one) => within(one.at, from, to)).map(({ lagDays }) => lagDays)),
  },
  {
    key: 'time_to_first_referral',
    unit: 'days',
    reckon: (facts, from, to) =>
      median(
        facts.partners.flatMap(({ joined, firstReferral }) =>
          firstReferral && within(firstReferral, from, to)
            ? [Math.max(0, firstReferral.getTime() - joined.getTime()) / day]
            : [],
        ),
      ),
  },
  {
    key: 'revenue_to_commission',
    unit: 'ratio',
    reckon: (facts, from, to) => {
      const cost = earned(facts, from, to);
      return cost > 0n ? decimal(Number((revenue(facts, from, to) * 100n) / cost) / 100, 2) : null;
    },
  },
];

/** Every figure over `weeks` (24: the last 12 and the 12 before). */
export function figuresOf(facts: FigureFacts, weeks: readonly Week[]): Figure[] {
  const half = weeks.length / 2;
  const [before, last] = [weeks.slice(0, half), weeks.slice(half)];
  return specs.map((spec) => ({
    key: spec.key,
    unit: spec.unit,
    ...(spec.unit === 'money' ? { currency: facts.currency } : {}),
    value: overall(spec, facts, last),
    previous: overall(spec, facts, before),
    series: last.map((week) => point(spec, facts, week)),
    previousSeries: before.map((week) => point(spec, facts, week)),
    detail: spec.detail ? spec.detail(facts, ...ends(last)) : {},
  }));
}

function overall(spec: Spec, facts: FigureFacts, weeks: readonly Week[]): string | null {
  return spec.reckon(facts, ...ends(weeks));
}

function point(spec: Spec, facts: FigureFacts, week: Week): Figure['series'][number] {
  return { from: at(week.from), value: spec.reckon(facts, week.from, week.to) };
}

function ends(weeks: readonly Week[]): [Date, Date] {
  return [weeks[0]?.from ?? new Date(0), weeks.at(-1)?.to ?? new Date(0)];
}

function count(moments: readonly Date[], from: Date, to: Date): number {
  return moments.filter((moment) => within(moment, from, to)).length;
}

function percent(part: number, whole: number): string | null {
  return whole === 0 ? null : decimal((part / whole) * 100, 2);
}

function mean(values: readonly number[]): string | null {
  return values.length === 0 ? null : decimal(values.reduce((total, value) => total + value, 0) / values.length, 1);
}

function median(values: readonly number[]): string | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? null : decimal((low + high) / 2, 1);
}

function decimal(value: number, places: number): string {
  return String(Number(value.toFixed(places)));
}
