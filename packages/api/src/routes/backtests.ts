import { derivedId, type CommissionId, type OrderId, type PartnerId, type Programme } from '@sluice/domain';
import type { BacktestCreate, BacktestDto } from '@sluice/contracts';
import type { Backtest, BacktestId, BacktestVersion } from '@sluice/store';
import {
  BacktestRefusal,
  prepareSide,
  replay,
  replayExplained,
  snapshotVersion,
  sourcesOfOrder,
} from '@sluice/store/operations/backtest';
import type { Caller } from '../http/caller.js';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';
import type { Handlers } from '../http/wire.js';
import { backtestDto, backtestRowDto, explainedDto, orderDto, partnersOf } from '../present/backtest.js';
import { backtestCsvHead, backtestCsvLine } from '../present/backtest-csv.js';
import { Names } from '../present/names.js';
import { compact, shown } from '../present/plain.js';
import { actorOf } from './users.js';

type BacktestRoutes =
  | 'createBacktest'
  | 'listBacktests'
  | 'getBacktest'
  | 'cancelBacktest'
  | 'listBacktestOrders'
  | 'getBacktestOrder'
  | 'downloadBacktest';

/** Backtests: asked for here, run by the worker, read while they run and afterwards. */
export function backtestRoutes(context: Context): Pick<Handlers, BacktestRoutes> {
  const { store } = context;

  async function one(caller: Caller, id: string): Promise<Backtest> {
    const backtest = await store.backtests.get(caller.programme, id as BacktestId);
    if (!backtest) throw new Refusal('not_found');
    return backtest;
  }

  async function dto(backtest: Backtest): Promise<BacktestDto> {
    return backtestDto(backtest, await new Names(store, backtest.programme).load(partnersOf(backtest)));
  }

  return {
    async createBacktest({ caller, params, body, requestKey }) {
      const programme = await store.programmes.need(caller.programme);
      const { before, after } = await versionsOf(context, programme, params.key, body);
      const { timeZone, settings, tiers } = programme;
      const { base, rounding, recurringMonths, spendCaps } = settings;
      const { doc } = await store.backtests.insertOrRead(
        {
          id: derivedId('backtest', caller.programme, params.key, caller.id, requestKey),
          programme: caller.programme,
          rule: params.key,
          requestedBy: actorOf(caller),
          period: { from: new Date(body.period.from), to: new Date(body.period.to) },
          filter: compact({ partners: body.filter?.partners as PartnerId[] | undefined, tiers: body.filter?.tiers }),
          before,
          after,
          terms: {
            timeZone,
            settings: { base, rounding, recurringMonths, ...(spendCaps && { spendCaps }) },
            tiers: tiers.map(({ key, name, rank }) => ({ key, name, rank })),
          },
          createdAt: context.now(),
        },
        {
          audit: {
            action: 'backtest.started',
            actor: actorOf(caller),
            detail: { key: params.key, before: before.hash, after: after.hash },
          },
        },
      );
      return dto(doc);
    },

    async listBacktests({ caller, query }) {
      const page = await store.backtests.list(caller.programme, compact(query));
      const names = await new Names(store, caller.programme).load(
        page.data.flatMap(({ filter }) => filter.partners ?? []),
      );
      return shown(page, (backtest) => backtestRowDto(backtest, names));
    },

    async getBacktest({ caller, params }) {
      return dto(await one(caller, params.id));
    },

    async cancelBacktest({ caller, params }) {
      const { id } = await one(caller, params.id);
      const actor = actorOf(caller);
      return dto(
        await store.backtests.cancel(caller.programme, id, actor, context.now(), {
          audit: { action: 'backtest.cancelled', actor },
        }),
      );
    },

    async listBacktestOrders({ caller, params, query }) {
      const { id } = await one(caller, params.id);
      const page = await store.backtests.rows(caller.programme, id, compact(query));
      const names = await new Names(store, caller.programme).load(page.data.map(({ partner }) => partner));
      return shown(page, (row) => orderDto(row, names));
    },

    async getBacktestOrder({ caller, params, locale }) {
      const backtest = await one(caller, params.id);
      const found = await store.commissions.get(caller.programme, params.order as CommissionId);
      const sources = await sourcesOfOrder(store, backtest, found?.order ?? (params.order as OrderId));
      const source = found ? sources.find(({ commission }) => commission.id === found.id) : sources[0];
      if (!source) throw new Refusal('not_found');
      const [before, after] = [prepareSide(backtest.before), prepareSide(backtest.after)];
      const terms = { ...backtest.terms, rule: backtest.rule, period: backtest.period };
      const { id: commission, occurredAt } = source.commission;
      // As it was computed among the others; by itself where that is still to come.
      const kept = await store.backtests.row(caller.programme, backtest.id, commission, occurredAt);
      const row = kept ?? replay(source, before, after, terms);
      const base = replayExplained(source, before, terms, 'before', kept?.drifts);
      const draft = replayExplained(source, after, terms, 'after', kept?.drifts);
      if (!row || !base || !draft)
        throw new Refusal('not_found', { detail: 'The facts of this commission were not stored.' });
      const names = await new Names(store, caller.programme).load([row.partner]);
      return {
        ...orderDto(row, names),
        facts: source.commission.facts,
        before: explainedDto(base, row.currency, locale),
        after: explainedDto(draft, row.currency, locale),
      };
    },

    async downloadBacktest(request, response, caller) {
      if (!caller) throw new Refusal('unauthenticated');
      const { id, rule } = await one(caller, String(request.params['id']));
      const changed = request.query['changed'] === 'true';
      response.status(200).set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="backtest-${rule.replaceAll(/[^\w.-]/g, '_')}.csv"`,
        'Cache-Control': 'no-store',
      });
      response.write(backtestCsvHead);
      const names = new Names(store, caller.programme);
      for (let cursor: string | null | undefined; cursor !== null && !response.destroyed;) {
        const page: Awaited<ReturnType<typeof store.backtests.rows>> = await store.backtests.rows(
          caller.programme,
          id,
          {
            changed,
            limit: 1_000,
            ...compact({ cursor }),
          },
        );
        await names.load(page.data.map(({ partner }) => partner));
        const text = page.data.map((row) => backtestCsvLine(row, names)).join('');
        // A slow reader is waited for: the file is never in memory as a whole.
        if (!response.write(text) && !response.destroyed)
          await new Promise<void>((resolve) => {
            response.once('drain', resolve);
            response.once('close', resolve);
          });
        cursor = page.nextCursor;
      }
      response.end();
    },
  };
}

/** Both sides as they are now. What cannot be run is refused with the place in the request and in the rule. */
async function versionsOf(
  context: Context,
  programme: Programme,
  key: string,
  { from, to }: BacktestCreate,
): Promise<{ before: BacktestVersion; after: BacktestVersion }> {
  const { store } = context;
  const [latest, draft] = await Promise.all([
    store.rules.latest(programme.key, key),
    store.rules.draft(programme.key, key),
  ]);
  const kind = latest?.kind ?? draft?.kind;
  if (!kind) throw new Refusal('not_found');
  if (kind !== 'commission') {
    throw new Refusal('invalid', {
      errors: [
        {
          pointer: '/key',
          code: 'wrong_kind',
          message: `Only commission rules are replayed over past orders; this one decides ${kind}.`,
        },
      ],
    });
  }
  const side = async (name: 'from' | 'to', which: number | 'draft'): Promise<BacktestVersion> => {
    const version = await snapshotVersion(store, programme, key, which);
    const refused = (pointer: string, code: string, message: string) =>
      new Refusal('invalid', { errors: [{ pointer, code, message }] });
    if (!version) {
      const message = which === 'draft' ? 'This rule has no draft.' : `This rule has no version ${which}.`;
      throw refused(`/${name}`, 'no_version', message);
    }
    try {
      prepareSide(version);
    } catch (error) {
      if (error instanceof BacktestRefusal) throw refused(`/${name}/logic${error.pointer}`, error.code, error.message);
      throw error;
    }
    return version;
  };
  return { before: await side('from', from), after: await side('to', to) };
}
