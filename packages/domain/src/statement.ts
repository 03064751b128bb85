import { isBonus } from './bonus.js';
import type { Commission } from './commission.js';
import { DomainError } from './error.js';
import type { ExplanationPart } from './explanation.js';
import type { Conversion } from './fx/conversion.js';
import { derivedId, type CommissionId, type PartnerId, type PayoutId } from './ids.js';
import type { Account, Journal, JournalKind } from './journal.js';
import { balanceAt } from './ledger/append.js';
import { money, moneyToJson, type Currency, type Money } from './money.js';
import type { PayoutSettlement, Statement, StatementLine } from './payout.js';
import type { SelfBilledInvoice } from './vat/invoice.js';

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
  /** How the payouts that the journals name were settled, where they were by more than their items: lines say why. */
  settlements?: Readonly<Record<PayoutId, PayoutSettlement>>;
  from: Date;
  to: Date;
  payout?: PayoutId;
  /** Where the programme writes the partner's invoice: its number, what the law wants to be said, and the invoice where it is written here. */
  selfBilling?: { number: string; notes: ExplanationPart[]; invoice?: SelfBilledInvoice };
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
    ...(input.selfBilling && { selfBilling: input.selfBilling.number, notes: input.selfBilling.notes }),
    ...(input.selfBilling?.invoice && { invoice: input.selfBilling.invoice }),
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

function linesOf(journal: Journal, input: StatementInput): StatementLine[] {
  const { currency, commissions } = input;
  const amount = changeOf(journal, currency);
  if (amount.amount === 0n) return [];
  const kind = lineKinds[journal.kind];
  if (!kind) throw new DomainError('unexplained_line', `A ${journal.kind} journal cannot change what is owed.`);
  if (journal.payout && (kind === 'payout' || kind === 'payout_returned'))
    return settlementLines(journal, journal.payout, kind, amount, input.settlements?.[journal.payout]);
  const entry = journal.commissions.find((candidate) => candidate.delta !== 0n) ?? journal.commissions[0];
  const original = entry && commissions[entry.reverses ?? entry.id];
  const single = kind === 'commission' || kind === 'clawback' || kind === 'adjustment';
  return [
    {
      at: journal.at,
      kind,
      amount,
      ...(journal.kind === 'release' && original?.conversion && { conversion: original.conversion }),
      ...(single && entry && { commission: entry.id }),
      ...(journal.payout && !single && { payout: journal.payout }),
      explanation: explain(journal, amount, original),
      ...(journal.kind === 'release' && original && { calculation: original.calculation }),
    },
  ];
}

/**
 * What a payment did to what is owed, part by part: VAT on top, what was kept back, a fee that the partner bears, and what was
 * paid: they add up to the change. Money that came back is each of them again with the other sign. VAT of nothing
 * (reverse charge) is a line too, because the law wants it said.
 */
function settlementLines(
  journal: Journal,
  payout: PayoutId,
  kind: LineKind,
  change: Money,
  settlement: PayoutSettlement | undefined,
): StatementLine[] {
  const { at } = journal;
  const on = (account: Account): bigint =>
    journal.postings
      .filter((posting) => posting.account === account && posting.currency === change.currency)
      .reduce((sum, posting) => sum + posting.amount, 0n);
  // A fee that the programme bears lies in the same account with the other sign: it is none of the partner's.
  const fees = on('fees');
  const borne = (journal.kind === 'returned') === fees < 0n ? fees : 0n;
  const parts: [LineKind, bigint, ExplanationPart | undefined][] = [
    ['vat', -on('vat'), settlement?.vat?.reason],
    ['withholding', -on('withholding'), settlement?.withholding?.reason],
    ['fee', -borne, undefined],
  ];
  const beside = parts
    .filter(([part, amount]) => amount !== 0n || (part === 'vat' && settlement?.vat))
    .map(([part, amount, reason]) => ({
      at,
      kind: part,
      amount: money(amount, change.currency),
      payout,
      explanation: [reason ?? { code: `statement.${part}`, params: {} }],
    }));
  const rest = beside.reduce((left, line) => left - line.amount.amount, change.amount);
  const main = money(rest, change.currency);
  const conversion = journal.conversion ?? settlement?.conversion;
  return [
    ...beside,
    {
      at,
      kind,
      amount: main,
      ...(conversion && { conversion }),
      payout,
      explanation: [...explain(journal, main, undefined), ...(conversion ? [converted(conversion)] : [])],
    },
  ];
}

/** "Converted from … to … at …": both amounts, the rate, its day and who told it. */
function converted({ from, to, rate, date, source }: Conversion): ExplanationPart {
  return {
    code: 'statement.converted',
    params: { from: { ...moneyToJson(from) }, to: { ...moneyToJson(to) }, rate, on: date, source },
  };
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
        commission?.lead
          ? {
              code: 'statement.lead',
              params: { lead: order, event: commission.lead.event, on: commission.occurredAt.toISOString() },
            }
          : { code: 'statement.order', params: { order, on: commission?.occurredAt.toISOString() ?? '' } },
        ...(commission?.explanation ?? []),
        ...(commission?.conversion ? [converted(commission.conversion)] : []),
      ];
    case 'reduce':
    case 'claw_back':
      return reason.length > 0 ? reason : [{ code: 'clawback.refund', params: { order, amount: figure, earned } }];
    case 'restore':
      return reason.length > 0 ? reason : [{ code: 'clawback.given_back', params: { order, amount: figure, earned } }];
    case 'adjust':
      return reason.length > 0 ? reason : [{ code: 'statement.adjustment', params: { by: journal.actor } }];
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
