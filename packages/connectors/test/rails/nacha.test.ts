import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PayoutAccount } from '@sluice/domain';
import { fileFormats, type FilePayment } from '../../src/rails/files/index.js';
import { input, nachaSettings, payment } from './file-support.js';

const { nacha } = fileFormats;

function to(
  holder: string,
  routing: string,
  account: string,
  type: 'checking' | 'savings' = 'checking',
): PayoutAccount {
  return { rail: 'nacha', holder, routing, account, type };
}

const payments: FilePayment[] = [
  payment('ann', 128_420n, to('Ann Lee', '021000021', '123456789'), 'USD'),
  payment('jose', 1n, to('José Ñandú-García & Hijos', '091000019', '00-12345', 'savings'), 'USD'),
  payment(
    'long',
    9_999_999_999n,
    to('A Company With A Very Long Name Indeed', '121000248', '12345678901234567'),
    'USD',
  ),
  payment('hostile', 500n, to('Rob"); DROP\\TABLE <x>', '111000025', 'ABC123'), 'USD'),
];

describe('NACHA', () => {
  const { content, sums, references } = nacha.write(input(payments, nachaSettings));

  it('is the golden file, byte for byte', async () => {
    expect(content).toBe(await readFile(new URL('golden/nacha.ach', import.meta.url), 'utf8'));
  });

  it('says what an independent reader adds up', () => {
    const file = read(content);
    expect(
      file.entries.map(({ routing, account, code, cents, name }) => [routing, account, code, cents, name]),
    ).toEqual([
      ['021000021', '123456789', '22', 128_420, 'ANN LEE'],
      ['091000019', '00-12345', '32', 1, 'JOSE NANDU-GARCIA HIJO'.slice(0, 22)],
      ['121000248', '12345678901234567', '22', 9_999_999_999, 'A COMPANY WITH A VERY'],
      ['111000025', 'ABC123', '22', 500, 'ROB ) DROP/TABLE X'],
    ]);
    // 02100002 + 09100001 + 12100024 + 11100002
    expect(sums).toEqual({ control: '100001289.20', hash: '0034400029' });
    expect(file.entries.map(({ id }) => id)).toEqual(references);
    expect(file.effective).toBe('261124');
  });

  it('holds for any payments: sums, hashes, counts, blocks and traces', () => {
    const account = fc.constantFrom('021000021', '091000019', '121000248', '111000025', '322271627');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(account, fc.bigInt({ min: 1n, max: 9_999_999_999n }), fc.string({ unit: 'grapheme' })), {
          minLength: 1,
          maxLength: 60,
        }),
        (list) => {
          const all = list
            .map(([routing, cents, holder], index) => payment(String(index), cents, to(holder, routing, '1'), 'USD'))
            .filter((one) => nacha.check(one) === undefined);
          if (all.length === 0) return;
          const written = nacha.write(input(all, nachaSettings));
          expect(read(written.content).entries).toHaveLength(all.length);
          expect(nacha.write(input(all, nachaSettings)).content).toBe(written.content);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps the last ten digits of a hash that is longer', () => {
    // 400 × 32227162 = 12890864800
    const many = Array.from({ length: 400 }, (_, index) =>
      payment(String(index), 1n, to('A', '322271627', '1'), 'USD'),
    );
    const written = nacha.write(input(many, nachaSettings));
    expect(written.sums.hash).toBe('2890864800');
    expect(read(written.content).entries).toHaveLength(400);
  });

  const refused: [string, FilePayment, code: string][] = [
    ['euros', payment('e', 1n, to('A', '021000021', '1'), 'EUR'), 'other_currency'],
    ['another rail', payment('r', 1n, { rail: 'stripe', account: 'acct_12345678' }, 'USD'), 'other_rail'],
    ['nothing', payment('n', 0n, to('A', '021000021', '1'), 'USD'), 'not_positive'],
    ['a hundred million', payment('h', 10_000_000_000n, to('A', '021000021', '1'), 'USD'), 'too_large'],
    ['a wrong routing number', payment('w', 1n, to('A', '021000022', '1'), 'USD'), 'account_invalid'],
    ['a name in Japanese', payment('j', 1n, to('山田', '021000021', '1'), 'USD'), 'not_writable'],
  ];
  it.each(refused)('leaves out %s', (_name, one, code) => {
    expect(nacha.check(one)?.code).toBe(code);
  });

  it('says what is missing of the bank’s agreement', () => {
    expect(nacha.missing(nachaSettings)).toEqual([]);
    expect(nacha.missing({ ...nachaSettings, destination: '1', companyId: '' })).toEqual([
      '/destination',
      '/companyId',
    ]);
  });
});

/**
 * A reader by the columns of the rules' own tables (Appendix Three), with ordinary numbers where the writer has bigints. Throws
 * where a total is not the sum of what it totals.
 */
function read(content: string) {
  const lines = content.split('\n');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  if (lines.some((line) => line.length !== 94 || /[^\x20-\x7e]/.test(line))) throw new Error('a line is not 94 wide');
  if (lines.length % 10 !== 0) throw new Error('the last block is not full');
  const at = (line: string, from: number, to: number) => line.slice(from - 1, to);
  const records = lines.filter((line) => line !== '9'.repeat(94));
  const padding = lines.slice(records.length);
  if (padding.some((line) => line !== '9'.repeat(94))) throw new Error('nines are not at the end');
  expect(records.map((line) => line[0]).join('')).toMatch(/^156+89$/);
  const [head, batch] = records as [string, string];
  const [control, foot] = records.slice(-2) as [string, string];
  expect([at(head, 2, 3), at(head, 35, 40), at(head, 4, 13)]).toEqual(['01', '094101', ' 091000019']);
  expect([at(batch, 2, 4), at(batch, 51, 53), at(batch, 79, 87)]).toEqual(['220', 'PPD', '109100001']);
  const entries = records
    .filter((line) => line.startsWith('6'))
    .map((line, index) => {
      expect(at(line, 80, 94)).toBe(`09100001${String(index + 1).padStart(7, '0')}`);
      return {
        code: at(line, 2, 3),
        routing: at(line, 4, 12),
        account: at(line, 13, 29).trimEnd(),
        cents: Number(at(line, 30, 39)),
        id: at(line, 40, 54),
        name: at(line, 55, 76).trimEnd(),
      };
    });
  let [cents, hash] = [0, 0];
  for (const entry of entries) {
    cents += entry.cents;
    hash = (hash + Math.floor(Number(entry.routing) / 10)) % 10_000_000_000;
  }
  expect([Number(at(control, 5, 10)), Number(at(foot, 14, 21))]).toEqual([entries.length, entries.length]);
  expect([Number(at(control, 11, 20)), Number(at(foot, 22, 31))]).toEqual([hash, hash]);
  expect([Number(at(control, 21, 32)), Number(at(foot, 32, 43))]).toEqual([0, 0]);
  expect([Number(at(control, 33, 44)), Number(at(foot, 44, 55))]).toEqual([cents, cents]);
  expect([Number(at(foot, 2, 7)), Number(at(foot, 8, 13))]).toEqual([1, lines.length / 10]);
  return { entries, effective: at(batch, 70, 75) };
}
