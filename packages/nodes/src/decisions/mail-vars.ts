import {
  addDuration,
  moneyToJson,
  openHolds,
  type Commission,
  type CommissionPosition,
  type ExplanationPart,
  type JsonObject,
  type Partner,
  type Payout,
  type Programme,
  type Statement,
} from '@sluice/domain';
import { inWords } from './words.js';

/** One mail's recipient, with what the template is told about it. */
export interface Recipient {
  /** Tells the mails of one step apart. */
  item: string;
  partner: Partner;
  vars: JsonObject;
  about?: { kind: string; id: string };
}

/** A mail to a partner about nothing in particular. */
export function aboutPartner(baseUrl: string, partner: Partner): Recipient {
  return { item: partner.id, partner, vars: { url: `${baseUrl}/portal` } };
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
    partner,
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
  statement: Pick<Statement, 'id' | 'number' | 'lines'> | null,
): Recipient {
  const lines = statementWords(statement, partner.language);
  return {
    item: payout.id,
    partner,
    about: { kind: 'payout', id: payout.id },
    vars: {
      amount: { ...moneyToJson(payout.amount) },
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
