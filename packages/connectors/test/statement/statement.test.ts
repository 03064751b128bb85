import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { extractText, getDocumentProxy } from 'unpdf';
import {
  decideAdjust,
  decideEarn,
  decidePaid,
  decideRefund,
  decideRelease,
  decideReserve,
  decideReturned,
  decideSend,
  derivedId,
  foldOrder,
  itemsOf,
  lineCommission,
  owed,
  type Commission,
  type CommissionId,
} from '@sluice/domain';
import { act, Chain, commission, folded, later, programme, told } from '../../../domain/test/build.js';
import { statementRenderer, type StatementForm } from '../../src/statement/index.js';
import { sample, source, statementOf } from './build.js';

const render = statementRenderer();
const text = async (form: StatementForm, ...args: Parameters<typeof source>) =>
  (await render(source(...args), form)).content.toString('utf8');
const rows = (csv: string) => parse(csv, { columns: true, bom: true }) as Record<string, string>[];
async function words(pdf: Buffer): Promise<string> {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  return (await extractText(document, { mergePages: true })).text.replaceAll(/\s+/g, ' ');
}

describe('a statement says every line in words, in each form and language', () => {
  const said = {
    en: [
      'Statement no. 3',
      'Opening balance',
      '$50.00',
      'Order ord-86120 of 20 Nov 2026.',
      '20 % of $2,060.00.',
      '−$298.00',
      'VAT on top, by self-billing.',
      'Tax withheld.',
      'Fee of the payment.',
      'Converted from $114.00 to €105.11 at 0.922 (European Central Bank, 19 Nov 2026).',
      'Self-billing invoice no.',
      'SB-2026-000017',
      'Closing balance',
      '$65.00',
      'Halden Partners',
      // What art. 226 of Directive 2006/112/EC asks of an invoice.
      'Supplier of the service',
      'Kestrel Reviews',
      'Torstraße 5',
      '10119 Berlin',
      'Germany',
      'VAT no. DE129274202',
      'Recipient, who issues this invoice',
      'Halden Software AS',
      'Storgata 7',
      '1767 Halden',
      'Norway',
      'VAT no. NO923456783MVA',
      'Issued',
      '21 Nov 2026',
      'Commissions for orders that were referred, 3 Oct 2026 – 29 Oct 2026',
      'Net amount',
      '$412.00',
      'VAT at 0 %',
      'Gross amount',
      'Reverse charge: VAT is to be accounted for by the recipient.',
    ],
    de: [
      'Abrechnung Nr. 3',
      'Anfangssaldo',
      'Bestellung ord-86120 vom 20. Nov. 2026.',
      '−$298,00',
      'Umsatzsteuer obendrauf',
      'Steuer einbehalten.',
      'Umgerechnet von $114,00 in €105,11',
      'Endsaldo',
      'Gutschrift Nr. SB-2026-000017',
      'Leistungserbringer',
      'Torstraße 5',
      '10119 Berlin',
      'Deutschland',
      'USt-IdNr. DE129274202',
      'Leistungsempfänger und Aussteller',
      'Norwegen',
      'USt-IdNr. NO923456783MVA',
      'Ausgestellt',
      '21. Nov. 2026',
      'Provisionen für vermittelte Bestellungen, 3. Okt. 2026 – 29. Okt. 2026',
      'Nettobetrag',
      'Umsatzsteuer zu 0 %',
      'Bruttobetrag',
      'Steuerschuldnerschaft des Leistungsempfängers',
      '$65,00',
    ],
  };
  const spaced = (one: string) => one.replaceAll(/[\s\u202f]+/g, ' ');

  it.each(['en', 'de'] as const)('HTML and PDF in %s', async (locale) => {
    const html = spaced((await text('html', sample(), 'Kestrel Reviews', locale)).replaceAll(/<\/?bdi>/g, ''));
    const pdf = spaced(await words((await render(source(sample(), 'Kestrel Reviews', locale), 'pdf')).content));
    for (const each of said[locale]) {
      expect(html).toContain(each);
      expect(pdf).toContain(each);
    }
  });

  it('CSV, with conversions in columns of their own', async () => {
    const lines = rows(await text('csv', sample()));
    expect(lines.map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
      ['opening', '', '50.00'],
      ['commission', '412.00', '462.00'],
      ['clawback', '-298.00', '164.00'],
      ['adjustment', '1.00', '165.00'],
      ['vat', '19.00', '184.00'],
      ['withholding', '-4.00', '180.00'],
      ['fee', '-1.00', '179.00'],
      ['payout', '-114.00', '65.00'],
      ['closing', '', '65.00'],
      ['invoice', '', ''],
    ]);
    expect(lines[7]).toMatchObject({
      from_currency: 'USD',
      from_amount: '114.00',
      to_currency: 'EUR',
      to_amount: '105.11',
      rate: '0.922',
      rate_day: '2026-11-19',
      rate_source: 'ecb',
    });
  });

  it.each([
    ['en', 'Germany', 'Reverse charge'],
    ['de', 'Deutschland', 'Steuerschuldnerschaft des Leistungsempfängers'],
  ] as const)('CSV in %s: the self-billed invoice in columns of its own', async (locale, country, why) => {
    const line = rows(await text('csv', sample(), 'Kestrel Reviews', locale)).at(-1);
    expect(line).toMatchObject({
      kind: 'invoice',
      amount: '',
      invoice: 'SB-2026-000017',
      invoice_issued: '2026-11-21',
      service_from: '2026-10-03',
      service_to: '2026-10-29',
      scheme: 'reverse_charge',
      vat_rate: '0',
      net: '412.00',
      vat: '0.00',
      gross: '412.00',
      supplier: `Kestrel Reviews, Torstraße 5, 10119 Berlin, ${country}`,
      supplier_vat_number: 'DE129274202',
      recipient: expect.stringContaining('Halden Software AS, Storgata 7, 1767 Halden'),
      recipient_vat_number: 'NO923456783MVA',
    });
    expect(line?.['what']).toContain(why);
  });

  it('the same statement gives the same bytes, so that a mail tried again is the same mail', async () => {
    const [first, again] = await Promise.all([1, 2].map(() => statementRenderer()(source(sample()), 'pdf')));
    expect(first?.content.equals(again?.content ?? Buffer.alloc(0))).toBe(true);
  });
});

