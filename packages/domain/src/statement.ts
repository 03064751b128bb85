import { isBonus } from './bonus.js';
import type { Commission } from './commission.js';
import { DomainError } from './error.js';
import type { ExplanationPart } from './explanation.js';
import { derivedId, type CommissionId, type PartnerId, type PayoutId } from './ids.js';
import type { Journal, JournalKind } from './journal.js';
import { balanceAt } from './ledger/append.js';
import { money, moneyToJson, type Currency, type Money } from './money.js';
import type { Statement, StatementLine } from './payout.js';

export interface StatementInput {
  programme: string;
  partner: PartnerId;
  number: number;
  currency: Currency;
  /** The newest journal of the statement before, or null for the first: its balances open this one. */
  before: Journal | null;
  /** The journals after it, without a gap. */
  journals: readonly Journal[];
  /** The commissions that the journals name: lines are explained from them. */
  commissions: Readonly<Record<CommissionId, Commission>>;
  from: Date;
  to: Date;
  payout?: PayoutId;
  createdAt: Date;
}

/**
 * A partner's statement: what the programme owed (released and not yet paid), every change of it as a line in words, what
 * it owes now. Opening + lines = closing, always. A partial refund after pay is a negative line. Throws `gap`.
 */
export function buildStatement(input: StatementInput): Statement {
  const { programme, partner, currency, before, number } = input;
  const journals = [...input.journals].sort((a, b) => a.seq - b.seq);
  const fromSeq = (before?.seq ?? 0) + 1;
  if (journals.some((journal, index) => journal.seq !== fromSeq + index)) {
    throw new DomainError('gap', 'A statement needs every journal since the one before.');
  }
  const last = journals.at(-1) ?? before;
  return {
    id: derivedId('statement', programme, partner, currency, String(number)),
    programme,
    partner,
    number,
    currency,
    fromSeq,
    toSeq: last?.seq ?? 0,
    from: input.from,
    to: input.to,
    opening: owed(before, currency),
    closing: owed(last, currency),
    ...(input.payout && { payout: input.payout }),
    lines: journals.flatMap((journal) => linesOf(journal, input)),
    createdAt: input.createdAt,
  };
}

/** What the programme owes a partner: payable plus what is on its way. */
export function owed(head: Pick<Journal, 'balancesAfter'> | null, currency: Currency): Money {
  return money(
    balanceAt(head, 'partner:payable', currency) + balanceAt(head, 'partner:in_transit', currency),
    currency,
  );
}

type LineKind = StatementLine['kind'];

/** Kinds that can change what is owed, and how a statement calls them; all others only move it. */
const lineKinds: Partial<Record<JournalKind, LineKind>> = {
  release: 'commission',
  reduce: 'clawback',
  claw_back: 'clawback',
  restore: 'commission',
  adjust: 'adjustment',
  paid: 'payout',
  import_paid: 'payout',
  returned: 'payout_returned',
};

function linesOf(journal: Journal, { currency, commissions }: StatementInput): StatementLine[] {
  const amount = changeOf(journal, currency);
  if (amount.amount === 0n) return [];
  const kind = lineKinds[journal.kind];
  if (!kind) throw new DomainError('unexplained_line', `A ${journal.kind} journal cannot change what is owed.`);
  const entry = journal.commissions.find((candidate) => candidate.delta !== 0n) ?? journal.commissions[0];
  const original = entry && commissions[entry.reverses ?? entry.id];
  const single = kind === 'commission' || kind === 'clawback';
  return [
    {
      at: journal.at,
      kind,
      amount,
      ...(single && entry && { commission: entry.id }),
      ...(journal.payout && !single && { payout: journal.payout }),
      explanation: explain(journal, amount, original),
      ...(journal.kind === 'release' && original && { calculation: original.calculation }),
    },
  ];
}

function changeOf(journal: Journal, currency: Currency): Money {
  const amount = journal.postings
    .filter((posting) => posting.currency === currency)
    .filter(({ account }) => account === 'partner:payable' || account === 'partner:in_transit')
    .reduce((sum, posting) => sum + posting.amount, 0n);
  return money(amount, currency);
}

function explain(journal: Journal, amount: Money, commission: Commission | undefined): ExplanationPart[] {
  const figure = { ...moneyToJson(amount) };
  const order = commission?.orderExternalId ?? '';
  const earned = { ...moneyToJson(commission?.amount ?? amount) };
  const reason = journal.reason ? [journal.reason] : [];
  switch (journal.kind) {
    case 'release':
      if (commission && isBonus(commission)) return commission.explanation;
      return [
        { code: 'statement.order', params: { order, on: commission?.occurredAt.toISOString() ?? '' } },
        ...(commission?.explanation ?? []),
      ];
    case 'reduce':
    case 'claw_back':
      return reason.length > 0 ? reason : [{ code: 'clawback.refund', params: { order, amount: figure, earned } }];
    case 'restore':
      return reason.length > 0 ? reason : [{ code: 'clawback.given_back', params: { order, amount: figure, earned } }];
    case 'adjust':
      return [{ code: 'statement.adjustment', params: { by: journal.actor } }, ...reason];
    default:
      return [
        {
          code: `statement.${journal.kind}`,
          params: { payout: journal.payout ?? '', items: journal.commissions.length },
        },
        ...reason,
      ];
  }
}
