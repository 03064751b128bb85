import { DomainError } from '../error.js';

interface DatedRate {
  /** First day that it holds, `YYYY-MM-DD`. */
  from: string;
  /** Percent, as decimal text. */
  rate: string;
}

/**
 * Standard rate of VAT of a country on a day; undefined where the table does not know the country. Rates as the countries
 * notify them for the European Commission's Taxes in Europe database; the United Kingdom, Switzerland and Norway from their laws.
 */
export function standardRate(country: string, day: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new DomainError('bad_day', `${day} is not a day such as 2026-11-20.`);
  const rates = standardRates[country];
  return rates?.findLast(({ from }) => from <= day)?.rate;
}

/** Countries that have had one rate for as long as payouts of Sluice can reach back are written with the year's first day. */
const since = (rate: string): DatedRate => ({ from: '2015-01-01', rate });

const standardRates: Readonly<Record<string, readonly DatedRate[]>> = {
  AT: [since('20')],
  BE: [since('21')],
  BG: [since('20')],
  CY: [since('19')],
  CZ: [since('21')],
  // Lowered for the second half of 2020 (Zweites Corona-Steuerhilfegesetz).
  DE: [since('19'), { from: '2020-07-01', rate: '16' }, { from: '2021-01-01', rate: '19' }],
  DK: [since('25')],
  EE: [since('20'), { from: '2024-01-01', rate: '22' }, { from: '2025-07-01', rate: '24' }],
  ES: [since('21')],
  FI: [since('24'), { from: '2024-09-01', rate: '25.5' }],
  FR: [since('20')],
  GR: [since('23'), { from: '2016-06-01', rate: '24' }],
  HR: [since('25')],
  HU: [since('27')],
  IE: [since('23'), { from: '2020-09-01', rate: '21' }, { from: '2021-03-01', rate: '23' }],
  IT: [since('22')],
  LT: [since('21')],
  LU: [since('17'), { from: '2023-01-01', rate: '16' }, { from: '2024-01-01', rate: '17' }],
  LV: [since('21')],
  MT: [since('18')],
  NL: [since('21')],
  PL: [since('23')],
  PT: [since('23')],
  RO: [
    since('24'),
    { from: '2016-01-01', rate: '20' },
    { from: '2017-01-01', rate: '19' },
    { from: '2025-08-01', rate: '21' },
  ],
  SE: [since('25')],
  SI: [since('22')],
  SK: [since('20'), { from: '2025-01-01', rate: '23' }],
  GB: [since('20')],
  CH: [since('8'), { from: '2018-01-01', rate: '7.7' }, { from: '2024-01-01', rate: '8.1' }],
  NO: [since('25')],
};

/** Member states of the European Union, ISO 3166-1. */
export const memberStates: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);
