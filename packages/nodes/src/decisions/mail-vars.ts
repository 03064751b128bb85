import {
  addDuration,
  moneyToJson,
  openHolds,
  payOf,
  type Commission,
  type CommissionPosition,
  type ExplanationPart,
  type JsonObject,
  type Partner,
  type Payout,
  type Programme,
  type Prospect,
  type Statement,
} from '@sluice/domain';
import { inWords } from './words.js';

/** Who a mail goes to: a partner, or a prospect that is none yet. */
export type Addressee = Pick<Partner, 'name' | 'email' | 'language'> & { partner?: Partner };

/** One mail's recipient, with what the template is told about it. */
export interface Recipient {
  /** Tells the mails of one step apart. */
  item: string;
  to: Addressee;
  vars: JsonObject;
  about?: { kind: string; id: string };
  /** Goes with it as a PDF. */
  statement?: Statement;
}

/** A mail to a partner about nothing in particular. */
export function aboutPartner(
  baseUrl: string,
  programme: Pick<Programme, 'name' | 'tiers'>,
  partner: Partner,
): Recipient {
  const tier = programme.tiers.find(({ key }) => key === partner.tier)?.name ?? partner.tier;
  return {
    item: partner.id,
    to: addressed(partner),
    vars: { url: `${baseUrl}/portal`, programme: programme.name, tier },
  };
}

/** A mail to somebody who might become a partner: `url` is the form to apply by. */
export function aboutProspect(
  baseUrl: string,
  programme: Pick<Programme, 'name'>,
  { id, name, email, language }: Pick<Prospect, 'id' | 'name' | 'email' | 'language'>,
): Recipient {
  return {
    item: id,
    to: { name, email, language },
    about: { kind: 'prospect', id },
    vars: { url: `${baseUrl}/apply`, programme: programme.name },
  };
}

/** Nobody writes to a prospect who is a partner by now, or was closed. */
export function writesTo({ stage }: Pick<Prospect, 'stage'>): boolean {
  return stage !== 'won' && stage !== 'closed';
}

/** A mail about a payout that did not arrive: `reason` as the rail says it, or null. */
export function aboutFailedPayout(baseUrl: string, partner: Partner, payout: Payout): Recipient {
  const failed = payout.attempts.findLast(({ error }) => error !== undefined)?.error;
  return {
    item: payout.id,
    to: addressed(partner),
    about: { kind: 'payout', id: payout.id },
    vars: {
      amount: { ...moneyToJson(payout.amount) },
      reason: failed?.message ?? null,
      url: `${baseUrl}/portal/account`,
    },
  };
}

/** Where a thing is shown in the console; the console itself for what has no page of its own. */
export function consoleUrl(baseUrl: string, { kind, id }: { kind: string; id: string }): string {
  const pages: Readonly<Record<string, string>> = {
    partner: `/partners/${id}`,
    referral: `/referrals/${id}`,
    batch: `/payouts/${id}`,
    commission: `/commissions?open=${id}`,
    prospect: '/prospects',
    coupon_request: '/coupons',
  };
  return `${baseUrl}${Object.hasOwn(pages, kind) ? pages[kind] : '/'}`;
}

function addressed(partner: Partner): Addressee {
  const { name, email, language } = partner;
  return { name, email, language, partner };
}

/** A mail about a commission: `reason` is the newest that the ledger gives, or else why it was earned. */
export function aboutCommission(
  baseUrl: string,
  { settings, timeZone }: Pick<Programme, 'settings' | 'timeZone'>,
  partner: Partner,
  commission: Commission,
  position: CommissionPosition | undefined,
  reason: ExplanationPart | undefined,
): Recipient {
  const until = position && openHolds(position).flatMap((hold) => hold.until ?? [])[0];
  // For a mail that is sent before the hold is opened: when the programme's window for this order ends.
  const endOfWindow = addDuration(commission.occurredAt, settings.refundWindow, timeZone);
  return {
    item: commission.id,
    to: addressed(partner),
    about: { kind: 'commission', id: commission.id },
    vars: {
      amount: { ...moneyToJson(position && position.open.amount !== 0n ? position.open : commission.amount) },
      order: commission.orderExternalId,
      reason: inWords(reason ? [reason] : commission.explanation, partner.language),
      until: (until ?? endOfWindow).toISOString(),
      url: `${baseUrl}/portal/commissions/${commission.id}`,
    },
  };
}

/** A mail about a payout, with the lines of its statement. */
export function aboutPayout(
  baseUrl: string,
  partner: Partner,
  payout: Payout,
  batch: string,
  statement: Statement | null,
): Recipient {
  const lines = statementWords(statement, partner.language);
  return {
    item: payout.id,
    to: addressed(partner),
    about: { kind: 'payout', id: payout.id },
    ...(statement && { statement }),
    vars: {
      amount: { ...moneyToJson(payOf(payout)) },
      batch,
      statement: statement ? String(statement.number) : '',
      lines: lines.slice(0, maxLines),
      more: Math.max(0, lines.length - maxLines),
      url: `${baseUrl}/portal/statements/${statement?.id ?? ''}`,
    },
  };
}

/** Lines of a statement that a mail shows; the statement itself has all of them. */
const maxLines = 50;

/** What a statement is made of, each line with its reason in words; the payouts themselves are what the mail is about. */
export function statementWords(statement: Pick<Statement, 'lines'> | null, locale: 'en' | 'de'): JsonObject[] {
  return (statement?.lines ?? [])
    .filter(({ kind }) => kind !== 'payout' && kind !== 'payout_returned')
    .map(({ amount, explanation }) => ({ amount: { ...moneyToJson(amount) }, sentence: inWords(explanation, locale) }));
}
