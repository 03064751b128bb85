import {
  commissionExplanation,
  type BacktestGroup,
  type BacktestOutcome,
  type BacktestRow,
  type BacktestSums,
  type Money,
  type PartnerSum,
} from '@sluice/domain';
import type {
  BacktestBranchDto,
  BacktestDto,
  BacktestExplainedDto,
  BacktestListRow,
  BacktestOrderDto,
  BacktestOutcomeDto,
  BacktestPartnerDto,
  BacktestSumsDto,
} from '@sluice/contracts';
import type { Backtest, BacktestVersion } from '@sluice/store';
import type { ExplainedSide } from '@sluice/store/operations/backtest';
import type { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';
import { calculation, say, segments } from './words.js';

export function backtestRowDto(backtest: Backtest, names: Names): BacktestListRow {
  const { filter, requestedBy, progress } = backtest;
  return compact({
    id: backtest.id,
    rule: { key: backtest.rule, title: backtest.after.title },
    state: backtest.state,
    period: { from: at(backtest.period.from), to: at(backtest.period.to) },
    filter: compact({ partners: filter.partners?.map((id) => names.partner(id)), tiers: filter.tiers }),
    base: versionDto(backtest.before),
    draft: versionDto(backtest.after),
    requestedBy: { id: requestedBy.id, name: requestedBy.name },
    progress: { done: progress.done, total: progress.total },
    cancelling: backtest.cancelledBy !== undefined && (backtest.state === 'queued' || backtest.state === 'running'),
    error: backtest.error && { code: backtest.error.code, message: backtest.error.message },
    createdAt: at(backtest.createdAt),
    startedAt: backtest.startedAt && at(backtest.startedAt),
    finishedAt: backtest.finishedAt && at(backtest.finishedAt),
  });
}

/** Partners that a backtest names, so that their names are read at once. */
export function partnersOf({ filter, result }: Backtest): string[] {
  const listed = result ? [...result.partners.gainers, ...result.partners.losers] : [];
  return [...(filter.partners ?? []), ...listed.map(({ partner }) => partner)];
}

export function backtestDto(backtest: Backtest, names: Names): BacktestDto {
  return { ...backtestRowDto(backtest, names), ...compact({ result: resultDto(backtest, names) }) };
}

function resultDto({ result, state, terms }: Backtest, names: Names): BacktestDto['result'] {
  if (!result) return undefined;
  const { tally, partners, unreached } = result;
  const tierOf = new Map(terms.tiers.map((tier) => [tier.key, tier]));
  const rank = (key: string) => tierOf.get(key)?.rank ?? -1;
  const none = (pointer: string): BacktestGroup => ({ key: pointer, orders: 0, changed: 0, errors: 0, sums: [] });
  return {
    partial: state === 'cancelled',
    totals: {
      orders: tally.orders,
      changed: tally.changed,
      same: tally.same,
      errors: tally.errors,
      withoutFacts: tally.withoutFacts,
      inexact: tally.inexact ?? [],
      sums: tally.sums.map(sumsDto),
    },
    // The highest tier first, as people name them.
    tiers: [...tally.tiers]
      .sort((a, b) => rank(b.key) - rank(a.key))
      .map(({ key, orders, changed, errors, sums }) => ({
        key,
        name: tierOf.get(key)?.name ?? key,
        orders,
        changed,
        errors,
        sums: sums.map(sumsDto),
      })),
    branches: { base: tally.branches.before.map(branchDto), draft: tally.branches.after.map(branchDto) },
    unreached: {
      base: unreached.before.map((pointer) => branchDto(none(pointer))),
      draft: unreached.after.map((pointer) => branchDto(none(pointer))),
    },
    gaining: partners.gaining,
    losing: partners.losing,
    gainers: partners.gainers.map((sum) => partnerDto(sum, names)),
    losers: partners.losers.map((sum) => partnerDto(sum, names)),
    faults: tally.faults.map(({ side, code, pointer, message, orders }) => ({
      side: side === 'before' ? 'base' : 'draft',
      code,
      pointer,
      message,
      orders,
    })),
  };
}

export function orderDto(row: BacktestRow, names: Names): BacktestOrderDto {
  const { before, after, currency } = row;
  return {
    commission: row.commission,
    order: { id: row.order, externalId: row.orderExternalId },
    partner: names.partner(row.partner),
    tier: row.tier,
    at: at(row.at),
    before: outcomeDto(before, currency),
    after: outcomeDto(after, currency),
    ...('amount' in before &&
      'amount' in after && { delta: moneyDto({ amount: after.amount - before.amount, currency }) }),
    recorded: moneyDto({ amount: row.recorded, currency }),
    ...(row.inexact && { inexact: row.inexact }),
  };
}

export function explainedDto(side: ExplainedSide, currency: string, locale: 'en' | 'de'): BacktestExplainedDto {
  const parts = side.computed ? commissionExplanation(side.computed, side.explanation) : [];
  const { outcome } = side;
  return {
    ...outcomeDto(outcome, currency),
    sentence: 'fault' in outcome ? outcome.fault.message : say(parts, locale),
    segments: 'fault' in outcome ? [{ text: outcome.fault.message, value: false }] : segments(parts, locale),
    parts: parts.map(({ code, params }) => ({ code, params })),
    calculation: calculation(side.computed?.calculation ?? [], locale),
    trace: side.trace,
  };
}

function outcomeDto(outcome: BacktestOutcome, currency: string): BacktestOutcomeDto {
  if ('fault' in outcome) return { fault: { ...outcome.fault } };
  return { amount: moneyDto({ amount: outcome.amount, currency }), branch: outcome.branch };
}

function versionDto({ version, hash, title }: BacktestVersion): BacktestListRow['base'] {
  return { version, hash, title };
}

function sumsDto({ currency, before, after, recorded }: BacktestSums): BacktestSumsDto {
  const of = (amount: bigint): Money => ({ amount, currency });
  return {
    before: moneyDto(of(before)),
    after: moneyDto(of(after)),
    delta: moneyDto(of(after - before)),
    recorded: moneyDto(of(recorded)),
  };
}

function branchDto({ key, orders, changed, errors, sums }: BacktestGroup): BacktestBranchDto {
  return compact({ pointer: key, when: conditionOf(key), orders, changed, errors, sums: sums.map(sumsDto) });
}

/** The condition before an outcome of an `if`; none for the last, which is otherwise. */
function conditionOf(pointer: string): string | undefined {
  const [, list, place] = /^(.*\/(?:if|\?:))\/(\d+)$/.exec(pointer) ?? [];
  return list !== undefined && Number(place) % 2 === 1 ? `${list}/${Number(place) - 1}` : undefined;
}

function partnerDto(
  { partner, currency, tier, orders, changed, before, after }: PartnerSum,
  names: Names,
): BacktestPartnerDto {
  return {
    partner: names.partner(partner),
    tier,
    orders,
    changed,
    before: moneyDto({ amount: before, currency }),
    after: moneyDto({ amount: after, currency }),
    delta: moneyDto({ amount: after - before, currency }),
  };
}
