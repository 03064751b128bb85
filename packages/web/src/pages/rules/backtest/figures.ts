import type { BacktestDto, BacktestSumsDto } from '@sluice/contracts/backtest';
import type { MoneyDto } from '@sluice/contracts/money';
import { formatDecimal } from '../../../lib/money.js';

/** `+4.1 %`: how much more the second would pay; undefined where the first pays nothing. */
export function changeShare(
  { before, delta }: Pick<BacktestSumsDto, 'before' | 'delta'>,
  locale: string,
): string | undefined {
  const base = BigInt(before.amount);
  if (base === 0n) return undefined;
  const tenths = (BigInt(delta.amount) * 10_000n) / base;
  const sign = tenths > 0n ? '+' : '';
  return `${sign}${formatDecimal((Number(tenths) / 100).toFixed(1), locale, 1)}\u202f%`;
}

/** Width of a bar in percent of the longest one. */
export function barShare(value: MoneyDto, all: readonly MoneyDto[]): number {
  const size = (money: MoneyDto): bigint => {
    const amount = BigInt(money.amount);
    return amount < 0n ? -amount : amount;
  };
  const longest = all.reduce((most, one) => (size(one) > most ? size(one) : most), 0n);
  return longest === 0n ? 0 : Number((size(value) * 1_000n) / longest) / 10;
}

export function toneOf({ amount }: MoneyDto): 'pos' | 'neg' | 'muted' {
  if (amount === '0') return 'muted';
  return amount.startsWith('-') ? 'neg' : 'pos';
}

/** `v7`, or `Draft`. */
export function versionName({ version }: BacktestDto['base'], draft: string): string {
  return version === null ? draft : `v${version}`;
}

/** Sums of no order where a group has none in that currency. */
export function nothing(currency: string): BacktestSumsDto {
  const zero = { amount: '0', currency };
  return { before: zero, after: zero, delta: zero, recorded: zero };
}

/** The tier's name; its key where the programme no longer has it. */
export function tierName({ result }: Pick<BacktestDto, 'result'>, key: string): string {
  return result?.tiers.find((tier) => tier.key === key)?.name ?? key;
}
