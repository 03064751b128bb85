import {
  buildStatement,
  derivedId,
  money,
  renderExplanation,
  type Journal,
  type Statement,
  type StatementLine,
} from '@sluice/domain';
import type { SelfBilledInvoice } from '@sluice/domain/vat/invoice';
import { selfBillingNotes } from '@sluice/domain/vat/notes';
import type { StatementSource } from '../../src/statement/index.js';
import { at, later, partner, programme } from '../../../domain/test/build.js';

const usd = (amount: bigint) => money(amount, 'USD');

/** A statement with every kind of line; texts of the test's choosing come into each place that outsiders fill. */
export function sample(text = 'ord-86120'): Statement {
  const line = (kind: StatementLine['kind'], amount: bigint, more: Partial<StatementLine> = {}): StatementLine => ({
    at,
    kind,
    amount: usd(amount),
    explanation: [{ code: `statement.${kind}`, params: {} }],
    ...more,
  });
  const conversion = {
    from: usd(11_400n),
    to: money(10_511n, 'EUR'),
    rate: '0.922',
    source: 'ecb',
    date: '2026-11-19',
  };
  const lines = [
    line('commission', 41_200n, {
      commission: derivedId('commission', programme, 'c1'),
      explanation: [
        { code: 'statement.order', params: { order: text, on: at.toISOString() } },
        { code: 'terms.percent', params: { rate: '20', base: { amount: '206000', currency: 'USD' } } },
      ],
      calculation: [
        { code: 'customer_paid', params: { order: text }, amount: usd(245_140n) },
        { code: 'tax', amount: usd(-39_140n) },
        { code: 'rate', rate: '20', amount: usd(41_200n) },
      ],
    }),
    line('clawback', -29_800n, {
      explanation: [
        { code: 'clawback.refund', params: { order: text, amount: { amount: '-29800', currency: 'USD' } } },
      ],
    }),
    line('adjustment', 100n, { explanation: [{ code: 'adjustment.for', params: { reason: text, amount: null } }] }),
    line('vat', 1_900n),
    line('withholding', -400n),
    line('fee', -100n),
    line('payout', -11_400n, {
      conversion,
      explanation: [
        { code: 'statement.paid', params: { items: 2 } },
        {
          code: 'statement.converted',
          params: {
            from: { amount: '11400', currency: 'USD' },
            to: { amount: '10511', currency: 'EUR' },
            rate: '0.922',
            on: '2026-11-19',
            source: 'ecb',
          },
        },
      ],
    }),
  ];
  const closing = lines.reduce((sum, { amount }) => sum + amount.amount, 5_000n);
  return {
    id: derivedId('statement', programme, partner, 'USD', '3'),
    programme,
    partner,
    number: 3,
    currency: 'USD',
    fromSeq: 7,
    toSeq: 19,
    from: at,
    to: later(86_400),
    opening: usd(5_000n),
    closing: usd(closing),
    selfBilling: 'SB-2026-000017',
    notes: selfBillingNotes(invoice),
    invoice,
    lines,
    createdAt: later(86_400),
  };
}

/** As it is written for a partner in another country of the Union. */
export const invoice: SelfBilledInvoice = {
  number: 'SB-2026-000017',
  scheme: 'reverse_charge',
  rate: '0',
  base: usd(41_200n),
  vat: usd(0n),
  supplier: {
    name: 'Kestrel Reviews',
    street: 'Torstraße 5',
    postcode: '10119',
    town: 'Berlin',
    country: 'DE',
    vatNumber: 'DE129274202',
  },
  recipient: {
    name: 'Halden Software AS',
    street: 'Storgata 7',
    postcode: '1767',
    town: 'Halden',
    country: 'NO',
    vatNumber: 'NO923456783MVA',
  },
  issuedOn: '2026-11-21',
  service: { from: '2026-10-03', to: '2026-10-29' },
  items: [],
};

export function source(statement: Statement, name = 'Kestrel Reviews', locale: 'en' | 'de' = 'en'): StatementSource {
  const { invoice: written } = statement;
  return {
    statement: { ...statement, ...(written && { invoice: { ...written, supplier: { ...written.supplier, name } } }) },
    programme: { name: 'Halden Partners', timeZone: 'Europe/Berlin' },
    partner: { id: partner, name, email: 'kestrel@partner.example', country: 'DE' },
    locale,
    say: (parts, language) => renderExplanation(parts, language).join(' '),
  };
}

/** The statement of a stretch of a chain. */
export function statementOf(
  journals: readonly Journal[],
  from: number,
  to: number,
  commissions: Parameters<typeof buildStatement>[0]['commissions'],
): Statement {
  return buildStatement({
    programme,
    partner,
    number: 1,
    currency: 'USD',
    before: journals[from - 1] ?? null,
    journals: journals.slice(from, to),
    commissions,
    from: at,
    to: later(100_000),
    createdAt: later(100_000),
  });
}
