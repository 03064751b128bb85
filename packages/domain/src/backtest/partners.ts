import type { PartnerId } from '../ids.js';
import type { Currency } from '../money.js';
import { verdictOf, type BacktestRow } from './row.js';

/** What the rows of one partner in one currency add up to, in minor units. */
export interface PartnerSum {
  partner: PartnerId;
  currency: Currency;
  /** The tier of the newest row. */
  tier: string;
  orders: number;
  changed: number;
  before: bigint;
  after: bigint;
}

/** Partners by how much they would gain or lose. */
export interface PartnerRanking {
  /** How many partners gain, lose: all of them, not only those listed. */
  gaining: number;
  losing: number;
  /** The most by currency, largest first. */
  gainers: PartnerSum[];
  losers: PartnerSum[];
}

/** The rows of one chunk by partner and currency, sorted by partner; rows with an error count nothing. */
export function partnerSums(rows: readonly BacktestRow[]): PartnerSum[] {
  const sums = new Map<string, PartnerSum>();
  for (const row of rows) {
    if ('fault' in row.before || 'fault' in row.after) continue;
    const one: PartnerSum = {
      partner: row.partner,
      currency: row.currency,
      tier: row.tier,
      orders: 1,
      changed: verdictOf(row) === 'changed' ? 1 : 0,
      before: row.before.amount,
      after: row.after.amount,
    };
    take(sums, one);
  }
  return [...sums.values()].sort((a, b) => byText(keyOf(a), keyOf(b)));
}

/**
 * One look through the partner sums of all chunks that holds at most `2 × hold` partners: exact for the partners after
 * `after` in the order of their ids, up to where there were too many. `next` is then where the next look begins.
 */
export class PartnerPass {
  private sums = new Map<string, PartnerSum>();
  private partners = new Set<string>();
  private upTo: string | undefined;

  constructor(
    private readonly after: string,
    private readonly hold: number,
  ) {}

  add(list: readonly PartnerSum[]): void {
    for (const one of list) {
      if (one.partner <= this.after || (this.upTo !== undefined && one.partner > this.upTo)) continue;
      take(this.sums, one);
      this.partners.add(one.partner);
    }
    if (this.partners.size > 2 * this.hold) this.cut();
  }

  read(): { sums: PartnerSum[]; next?: string } {
    return { sums: [...this.sums.values()], ...(this.upTo !== undefined && { next: this.upTo }) };
  }

  /** Keeps the first partners by id; what lies beyond them is left to the next look. */
  private cut(): void {
    const kept = [...this.partners].sort(byText).slice(0, this.hold);
    this.upTo = kept.at(-1);
    this.partners = new Set(kept);
    this.sums = new Map([...this.sums].filter(([, { partner }]) => this.partners.has(partner)));
  }
}

/** Ranks partners as they come, holding no more than `top` of each currency at each end. */
export class Ranking {
  private gaining = 0;
  private losing = 0;
  private readonly most = new Map<Currency, { gainers: PartnerSum[]; losers: PartnerSum[] }>();

  constructor(private readonly top: number) {}

  /** Takes a partner's whole sum; each partner once a currency. */
  take(sum: PartnerSum): void {
    const delta = sum.after - sum.before;
    if (delta === 0n) return;
    let ends = this.most.get(sum.currency);
    if (!ends) this.most.set(sum.currency, (ends = { gainers: [], losers: [] }));
    if (delta > 0n) this.gaining += 1;
    else this.losing += 1;
    const list = delta > 0n ? ends.gainers : ends.losers;
    list.push(sum);
    list.sort(bySize);
    if (list.length > this.top) list.pop();
  }

  read(): PartnerRanking {
    const { gaining, losing } = this;
    const currencies = [...this.most].sort(([a], [b]) => byText(a, b)).map(([, ends]) => ends);
    return {
      gaining,
      losing,
      gainers: currencies.flatMap(({ gainers }) => gainers),
      losers: currencies.flatMap(({ losers }) => losers),
    };
  }
}

function take(sums: Map<string, PartnerSum>, one: PartnerSum): void {
  const known = sums.get(keyOf(one));
  sums.set(
    keyOf(one),
    known
      ? {
          ...one,
          orders: known.orders + one.orders,
          changed: known.changed + one.changed,
          before: known.before + one.before,
          after: known.after + one.after,
        }
      : one,
  );
}

const keyOf = ({ partner, currency }: PartnerSum): string => `${partner} ${currency}`;

function bySize(a: PartnerSum, b: PartnerSum): number {
  const x = abs(a.after - a.before);
  const y = abs(b.after - b.before);
  return x === y ? byText(a.partner, b.partner) : x > y ? -1 : 1;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