describe('what outsiders have written cannot become anything else', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '</style><script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    "'); DROP TABLE--",
  ];
  it.each(hostile)('HTML: %s', async (evil) => {
    const html = await text('html', sample(evil), evil);
    expect(html).not.toMatch(/<(script|img|svg)/i);
    const entities: Record<string, string> = { '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
    expect(html).toContain(`<bdi>${evil.replaceAll(/[<>"']/g, (letter) => entities[letter] ?? '')}</bdi>`);
  });

  it.each(['=cmd|"/c calc"!A1', '+1+1', '-2+3', '@SUM(A1)', '\t=1+1', ' =1+1', '＝1+1'])('CSV: %s', async (evil) => {
    const statement = sample();
    statement.lines[1] = { ...statement.lines[1]!, explanation: [{ code: evil, params: {} }] };
    statement.lines[0] = { ...statement.lines[0]!, commission: evil as CommissionId };
    const lines = rows(await text('csv', statement));
    for (const cell of lines.flatMap((row) => Object.values(row)))
      if (!/^-\d+\.\d\d$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
  });

  it('PDF: texts stay texts, and nothing in them makes an action', async () => {
    const evil = '(Click) Tj ET endstream endobj /JavaScript (app.alert(1)) \\) \u202emoc.live';
    const { content } = await render(source(sample(evil), evil), 'pdf');
    const raw = content.toString('latin1');
    expect(raw).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch|URI)\b/);
    const read = await words(content);
    expect(read).toContain('app.alert(1)');
    expect(read).not.toContain('\u202e');
  });

  it('PDF: every alphabet that the fonts know is written, other letters are named', async () => {
    const known = 'Żółć Ďáša Ğül Řehoř Ελένη Ольга Straße Þór €';
    const read = await words((await render(source(sample(), known), 'pdf')).content);
    expect(read).toContain(known);
    expect(read).not.toContain('Unicode number');
    const far = await words((await render(source(sample(), '张伟 Zhang'), 'pdf')).content);
    expect(far).toContain('⟨U+5F20⟩⟨U+4F1F⟩ Zhang');
    expect(far).toContain('Unicode number');
    expect(await text('html', sample(), '张伟 Zhang')).toContain('张伟 Zhang');
  });

  it('PDF: hundreds of lines turn pages, each with its head and its number', async () => {
    const statement = sample();
    statement.lines = Array.from({ length: 200 }, (_, index) => ({
      ...statement.lines[index % 3]!,
      at: later(index * 3600),
    }));
    const { content } = await render(source(statement), 'pdf');
    const document = await getDocumentProxy(new Uint8Array(content));
    const { text: pages } = await extractText(document, { mergePages: false });
    expect(pages.length).toBeGreaterThan(8);
    pages.forEach((page, index) => {
      expect(page).toContain('Balance');
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    });
  });
});

