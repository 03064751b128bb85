import { describe, expect, it } from '@jest/globals';
import { fileFormats } from '../../src/rails/files/index.js';
import { input, payment, sepaTo } from './file-support.js';

const hostile = payment('h', 1_234n, {
  rail: 'csv',
  holder: '=HYPERLINK("http://evil.example","x")',
  account: '+49 123',
});

describe('the list for whoever pays by hand', () => {
  it('has one line a payout, and nothing that a spreadsheet would run', () => {
    const { content, sums, references } = fileFormats.csv.write(
      input([hostile, payment('yen', 500n, { rail: 'manual', note: '@home, "cash"' }, 'JPY')], {}),
    );
    expect(content).toBe(
      [
        '\ufeffreference,partner,holder,account,bank,country,amount,currency,text',
        `${references[0]},h,"'=HYPERLINK(""http://evil.example"",""x"")",'+49 123,,,12.34,EUR,B-2026-11 commission`,
        `${references[1]},yen,yen,"'@home, ""cash""",,,500,JPY,B-2026-11 commission`,
        '',
      ].join('\r\n'),
    );
    expect(sums.control).toBe('EUR 12.34 + JPY 500');
  });

  it('takes payouts of other rails where they are named', () => {
    const { content } = fileFormats.csv.write(
      input([payment('s', 100n, sepaTo('Mara', 'DE89370400440532013000', { bic: 'COBADEFFXXX' }))], {}),
    );
    expect(content).toContain('Mara,DE89370400440532013000,COBADEFFXXX,DE,1.00,EUR');
  });
});

describe('Payoneer’s batch payment file', () => {
  const { payoneer } = fileFormats;

  it('has its template’s columns, with decimals by the currency', () => {
    const { content, references } = payoneer.write(
      input(
        [
          payment('a', 5_000n, { rail: 'payoneer', payee: 'P-1' }, 'USD'),
          payment('b', 1_250n, { rail: 'payoneer', payee: 'kim@mail.example' }, 'KWD'),
        ],
        {},
      ),
    );
    expect(content).toBe(
      `Recipient,Amount,Currency,Description\r\nP-1,50.00,USD,${references[0]} B-2026-11 commission\r\nkim@mail.example,1.250,KWD,${references[1]} B-2026-11 commission\r\n`,
    );
  });

  it('leaves out what is for another rail, or nothing', () => {
    expect(payoneer.check(hostile)?.code).toBe('other_rail');
    expect(payoneer.check(payment('z', 0n, { rail: 'payoneer', payee: 'P-1' }))?.code).toBe('not_positive');
  });
});
