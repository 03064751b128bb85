import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PartnerId, PayoutId } from '../../src/ids.js';
import { irisCsv } from '../../src/tax/iris.js';
import { reportingThreshold } from '../../src/tax/threshold.js';
import { decideReporting, yearTotals, type PaidJournal } from '../../src/tax/year-end.js';
import { good } from './build.js';

const ada = 'par_ADA' as PartnerId;
const asItIs = <T>(money: T): T => money;
const paid = (at: string, payout: string, amount: bigint, withheld = 0n, partner = ada): PaidJournal => ({
  kind: 'paid',
  at: new Date(at),
  partner,
  payout: payout as PayoutId,
  postings: [
    { account: 'partner:in_transit', amount: -amount, currency: 'USD' },
    { account: 'withholding', amount: withheld, currency: 'USD' },
    { account: 'cash:sandbox', amount: amount - withheld, currency: 'USD' },
  ],
});
const returned = (at: string, of: PaidJournal): PaidJournal => ({
  ...of,
  kind: 'returned',
  at: new Date(at),
  postings: of.postings.map((posting) => ({
    ...posting,
    account: posting.account === 'partner:in_transit' ? 'partner:payable' : posting.account,
    amount: -posting.amount,
  })),
});
const zone = 'America/New_York';

describe('year-end totals', () => {
  it('count the gross amount and what was withheld, in the year of the programme’s zone', () => {
    const journals = [
      paid('2026-01-01T04:59:59Z', 'pay_1', 1_000n),
      paid('2026-01-01T05:00:00Z', 'pay_2', 20_000n, 4_800n),
      paid('2027-01-01T04:59:59Z', 'pay_3', 5_000n),
    ];
    expect(yearTotals(journals, 2026, zone, asItIs).get(ada)).toEqual({
      partner: ada,
      paid: 25_000n,
      withheld: 4_800n,
      payments: 2,
      returned: 0,
      noRate: [],
    });
  });

  it('take what came back from the year in which it was paid', () => {
    const december = paid('2026-12-20T10:00:00Z', 'pay_1', 9_000n, 2_160n);
    const journals = [december, returned('2027-01-10T10:00:00Z', december)];
    expect(yearTotals(journals, 2026, zone, asItIs).get(ada)).toMatchObject({ paid: 0n, withheld: 0n, returned: 1 });
    expect(yearTotals(journals, 2027, zone, asItIs).size).toBe(0);
  });

  it('say the days without a rate instead of guessing', () => {
    const total = yearTotals([paid('2026-06-01T10:00:00Z', 'pay_1', 1n)], 2026, zone, () => undefined).get(ada);
    expect(total).toMatchObject({ paid: 0n, payments: 0, noRate: ['2026-06-01'] });
  });

  it('over all years reconcile with the ledger by the cent, whatever was paid and came back', () => {
    const history = fc.array(
      fc.record({
        day: fc.date({ min: new Date('2024-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        amount: fc.bigInt({ min: 1n, max: 10_000_000n }),
        withheld: fc.bigInt({ min: 0n, max: 24n }),
        partner: fc.constantFrom('par_A', 'par_B', 'par_C'),
        backAfter: fc.option(fc.integer({ min: 0, max: 400 })),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(history, (payments) => {
        const journals = payments.flatMap(({ day, amount, withheld, partner, backAfter }, at) => {
          const one = paid(day.toISOString(), `pay_${at}`, amount, (amount * withheld) / 100n, partner as PartnerId);
          const back = new Date(day.getTime() + (backAfter ?? 0) * 86_400_000).toISOString();
          return backAfter === null ? [one] : [one, returned(back, one)];
        });
        const years = [2023, 2024, 2025, 2026, 2027, 2028, 2029].flatMap((year) => [
          ...yearTotals(journals, year, zone, asItIs).values(),
        ]);
        const ledger = (account: RegExp): bigint =>
          journals
            .flatMap(({ postings }) => postings)
            .filter((posting) => account.test(posting.account))
            .reduce((sum, { amount }) => sum + amount, 0n);
        expect(years.reduce((sum, total) => sum + total.paid, 0n)).toBe(-ledger(/^partner:/));
        expect(years.reduce((sum, total) => sum + total.withheld, 0n)).toBe(ledger(/^withholding$/));
        expect(years.reduce((sum, total) => sum + total.paid - total.withheld, 0n)).toBe(ledger(/^cash:/));
      }),
      { numRuns: 200 },
    );
  });

  it('know the threshold of the year, and the programme’s own', () => {
    expect(reportingThreshold(2025, undefined).from).toBe(60_000n);
    expect(reportingThreshold(2026, undefined).from).toBe(200_000n);
    expect(reportingThreshold(2026, undefined).source).toContain('70433');
    expect(reportingThreshold(2027, { '2027': '210000' }).from).toBe(210_000n);
    expect(reportingThreshold(2026, { '2027': '210000' }).from).toBe(200_000n);
  });

  const total = (paidOut: bigint, withheld = 0n) => ({
    partner: ada,
    paid: paidOut,
    withheld,
    payments: 1,
    returned: 0,
    noRate: [] as string[],
  });
  const without = (paidOut: bigint) => ({ ...total(paidOut), noRate: ['2026-06-01'] });
  const form = (values = good.w9) => ({ state: 'in_force', form: { form: 'w9', values } }) as const;
  it.each([
    ['enough, with a W-9', total(200_000n), form(), 'US', 'reported'],
    ['a cent too little', total(199_999n), form(), 'US', 'below_threshold'],
    ['little, but withheld from', total(1_000n, 240n), form(), 'US', 'reported'],
    ['a corporation', total(500_000n), form({ ...good.w9, classification: 'c_corporation' }), 'US', 'exempt'],
    ['an LLC taxed as a partnership', total(500_000n), form({ classification: 'llc', llcTax: 'P' }), 'US', 'reported'],
    ['an LLC taxed as a corporation', total(500_000n), form({ classification: 'llc', llcTax: 'S' }), 'US', 'exempt'],
    [
      'a foreigner by form',
      total(500_000n),
      { state: 'in_force', form: { form: 'w8ben', values: good.w8ben } },
      'US',
      'foreign',
    ],
    ['a foreigner by country', total(500_000n), { state: 'missing' }, 'DE', 'foreign'],
    ['an American without a form', total(500_000n), { state: 'missing' }, 'US', 'no_form'],
    [
      'one whose form was refused',
      total(500_000n),
      { state: 'rejected', form: { form: 'w9', values: {} } },
      'US',
      'no_form',
    ],
    ['everything came back', total(0n), form(), 'US', 'nothing_paid'],
    ['a day without a rate', without(500_000n), form(), 'US', 'no_rate'],
  ] as const)('%s is %s', (_name, of, standing, country, expected) => {
    expect(decideReporting(of, standing, country, 200_000n)).toBe(expected);
  });
});

describe('the file for the IRS', () => {
  const payer = {
    name: 'Sluice Demo, Inc.',
    ein: '12-3456789',
    street: '1 Main St',
    town: 'Austin',
    state: 'TX',
    postcode: '73301',
    phone: '(512) 555-0100',
  };
  const one = (values: Record<string, string>) =>
    irisCsv(2026, payer, [
      {
        account: 'par_ADA',
        values: { ...good.w9, ...values },
        tinKind: 'ssn',
        tin: '123456789',
        paid: 123_456n,
        withheld: 5n,
      },
    ]);
  const read = (csv: string): Record<string, string> => {
    const [head = '', row = ''] = csv.split('\r\n');
    const cells = row.split(',');
    return Object.fromEntries(head.split(',').map((name, at) => [name, cells[at] ?? '']));
  };

  it('has the template’s 54 columns, names by their parts, dollars with cents', () => {
    const csv = one({ name: 'José Ángel de la Cruz Jr' });
    expect(csv.split('\r\n')[0]?.split(',')).toHaveLength(54);
    expect(read(csv)).toMatchObject({
      'Form Type': '1099-NEC',
      'Tax Year': '2026',
      'Payer Taxpayer ID Number': '123456789',
      'Payer Business or Entity Name Line 1': 'Sluice Demo Inc.',
      'Payer Phone': '5125550100',
      'Recipient TIN Type': 'SSN',
      'Recipient Name Type': 'I',
      'Recipient First Name': 'Jose',
      'Recipient Middle Name': 'Angel de la',
      'Recipient Last Name (Surname)': 'Cruz',
      'Recipient Suffix': 'Jr',
      'Box 1 - Nonemployee Compensation': '1234.56',
      'Box 4 - Federal income tax withheld': '0.05',
    });
  });

  it('lets no cell be a formula or break its row', () => {
    const row = read(one({ name: '=cmd|x!A1, "Evil"\r\n+1', classification: 'partnership' }));
    expect(row['Recipient Name Type']).toBe('B');
    expect(row['Recipient Business or Entity Name Line 1']).toBe('cmd x A1 Evil 1');
    expect(row['Tax Year']).toBe('2026');
  });
});
