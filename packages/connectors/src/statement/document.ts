import {
  add,
  dayOf,
  formatMoney,
  money,
  renderCalculationLine,
  type ExplanationPart,
  type Locale,
  type Money,
  type Statement,
  type StatementLine,
} from '@sluice/domain';
import { wordsOf } from '@sluice/domain/explain/text';
import type { SelfBilledInvoice } from '@sluice/domain/vat/invoice';
import { addressLines, type InvoiceParty } from '@sluice/domain/vat/party';
import { statementWords, type StatementWords } from './words.js';

/** What a statement is made of when it is shown to people. */
export interface StatementSource {
  statement: Statement;
  /** Whose programme it is, and the zone that its days are counted in. */
  programme: { name: string; timeZone: string };
  partner: { id: string; name: string; organisation?: string; email: string; country?: string };
  locale: Locale;
  /** An explanation in the reader's language. */
  say: (parts: readonly ExplanationPart[], locale: Locale) => string;
}

/** One line as it is shown; `line` is what it was made from. */
export interface DocumentLine {
  line: StatementLine;
  day: string;
  kind: string;
  text: string;
  /** The rule that decided it, with its version. */
  rule?: string;
  sum: { label: string; amount: string }[];
  amount: string;
  /** What was owed after it. */
  balance: Money;
}

/** A statement in words and figures of one language: every form of it is made from this. */
export interface StatementDocument {
  locale: Locale;
  words: StatementWords;
  title: string;
  programme: string;
  /** Who pays, and whom: names and addresses. */
  from: DocumentParty;
  to: DocumentParty;
  facts: { label: string; value: string }[];
  opening: { label: string; amount: string };
  lines: DocumentLine[];
  closing: { label: string; amount: string };
  /** By kind, where there are several lines. */
  totals: { label: string; amount: string }[];
  /** What the law wants to be said, one sentence each. */
  notes: string[];
  /** Where it is a self-billed invoice: its title, what for and when, and its sums. */
  invoice?: InvoiceBlock;
  source: Statement;
}

export interface InvoiceBlock {
  title: string;
  rows: { label: string; value: string; sum?: true }[];
}

export interface DocumentParty {
  label: string;
  lines: string[];
}

/** Lays a statement out in words. The same statement gives the same document at any time. */
export function statementDocument(source: StatementSource): StatementDocument {
  const { statement, programme, locale } = source;
  const words = statementWords[locale];
  const day = (at: Date) => wordsOf(locale).date(dayOf(at, programme.timeZone));
  const shown = (amount: Money) => formatMoney(amount, locale);
  const lines: DocumentLine[] = [];
  let owed = statement.opening.amount;
  for (const line of statement.lines) {
    owed += line.amount.amount;
    lines.push(documentLine(line, money(owed, statement.currency), day(line.at), source));
  }
  return {
    locale,
    words,
    title: `${words.statement} ${statement.number}`,
    programme: plain(programme.name),
    ...parties(source, words),
    facts: [
      { label: words.period, value: `${day(statement.from)} – ${day(statement.to)}` },
      { label: words.issued, value: day(statement.createdAt) },
      ...(statement.selfBilling ? [{ label: words.selfBilling, value: plain(statement.selfBilling) }] : []),
    ],
    opening: { label: words.opening, amount: shown(statement.opening) },
    lines,
    closing: { label: words.closing, amount: shown(statement.closing) },
    totals: totalsOf(statement, words, shown),
    notes: (statement.notes ?? []).map((note) => plain(source.say([note], locale))),
    ...(statement.invoice && { invoice: invoiceBlock(statement.invoice, locale) }),
    source: statement,
  };
}

/** What an invoice says beside the statement's own lines (Directive 2006/112/EC, art. 226(1), (2), (6) to (10)). */
function invoiceBlock({ number, issuedOn, service, base, vat, rate }: SelfBilledInvoice, locale: Locale): InvoiceBlock {
  const words = statementWords[locale];
  const { date, rate: percent } = wordsOf(locale);
  const days = service.from === service.to ? date(service.from) : `${date(service.from)} – ${date(service.to)}`;
  return {
    title: `${words.selfBilling} ${plain(number)}`,
    rows: [
      { label: words.issued, value: date(issuedOn) },
      { label: words.service, value: `${words.serviceText}, ${days}` },
      { label: words.net, value: formatMoney(base, locale), sum: true },
      { label: words.vat(percent(rate)), value: formatMoney(vat, locale), sum: true },
      { label: words.gross, value: formatMoney(add(base, vat), locale), sum: true },
    ],
  };
}

function documentLine(line: StatementLine, balance: Money, day: string, source: StatementSource): DocumentLine {
  const { locale, say } = source;
  const rule = line.explanation.find(({ code }) => code === 'rule')?.params['title'];
  return {
    line,
    day,
    kind: statementWords[locale].kinds[line.kind],
    text: plain(say(line.explanation, locale)),
    ...(typeof rule === 'string' && { rule: plain(rule) }),
    sum: (line.calculation ?? []).map((each) => ({
      label: plain(renderCalculationLine(each, locale)),
      amount: each.amount ? formatMoney(each.amount, locale) : '',
    })),
    amount: formatMoney(line.amount, locale),
    balance,
  };
}

/** The programme and the partner; on an invoice both as it names them, for good. */
function parties({ statement, programme, partner, locale }: StatementSource, words: StatementWords) {
  const { name, organisation, email, country, id } = partner;
  const { invoice } = statement;
  if (invoice)
    return {
      from: { label: words.recipient, lines: partyLines(invoice.recipient, locale) },
      to: { label: words.supplier, lines: [...partyLines(invoice.supplier, locale), email, id].map(plain) },
    };
  const lines = [name, ...(organisation && organisation !== name ? [organisation] : []), email];
  return {
    from: { label: words.from, lines: [plain(programme.name)] },
    to: { label: words.for, lines: [...lines, ...(country ? [country] : []), id].map(plain) },
  };
}

/** Name, postal address with the country in words, and the VAT number unless it is said elsewhere. */
export function partyLines(party: InvoiceParty, locale: Locale, withNumber = true): string[] {
  const { name, country, vatNumber } = party;
  const named = new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
  const number = vatNumber === undefined || !withNumber ? [] : [`${statementWords[locale].vatNumber} ${vatNumber}`];
  return [name, ...addressLines(party), named, ...number].map(plain);
}

function totalsOf({ lines, currency }: Statement, words: StatementWords, shown: (amount: Money) => string) {
  const sums = new Map<StatementLine['kind'], bigint>();
  for (const { kind, amount } of lines) sums.set(kind, (sums.get(kind) ?? 0n) + amount.amount);
  return [...sums].map(([kind, sum]) => ({ label: words.kinds[kind], amount: shown(money(sum, currency)) }));
}

// Control characters, and marks that turn the direction of what follows: a name must not change how a figure reads.
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/g;

function plain(text: string): string {
  return text.replace(unseen, ' ').trim();
}
