import type { Statement } from '@sluice/domain';
import type { SelfBilledInvoice } from '@sluice/domain/vat/invoice';
import type { SelfBilledInvoiceDto, StatementDetail, StatementRow } from '@sluice/contracts';
import type { Names } from './names.js';
import { at, compact, moneyDto } from './plain.js';
import { calculation, inWords, ruleNamed, say } from './words.js';

export function statementRow(statement: Statement, names: Names): StatementRow {
  const paid = statement.lines
    .filter((line) => line.kind === 'payout')
    .reduce((sum, line) => sum - line.amount.amount, 0n);
  return compact({
    id: statement.id,
    partner: names.partner(statement.partner),
    number: statement.number,
    currency: statement.currency,
    from: at(statement.from),
    to: at(statement.to),
    opening: moneyDto(statement.opening),
    closing: moneyDto(statement.closing),
    paid: statement.payout ? moneyDto({ amount: paid < 0n ? -paid : paid, currency: statement.currency }) : undefined,
    payout: statement.payout,
    selfBilling: statement.selfBilling,
    createdAt: at(statement.createdAt),
  });
}

export function statementDetail(statement: Statement, names: Names, locale: 'en' | 'de'): StatementDetail {
  const { invoice } = statement;
  return compact({
    ...statementRow(statement, names),
    fromSeq: statement.fromSeq,
    toSeq: statement.toSeq,
    notes: (statement.notes ?? []).map((note) => say([note], locale)),
    lines: statement.lines.map((line) =>
      compact({
        at: at(line.at),
        kind: line.kind,
        amount: moneyDto(line.amount),
        commission: line.commission,
        payout: line.payout,
        ...inWords(line.explanation, locale),
        rule: ruleNamed(line.explanation),
        calculation: calculation(line.calculation ?? [], locale),
      }),
    ),
    invoice: invoice && invoiceDto(invoice),
  });
}

function invoiceDto({ items: _items, base, vat, ...rest }: SelfBilledInvoice): SelfBilledInvoiceDto {
  return { ...rest, base: moneyDto(base), vat: moneyDto(vat) };
}
