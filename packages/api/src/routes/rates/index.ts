import { dayOf, defaultBase, defaultMaxAgeDays, isCurrency, readRate } from '@sluice/domain';
import type { RateDto, RateStatus } from '@sluice/contracts';
import { readEcbRates } from '@sluice/connectors/ecb/inbound';
import type { StoredRate } from '@sluice/store';
import { compareRates, fetchedRates, importRates } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import { Refusal } from '../../http/problem.js';
import type { Handlers } from '../../http/wire.js';
import { at, compact, shown } from '../../present/plain.js';
import { programmeOf } from '../programme.js';
import { actorOf } from '../users.js';
import { readRatesCsv } from './csv.js';

type RateRoutes = 'listRates' | 'getRateStatus' | 'saveRateSettings' | 'setRate' | 'importRates';

/** Most problems of a file that are told. */
const mostProblems = 100;

/** What money of other currencies is converted by. */
export function rateRoutes(context: Context): Pick<Handlers, RateRoutes> {
  const { store } = context;
  async function status(programme: string): Promise<RateStatus> {
    const { key, currency, timeZone, settings } = await programmeOf(context, programme);
    const today = dayOf(context.now(), timeZone);
    const maxAgeDays = settings.fx?.maxAgeDays ?? defaultMaxAgeDays;
    const pairs = (await store.fxRates.newest(key)).map(({ from, to, date, count }): RateStatus['pairs'][number] => {
      const ageDays = Math.max(0, Math.round((Date.parse(today) - Date.parse(date)) / 86_400_000));
      return { from, to, date, ageDays, stale: ageDays > maxAgeDays, days: count };
    });
    const fetched = await fetchedRates(store, key);
    return compact({
      currency,
      source: settings.fx?.source ?? ('own' as const),
      maxAgeDays,
      base: settings.fx?.base ?? defaultBase,
      today,
      pairs,
      fetched,
    });
  }

  return {
    async listRates({ caller, query }) {
      return shown(await store.fxRates.list(caller.programme, compact(query)), rateDto);
    },

    getRateStatus: ({ caller }) => status(caller.programme),

    async saveRateSettings({ caller, body }) {
      const { source, maxAgeDays, base } = body;
      if (!isCurrency(base)) {
        const message = `"${base}" is not an ISO 4217 currency that can be paid.`;
        throw new Refusal('invalid', { errors: [{ pointer: '/base', code: 'unknown_currency', message }] });
      }
      const fx = { maxAgeDays, base, ...(source === 'ecb' && { source }) };
      await store.programmes.change(caller.programme, ({ settings }) => ({
        set: { settings: { ...settings, fx } },
        audit: { action: 'rate.settings_changed', actor: actorOf(caller), detail: { ...body } },
      }));
      return status(caller.programme);
    },

    async setRate({ caller, body }) {
      const { key, timeZone } = await programmeOf(context, caller.programme);
      const { reason, ...told } = body;
      const now = context.now();
      const read = readRate(told, `manual:${caller.name}`, dayOf(now, timeZone));
      if (!read.ok) {
        const { field, code, message } = read.problem;
        throw new Refusal('invalid', { detail: message, errors: [{ pointer: `/${field}`, code, message }] });
      }
      return rateDto(await store.fxRates.set(key, read.rate, actorOf(caller), now, reason));
    },

    async importRates({ caller, body, requestKey }) {
      const { key, timeZone } = await programmeOf(context, caller.programme);
      const now = context.now();
      const today = dayOf(now, timeZone);
      const source = body.format === 'ecb' ? 'ecb' : `import:${body.name ?? 'rates.csv'}`;
      const file =
        body.format === 'ecb' ? readEcbRates(body.content, today) : readRatesCsv(body.content, source, today);
      const by = { key: `${caller.id}/${requestKey}`, actor: actorOf(caller), at: now, source };
      const { added, same, problems } = body.dryRun
        ? await compareRates(store, key, file)
        : await importRates(store, key, file, by);
      return {
        dryRun: body.dryRun,
        added,
        same,
        problems: problems.slice(0, mostProblems),
        problemsInAll: problems.length,
      };
    },
  };
}

function rateDto({ id, from, to, date, rate, source, by, at: setAt, reason }: StoredRate): RateDto {
  return compact({ id, from, to, date, rate, source, by: by.name ?? by.id, at: at(setAt), reason });
}
