import type { TFunction } from 'i18next';
import { formatMoney } from '../../lib/money.js';
import { formatPromise } from '../../lib/time.js';

interface Label {
  code: string;
  params: Record<string, unknown>;
}

/** Ports whose name says nothing that the drawing does not. */
const silentPorts = new Set(['next', 'done']);

const portWords: Record<string, string> = {
  none: 'nothing earned',
  ended: 'held long enough',
  no_answer: 'no answer',
  failed_some: 'some failed',
  on_error: 'on error',
  empty: 'nothing to pay',
  timeout: 'it did not come',
};

/** The outcome that an edge stands for, in words. */
export function portWord(port: string, t: TFunction): string {
  return t(portWords[port] ?? port.replaceAll('_', ' '));
}

/** What an edge says: once taken the value passed on, else the outcome it stands for; at most 24 characters. */
export function edgeText(port: string, label: Label | undefined, only: boolean, t: TFunction, locale: string): string {
  const text = label ? valueText(label, t, locale) : only || silentPorts.has(port) ? '' : portWord(port, t);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

/** A step's value by its code; a code not known here shows its plain values. */
export function valueText({ code, params }: Label, t: TFunction, locale: string): string {
  const words = values[code]?.(params, t, locale);
  if (words !== undefined) return words;
  return Object.values(params)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(' · ');
}

const values: Record<string, (params: Label['params'], t: TFunction, locale: string) => string | undefined> = {
  money: (params, _t, locale) => moneyOf(params, locale),
  batch: (params, _t, locale) => [params.name, moneyOf(params, locale)].filter(Boolean).join(' · '),
  risk: ({ risk, verdict }, t) => `${t(String(verdict))} · ${t('risk {{risk}} of 100', { risk })}`,
  port: ({ port }, t) => portWord(String(port), t),
  route: ({ route }, t) => t(String(route).replaceAll('_', ' ')),
  tier: ({ tier }, t) => t('tier {{tier}}', { tier }),
  none: ({ reason }, t) => t(String(reason).replaceAll('_', ' ')),
  rejected: ({ by, reason }, t) =>
    [t('rejected'), by ?? (reason ? t(String(reason).split('.').at(-1)?.replaceAll('_', ' ') ?? '') : '')]
      .filter(Boolean)
      .join(' · '),
  approved: ({ by }, t) => [t('approved'), by].filter(Boolean).join(' · '),
  waiting_for: ({ role }, t) => t('waits for {{role}}', { role: t(String(role)) }),
  mails: ({ count }, t) => t('{{count}} mails', { count: Number(count) }),
  count: ({ count }) => String(count),
  pay_on: ({ on }, t) => t('locked until {{day}}', { day: String(on).slice(0, 10) }),
  in_transit: ({ payouts }, t) => t('{{count}} on their way', { count: Number(payouts) }),
  held_until: ({ until }, t, locale) =>
    t('until {{date}}', { date: formatPromise(new Date(String(until)), { locale }) }),
  timeout: (_params, t) => t('it did not come'),
};

function moneyOf(params: Label['params'], locale: string): string | undefined {
  const { amount, currency } = params;
  if (typeof amount !== 'string' || typeof currency !== 'string' || !/^-?\d+$/.test(amount)) return undefined;
  return formatMoney({ amount, currency }, { locale });
}
