import {
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
  /** Name and organisation, e-mail, id. */
  to: string[];
  facts: { label: string; value: string }[];
  opening: { label: string; amount: string };
  lines: DocumentLine[];
  closing: { label: string; amount: string };
  /** By kind, where there are several lines. */
  totals: { label: string; amount: string }[];
  /** What the law wants to be said, one sentence each. */
  notes: string[];
  source: Statement;
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
    to: recipient(source),
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
    source: statement,
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

function recipient({ partner }: StatementSource): string[] {
  const { name, organisation, email, country, id } = partner;
  const lines = [name, ...(organisation && organisation !== name ? [organisation] : []), email];
  return [...lines, ...(country ? [country] : []), id].map(plain);
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
