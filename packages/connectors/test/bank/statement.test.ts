import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { camt053Of } from '@sluice/testkit/bank/statement';
import { validateXML } from 'xmllint-wasm';
import { readBankFile } from '../../src/bank/index.js';

const pain001 = await readFile(new URL('../rails/golden/pain001.xml', import.meta.url), 'utf8');
const references = [...pain001.matchAll(/<EndToEndId>(.*?)<\/EndToEndId>/g)].map(([, one]) => one!);
const [first, second] = references as [string, string];

function read(content: string, options = {}) {
  const result = readBankFile(content, options);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.statement;
}
const problemOf = (content: string, options = {}) => {
  const result = readBankFile(content, options);
  return result.ok ? undefined : result.problems[0];
};

describe.each(['02', '08'] as const)('camt.053.001.%s', (version) => {
  const told = camt053Of(pain001, {
    version,
    returned: { [second]: 'AC04' },
    more: [
      { direction: 'CRDT', amount: '19.5', name: 'A Customer', text: 'Invoice 7' },
      { direction: 'DBIT', amount: '5.00', name: 'Rent', text: 'x', status: 'PDNG' },
    ],
  });

  it('is what the published schema takes, so that the reader is tested with what banks send', async () => {
    const schema = await readFile(new URL(`../rails/schemas/camt.053.001.${version}.xsd`, import.meta.url), 'utf8');
    const { errors } = await validateXML({ xml: [{ fileName: 'camt.xml', contents: told }], schema: [schema] });
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  it('is read booking by booking: sums to the last decimal, references, names, returns', () => {
    const { bookings, ...about } = read(told);
    expect(about).toEqual({
      format: 'camt053',
      account: 'DE75512108001245126199',
      number: '224',
      from: '2026-11-24',
      to: '2026-11-24',
    });
    expect(bookings).toHaveLength(references.length + 3);
    expect(bookings[0]).toEqual({
      reference: '2026-11-24-1',
      bookedAt: '2026-11-24',
      direction: 'debit',
      amount: { amount: 125_050n, currency: 'EUR' },
      booked: true,
      endToEndId: first,
      message: 'PFL5H2QK9ZW8VTRXA4MNBC7D6EYGS-1',
      name: 'Mara Vogt',
      account: 'DE89370400440532013000',
    });
    expect(bookings.find(({ direction, endToEndId }) => direction === 'credit' && endToEndId)).toMatchObject({
      endToEndId: second,
      amount: { amount: 7n },
      returnReason: { code: 'AC04', text: 'The account is closed.' },
    });
    expect(bookings.at(-2)).toMatchObject({ amount: { amount: 1_950n }, name: 'A Customer', text: 'Invoice 7' });
    expect(bookings.at(-1)!.booked).toBe(false);
  });

  it('may book a file as one', () => {
    expect(read(camt053Of(pain001, { version, asOne: true })).bookings).toEqual([
      expect.objectContaining({
        message: 'PFL5H2QK9ZW8VTRXA4MNBC7D6EYGS-1',
        payments: 6,
        amount: { amount: 100_000_130_489n, currency: 'EUR' },
      }),
    ]);
  });
});

/** What somebody may send in place of a statement: told with its place, nothing read, nothing run. */
const hostile: [string, string, code: string][] = [
  ['an outside entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Document>&e;</Document>', 'not_xml'],
  ['a billion laughs', `<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>`, 'not_xml'],
  ['an entity that is not known', '<Document>&nbsp;</Document>', 'not_xml'],
  ['a hundred elements deep', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'not_xml'],
  ['half a file', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>', 'not_xml'],
  ['another message', pain001, 'not_camt053'],
  ['a version of before', camt053Of(pain001).replace('camt.053.001.08', 'camt.053.001.01'), 'not_camt053'],
  ['an amount of three decimals of a cent', camt053Of(pain001).replace('>1250.50<', '>1250.505<'), 'entry_unreadable'],
  [
    'a day that is none',
    camt053Of(pain001)
      .replace('<BookgDt><Dt>2026-11-24', '<BookgDt><Dt>24.11.2026')
      .replace('<ValDt><Dt>2026-11-24', '<ValDt><Dt>2026-13-24'),
    'entry_unreadable',
  ],
  [
    'two accounts',
    camt053Of(pain001).replace(
      '</Stmt>',
      '</Stmt><Stmt><Id>2</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct></Stmt>',
    ),
    'several_accounts',
  ],
];

describe('a file that is no statement', () => {
  it.each(hostile)('%s', (_name, content, code) => {
    expect(problemOf(content, { format: 'camt053' })?.code).toBe(code);
  });
});

describe('a bank’s list as CSV', () => {
  it('is read by the titles that German banks use', () => {
    const content = `Buchungstag;Betrag;Währung;Name;Verwendungszweck;IBAN\r\n24.11.2026;-1.250,50;EUR;Mara Vogt;${first};DE89 3704 0044 0532 0130 00\r\n24.11.26;+7,00;EUR;"Müller; Söhne";zurück;\r\n`;
    expect(read(content)).toEqual({
      format: 'csv',
      from: '2026-11-24',
      to: '2026-11-24',
      bookings: [
        {
          reference: '',
          bookedAt: '2026-11-24',
          direction: 'debit',
          amount: { amount: 125_050n, currency: 'EUR' },
          booked: true,
          name: 'Mara Vogt',
          account: 'DE89370400440532013000',
          text: first,
        },
        {
          reference: '',
          bookedAt: '2026-11-24',
          direction: 'credit',
          amount: { amount: 700n, currency: 'EUR' },
          booked: true,
          name: 'Müller; Söhne',
          text: 'zurück',
        },
      ],
    });
  });

  it('is read by the titles that it is told, in the currency that it is told', () => {
    const content = 'when,how much,who,ref\n11/24/2026,"-1,250.50",Ann,T1\n';
    const columns = { date: 'when', amount: 'how much', name: 'who', reference: 'ref' };
    expect(read(content, { columns, currency: 'USD' }).bookings).toEqual([
      expect.objectContaining({
        reference: 'T1',
        bookedAt: '2026-11-24',
        amount: { amount: 125_050n, currency: 'USD' },
        direction: 'debit',
        name: 'Ann',
      }),
    ]);
  });

  /** Whether a figure can be read two ways, it is not read at all. */
  const lines: [string, string, code: string][] = [
    ['a thousand or one and a bit', 'date,amount,currency\n2026-11-24,"1,250",EUR\n', 'amount'],
    ['the same with a point', 'date,amount,currency\n2026-11-24,1.250,EUR\n', 'amount'],
    ['no currency', 'date,amount\n2026-11-24,1.25\n', 'currency'],
    ['the 31st of November', 'date,amount,currency\n2026-11-31,1.25,EUR\n', 'date'],
    ['no column of amounts', 'date,currency\n2026-11-24,EUR\n', 'header'],
    ['a quotation mark that never ends', 'date,amount,currency\n2026-11-24,"1.25,EUR\n', 'quotes'],
  ];
  it.each(lines)('refuses %s', (_name, content, code) => {
    expect(problemOf(content)?.code).toBe(code);
  });
});