describe('totals reconcile to the ledger by the cent', () => {
  interface Step {
    what: 'sell' | 'refund' | 'release' | 'pay' | 'return' | 'adjust';
    order: number;
    cents: number;
  }
  const step: fc.Arbitrary<Step> = fc.record({
    what: fc.constantFrom('sell', 'sell', 'refund', 'release', 'release', 'adjust', 'pay', 'return', 'adjust'),
    order: fc.integer({ min: 0, max: 4 }),
    cents: fc.integer({ min: 1, max: 99_999 }),
  });

  /** Anything in any order; what makes no sense is refused and changes nothing. */
  function live(steps: readonly Step[]) {
    const chain = new Chain();
    const commissions: Record<CommissionId, Commission> = {};
    const orders = new Map<number, ReturnType<typeof folded>>();
    const attempt = (decide: Parameters<Chain['post']>[0]) => {
      if (chain.ask(decide) !== 'ok') return;
      for (const journal of chain.post(decide))
        for (const of of Object.values(commissions)) {
          const line = lineCommission(of, journal);
          if (line) commissions[line.id] = line;
        }
    };
    steps.forEach(({ what, order, cents }, index) => {
      const name = `o${order}`;
      const now = { ...act, at: later(index) };
      const of = Object.values(commissions).find((one) => one.orderExternalId === name && !one.reverses);
      const payout = derivedId('payout', programme, `p${order}`);
      const batch = derivedId('batch', programme, `b${order}`);
      const settled = { ...now, payout, batch, rail: 'sepa', attempt: '1' };
      const acts: Record<Step['what'], () => void> = {
        sell: () => {
          if (of) return;
          const made = commission(name, BigInt(cents));
          commissions[made.id] = made;
          orders.set(order, folded(told.paid(name, cents * 10)));
          attempt((h, p) => decideEarn(h, p, { ...now, commission: made, holds: [], timeZone: 'UTC' }));
        },
        refund: () => {
          const known = orders.get(order);
          if (!of || !known) return;
          const next = foldOrder(
            known,
            told.refunded(name, `r${cents % 3}`, cents, { status: cents % 4 ? 'succeeded' : 'failed' }, now.at),
          );
          orders.set(order, next);
          attempt((h, p) =>
            decideRefund(h, p, { ...now, commission: of, order: next, cause: `r:${index}`, rounding: 'half_even' }),
          );
        },
        release: () => of && attempt((h, p) => decideRelease(h, p, { ...now, commission: of.id })),
        pay: () => {
          const items = Object.entries(chain.positions)
            .filter(([, position]) => position.state === 'payable')
            .map(([id]) => id as CommissionId);
          attempt((h, p) => decideReserve(h, p, { ...now, payout, batch, currency: 'USD', items }));
          attempt((h, p) => decideSend(h, p, { ...now, payout, batch, items: itemsOf(p, payout, 'reserved') }));
          attempt((h, p) => decidePaid(h, p, settled));
        },
        return: () => attempt((h, p) => decideReturned(h, p, settled)),
        adjust: () =>
          attempt((h, p) =>
            decideAdjust(h, p, {
              ...now,
              line: derivedId('commission', programme, `adjust:${index}`),
              amount: { amount: BigInt(cents % 2 ? cents : -cents), currency: 'USD' },
              cause: `adjust:${index}`,
              reason: { code: 'adjustment.for', params: { reason: '=HYPERLINK("x")' } },
            }),
          ),
      };
      acts[what]();
    });
    return { chain, commissions };
  }

  it('the CSV read back adds up to what the ledger says changed, over random histories cut anywhere', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), fc.nat(), async (steps, where) => {
        const { chain, commissions } = live(steps);
        const cut = chain.journals.length === 0 ? 0 : where % (chain.journals.length + 1);
        for (const [from, to] of [
          [0, cut],
          [cut, chain.journals.length],
        ] as const) {
          const statement = statementOf(chain.journals, from, to, commissions);
          const lines = rows(await text('csv', statement));
          const cents = (value: string | undefined) => BigInt((value || '0').replace('.', ''));
          const sum = lines.reduce((all, row) => all + cents(row['amount']), 0n);
          const before = owed(chain.journals[from - 1] ?? null, 'USD').amount;
          const after = owed(chain.journals[to - 1] ?? null, 'USD').amount;
          expect(sum).toBe(after - before);
          expect(cents(lines[0]?.['balance'])).toBe(before);
          expect(cents(lines.at(-1)?.['balance'])).toBe(after);
          expect(cents(lines.at(-2)?.['balance'])).toBe(after);
          shown += lines.length - 2;
        }
      }),
      { numRuns: 200 },
    );
    expect(shown).toBeGreaterThan(500);
  });
});
