import type { BacktestDto } from '@sluice/contracts/backtest';
import type { MoneyDto } from '@sluice/contracts/money';
import type { RuleDetail } from '@sluice/contracts/rule';
import { formatMoney } from '@sluice/domain/money/format';
import { exits, Trouble } from './tool.js';
import { Server, type ServerOptions } from './server.js';

interface BacktestOptions extends ServerOptions {
  since: string;
  until?: string;
  from?: string;
  to: string;
  partners?: string;
  onlyTiers?: string;
  wait: boolean;
}

const pollMs = 500;

/** `sluice rule backtest`: starts a backtest on the server, tells how far it is, and what would have changed. */
export async function backtestRule(rule: string, options: BacktestOptions): Promise<number> {
  const server = Server.needed(options);
  const path = `/v1/rules/${encodeURIComponent(rule)}`;
  const from = options.from === undefined ? (await server.get<RuleDetail>(path)).version : sideOf(options.from);
  const filter = {
    ...(options.partners !== undefined && { partners: options.partners.split(',') }),
    ...(options.onlyTiers !== undefined && { tiers: options.onlyTiers.split(',') }),
  };
  const started = await server.post<BacktestDto>(`${path}/backtests`, {
    from,
    to: sideOf(options.to),
    period: { from: instant(options.since), to: options.until === undefined ? new Date() : instant(options.until) },
    ...(Object.keys(filter).length > 0 && { filter }),
  });
  const ended = options.wait ? await untilEnded(server, started) : started;
  if (options.json) console.log(JSON.stringify(ended, null, 2));
  else tell(ended);
  if (ended.state === 'queued' || ended.state === 'running') return exits.well;
  return ended.state === 'done' ? exits.well : exits.found;
}

/** Progress goes to the standard error, one line a change: the answer alone is on the standard output. */
async function untilEnded(server: Server, started: BacktestDto): Promise<BacktestDto> {
  let now = started;
  let told = '';
  for (;;) {
    const { done, total } = now.progress;
    const line = `${now.state}: ${done} of ${total} orders`;
    if (line !== told) console.error(line);
    told = line;
    if (now.state !== 'queued' && now.state !== 'running') return now;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    now = await server.get<BacktestDto>(`/v1/backtests/${encodeURIComponent(now.id)}`);
  }
}

function tell({ id, rule, state, base, draft, result, error }: BacktestDto): void {
  const name = ({ version }: BacktestDto['base']) => (version === null ? 'draft' : `v${version}`);
  console.log(`${id}: ${rule.title}, ${name(draft)} against ${name(base)}: ${state}`);
  if (error) console.log(`  ${error.code}: ${error.message}`);
  if (!result) return;
  const { orders, changed, same, errors, withoutFacts, inexact, sums } = result.totals;
  console.log(`  ${orders} orders: ${changed} changed, ${same} the same, ${errors} with errors`);
  if (withoutFacts > 0) console.log(`  ${withoutFacts} more have no stored facts and are in no sum`);
  for (const { code, orders: count } of inexact) console.log(`  ${count} are not told to the cent: ${code}`);
  for (const { before, after, delta } of sums)
    console.log(`  ${written(before)} → ${written(after)} (${written(delta)})`);
  for (const { key, name: tier, changed: count, sums: ofTier } of result.tiers)
    console.log(`  ${tier} (${key}): ${count} changed${ofTier.map(({ delta }) => `, ${written(delta)}`).join('')}`);
  for (const { pointer, when } of result.unreached.draft) console.log(`  never reached: ${when ?? pointer}`);
}

function written({ amount, currency }: MoneyDto): string {
  return formatMoney({ amount: BigInt(amount), currency }, 'en');
}

function sideOf(side: string): 'draft' | number {
  if (side === 'draft') return side;
  const version = Number(side);
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw new Trouble(`"${side}" is neither a version nor "draft".`);
}

function instant(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Trouble(`"${text}" is not a time; write one like 2026-08-01 or 2026-08-01T09:00:00Z.`);
  return new Date(time).toISOString();
}
