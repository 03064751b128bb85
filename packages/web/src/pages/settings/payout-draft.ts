import type { ProgrammeDto, ProgrammeUpdate } from '@sluice/contracts/programme';
import { amountText, decimalOf, decimalText, minorOf } from '../rules/canvas/amounts.js';

type Settings = ProgrammeDto['settings'];
export type Calendar = NonNullable<Settings['payouts']>['calendar'];

/** The payout settings as they are typed. */
export interface PayoutDraft {
  calendar: Calendar;
  payDay: number | string;
  netDays: string;
  lockDays: number | string;
  coolingDays: number | string;
  /** One for each currency that partners may be paid in. */
  minimums: { currency: string; amount: string }[];
  second: string;
  bears: Settings['feesBorneBy'];
  /** By rail; empty where it takes nothing. */
  fees: Record<string, { flat: string; percent: string }>;
}

/** What is wrong, by the place that the server would name (RFC 6901); sentences are keys of translations. */
type DraftErrors = Readonly<Record<string, string>>;

type Update = ProgrammeUpdate['settings'];

/** The settings that are stored, as they are typed in that language. */
export function draftOf({ currency, settings }: ProgrammeDto, language: string): PayoutDraft {
  const { payouts } = settings;
  const typed = (minor: string | undefined, of: string) => (minor === undefined ? '' : amountText(minor, of, language));
  const others = Object.keys(settings.minimumPayout).filter((code) => code !== currency);
  return {
    calendar: payouts?.calendar ?? 'on_demand',
    payDay: payouts?.payDay ?? 25,
    netDays: String(payouts?.netDays ?? 30),
    lockDays: payouts?.lockDays ?? 7,
    coolingDays: payouts?.coolingDays ?? 0,
    minimums: [currency, ...others.sort()].map((code) => ({
      currency: code,
      amount: typed(settings.minimumPayout[code] ?? '0', code),
    })),
    second: typed(settings.secondApproverFrom[currency] ?? '0', currency),
    bears: settings.feesBorneBy,
    fees: Object.fromEntries(
      Object.entries(payouts?.feesByRail ?? {}).map(([rail, { flat, percent }]) => [
        rail,
        {
          flat: typed(flat?.[currency], currency),
          percent: percent === undefined ? '' : decimalText(percent, language),
        },
      ]),
    ),
  };
}

/** What is sent to be stored, exact; or everything that is wrong. What the form does not show stays as it is. */
export function settingsOf(
  draft: PayoutDraft,
  { currency, settings }: ProgrammeDto,
  language: string,
): { ok: true; settings: Update } | { ok: false; errors: DraftErrors } {
  const errors: Record<string, string> = {};
  const whole = (pointer: string, value: number | string, least: number, most: number): number => {
    const number = value === '' ? NaN : Number(value);
    if (!Number.isInteger(number) || number < least || number > most)
      errors[`/settings/payouts/${pointer}`] = least === 1 ? 'A day from 1 to 31.' : 'A whole number from 0 to 60.';
    return number;
  };
  const amount = (pointer: string, text: string, of: string): string => {
    const minor = minorOf(text, of, language);
    if (minor !== undefined && /^\d{1,15}$/.test(minor)) return minor;
    errors[pointer] = 'An amount such as 50.00, without a sign.';
    return '';
  };
  const { calendar } = draft;
  const payDay =
    calendar === 'monthly' || calendar === 'lock_then_pay' ? whole('payDay', draft.payDay, 1, 31) : undefined;
  const lockDays = calendar === 'lock_then_pay' ? whole('lockDays', draft.lockDays, 0, 60) : undefined;
  const coolingDays = whole('coolingDays', draft.coolingDays, 0, 60);
  const minimumPayout = Object.fromEntries(
    draft.minimums.map(({ currency: code, amount: text }) => [
      code,
      amount(`/settings/minimumPayout/${code}`, text, code),
    ]),
  );
  const secondMinor = amount(`/settings/secondApproverFrom/${currency}`, draft.second, currency);
  const fees = Object.entries(draft.fees).flatMap(([rail, typed]) => {
    const pointer = `/settings/payouts/feesByRail/${rail}`;
    const { [currency]: _old, ...flats } = settings.payouts?.feesByRail?.[rail]?.flat ?? {};
    const flat = typed.flat.trim() === '' ? undefined : amount(`${pointer}/flat/${currency}`, typed.flat, currency);
    const all = { ...flats, ...(flat !== undefined && flat !== '0' && { [currency]: flat }) };
    const percent = typed.percent.trim() === '' ? undefined : decimalOf(typed.percent, language);
    if (typed.percent.trim() !== '' && (percent === undefined || !/^\d{1,2}(\.\d{1,4})?$/.test(percent)))
      errors[`${pointer}/percent`] = 'A percentage such as 2.9, below 100.';
    const fee = {
      ...(Object.keys(all).length > 0 && { flat: all }),
      ...(percent !== undefined && Number(percent) !== 0 && { percent }),
    };
    return Object.keys(fee).length > 0 ? [[rail, fee] as const] : [];
  });
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    settings: {
      payouts: {
        calendar,
        ...(calendar === 'net' && { netDays: Number(draft.netDays) as 15 | 30 | 60 }),
        ...(payDay !== undefined && { payDay }),
        ...(lockDays !== undefined && { lockDays }),
        ...(coolingDays > 0 && { coolingDays }),
        ...(fees.length > 0 && { feesByRail: Object.fromEntries(fees) }),
      },
      minimumPayout,
      secondApproverFrom: { ...settings.secondApproverFrom, [currency]: secondMinor },
      feesBorneBy: draft.bears,
    },
  };
}
