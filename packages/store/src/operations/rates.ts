import {
  currenciesFor,
  dayOf,
  derivedId,
  findRate,
  oldestDay,
  sameRate,
  type Exchange,
  type FxRate,
  type LineProblem,
  type Money,
  type Programme,
  type RateFile,
  type RateQuestion,
  type Refusal,
} from '@sluice/domain';
import type { AuditActor } from '../core/outgoing.js';
import type { Store } from '../store.js';

/** The rate of a day between two currencies, by the programme's settings. Refuses `no_rate`. */
export async function rateFor(
  store: Store,
  { key, settings }: Pick<Programme, 'key' | 'settings'>,
  question: Omit<RateQuestion, 'settings'>,
): Promise<{ ok: true; rate: FxRate } | Refusal> {
  const asked = { ...question, settings: settings.fx };
  const rates = await store.fxRates.among(key, currenciesFor(asked), oldestDay(asked), asked.day);
  return findRate(
    rates.map(({ from, to, rate, date, source }) => ({ from, to, rate, date, source })),
    asked,
  );
}

/** How an order's money becomes the programme's, by the rate of its day; undefined where it is in that currency. */
export async function exchangeOf(
  store: Store,
  programme: Programme,
  paid: { amount: Money; at: Date },
): Promise<{ ok: true; exchange?: Exchange } | Refusal> {
  const { currency, timeZone, settings } = programme;
  if (paid.amount.currency === currency) return { ok: true };
  const day = dayOf(paid.at, timeZone);
  const found = await rateFor(store, programme, { from: paid.amount.currency, to: currency, day });
  return found.ok ? { ok: true, exchange: { rate: found.rate, rounding: settings.rounding } } : found;
}

export interface RatesTaken {
  added: number;
  /** Stored before, and saying the same. */
  same: number;
  problems: LineProblem[];
}

/** What a file of rates would add; a rate that differs from the one that is stored for its day is a problem, and changes nothing. */
export async function compareRates(
  store: Store,
  programme: string,
  file: RateFile,
): Promise<RatesTaken & { fresh: FxRate[] }> {
  const problems = [...file.problems];
  const days = file.rates.map(({ rate }) => rate.date).sort();
  const [first, last] = [days[0], days.at(-1)];
  const stored = first !== undefined && last !== undefined ? await store.fxRates.ofDays(programme, first, last) : [];
  const known = new Map<string, FxRate>(stored.map((rate) => [keyOf(rate), rate]));
  const fresh: FxRate[] = [];
  let same = 0;
  for (const { line, rate } of file.rates) {
    const before = known.get(keyOf(rate));
    if (!before) {
      fresh.push(rate);
      known.set(keyOf(rate), rate);
    } else if (sameRate(before.rate, rate.rate)) same += 1;
    else {
      const what = `${rate.from} to ${rate.to} of ${rate.date} is ${before.rate} (${before.source}) already, not ${rate.rate}.`;
      problems.push({ line, code: 'differs', message: `${what} To correct it, set it by hand with a reason.` });
    }
  }
  return { added: fresh.length, same, problems: problems.sort((a, b) => a.line - b.line), fresh };
}

/**
 * Takes what a file adds: first what the import is, with its audit entry, then rate by rate; done again by the same key, it goes on
 * where it was cut off. Nothing that is stored is changed.
 */
export async function importRates(
  store: Store,
  programme: string,
  file: RateFile,
  by: { key: string; actor: AuditActor; at: Date; source: string },
): Promise<RatesTaken> {
  const { fresh, ...taken } = await compareRates(store, programme, file);
  const days = fresh.map(({ date }) => date).sort();
  if (fresh.length > 0) {
    const [from, to] = [days[0], days.at(-1)];
    await store.fxRates.imports.insertOrRead(
      {
        id: derivedId('rate', 'import', programme, by.key),
        programme,
        source: by.source,
        by: by.actor,
        at: by.at,
        added: taken.added,
        same: taken.same,
        ...(from !== undefined && to !== undefined && { from, to }),
      },
      {
        audit: {
          action: 'rate.imported',
          actor: by.actor,
          detail: { name: by.source, added: taken.added, same: taken.same, ...(from && to && { from, to }) },
        },
      },
    );
  }
  for (const rate of fresh) await store.fxRates.insertOrRead(programme, rate, by.actor, by.at);
  return taken;
}

function keyOf({ from, to, date }: Pick<FxRate, 'from' | 'to' | 'date'>): string {
  return `${from}/${to}/${date}`;
}
