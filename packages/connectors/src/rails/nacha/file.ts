import { minorToDecimal, money, parsePayoutAccount, shortReference, type PayoutAccount } from '@sluice/domain';
import type { FileFormat, FileInput, FilePayment, FileRefusal, WrittenFile } from '../files/format.js';
import { toSepa } from '../sepa/characters.js';
import { achText, alpha, numeric, record } from './record.js';

type Account = Extract<PayoutAccount, { rail: 'nacha' }>;

const creditsOnly = '220';
/** Ten digits of cents in an entry; twelve in the totals. */
const largest = 9_999_999_999n;
const largestTotal = 999_999_999_999n;
/** What is needed of the rail's settings, and what each must look like. */
const needed: readonly (readonly [string, RegExp])[] = [
  ['destination', /^\d{9}$/],
  ['destinationName', /\S/],
  ['origin', /^[ \dA-Z]{10}$/],
  ['originName', /\S/],
  ['companyName', /\S/],
  ['companyId', /^[ \dA-Z]{10}$/],
];

/**
 * A NACHA file (Operating Rules, Appendix Three): credits to checking and savings accounts, PPD for persons or CCD for
 * companies, one batch, records of 94 characters in blocks of ten, the rest of the last block filled with nines.
 */
export const nacha: FileFormat = {
  key: 'nacha',
  rails: ['nacha'],
  also: [],
  extension: 'ach',
  mime: 'text/plain; charset=us-ascii',
  calendar: 'fed',
  missing: (settings) => needed.filter(([key, fits]) => !fits.test(settings[key] ?? '')).map(([key]) => `/${key}`),
  check,
  write,
};

function check({ amount, account }: FilePayment): FileRefusal | undefined {
  if (account.rail !== 'nacha') return refusal('other_rail', `The account is for ${account.rail}, not for ACH.`);
  if (amount.currency !== 'USD') return refusal('other_currency', `ACH pays dollars, and this is ${amount.currency}.`);
  if (amount.amount <= 0n) return refusal('not_positive', 'Nothing is to be paid.');
  if (amount.amount > largest) return refusal('too_large', 'An ACH entry takes at most 99,999,999.99 dollars.');
  const parsed = parsePayoutAccount(account);
  if (!parsed.ok) return refusal('account_invalid', parsed.problems.map(({ message }) => message).join(' '));
  const { lost, text } = toSepa(account.holder);
  if (lost.length > 0 || !/[A-Z]/.test(achText(text))) {
    return refusal('not_writable', `The holder’s name cannot be written in an ACH file: ${account.holder}.`);
  }
  return undefined;
}

function write(input: FileInput): WrittenFile {
  const { payments, settings } = input;
  const odfi = (settings['destination'] ?? '').slice(0, 8);
  const accounts = payments.map(({ account }) => nachaAccount(account));
  const total = payments.reduce((sum, { amount }) => sum + amount.amount, 0n);
  if (total > largestTotal) throw new RangeError('A NACHA file takes at most 9,999,999,999.99 dollars.');
  // The sum of the first eight digits of every receiving bank, its last ten digits alone.
  const hash = accounts.reduce((sum, { routing }) => sum + BigInt(routing.slice(0, 8)), 0n) % 10n ** 10n;
  const entries = payments.map((payment, index) => entry(payment, accounts[index]!, odfi, index + 1));
  const lines = [
    fileHeader(input),
    batchHeader(input, odfi),
    ...entries,
    record(
      alpha('8', 1),
      alpha(creditsOnly, 3),
      numeric(entries.length, 6),
      numeric(hash, 10),
      numeric(0, 12),
      numeric(total, 12),
      alpha(settings['companyId'] ?? '', 10),
      alpha('', 19),
      alpha('', 6),
      numeric(odfi, 8),
      numeric(1, 7),
    ),
  ];
  const blocks = Math.ceil((lines.length + 1) / 10);
  lines.push(
    record(
      alpha('9', 1),
      numeric(1, 6),
      numeric(blocks, 6),
      numeric(entries.length, 8),
      numeric(hash, 10),
      numeric(0, 12),
      numeric(total, 12),
      alpha('', 39),
    ),
  );
  while (lines.length < blocks * 10) lines.push('9'.repeat(94));
  return {
    content: `${lines.join('\n')}\n`,
    sums: { control: minorToDecimal(money(total, 'USD')), hash: hash.toString().padStart(10, '0') },
    references: payments.map(({ key }) => shortReference(key)),
  };
}

function fileHeader({ settings, madeAt, ordinal, message }: FileInput): string {
  const stamp = madeAt.toISOString();
  return record(
    alpha('1', 1),
    alpha('01', 2),
    // A blank and the routing number.
    alpha(` ${settings['destination'] ?? ''}`, 10),
    alpha(settings['origin'] ?? '', 10),
    alpha(shortDay(stamp.slice(0, 10)), 6),
    alpha(stamp.slice(11, 16).replace(':', ''), 4),
    // Tells files of one day apart: A to Z, then 0 to 9.
    alpha('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[ordinal % 36] ?? 'A', 1),
    alpha('094', 3),
    alpha('10', 2),
    alpha('1', 1),
    alpha(achText(settings['destinationName'] ?? ''), 23),
    alpha(achText(settings['originName'] ?? ''), 23),
    alpha(message.slice(-8), 8),
  );
}

function batchHeader({ settings, executionDate }: FileInput, odfi: string): string {
  return record(
    alpha('5', 1),
    alpha(creditsOnly, 3),
    alpha(achText(settings['companyName'] ?? ''), 16),
    alpha('', 20),
    alpha(settings['companyId'] ?? '', 10),
    alpha(settings['entryClass'] === 'CCD' ? 'CCD' : 'PPD', 3),
    alpha(achText(settings['description'] ?? 'COMMISSION'), 10),
    alpha(shortDay(executionDate), 6),
    alpha(shortDay(executionDate), 6),
    alpha('', 3),
    alpha('1', 1),
    numeric(odfi, 8),
    numeric(1, 7),
  );
}

function entry({ key, amount }: FilePayment, { routing, account, type, holder }: Account, odfi: string, n: number) {
  return record(
    alpha('6', 1),
    alpha(type === 'savings' ? '32' : '22', 2),
    numeric(routing.slice(0, 8), 8),
    numeric(routing.slice(8), 1),
    alpha(account, 17),
    numeric(amount.amount, 10),
    alpha(shortReference(key), 15),
    alpha(achText(toSepa(holder).text), 22),
    alpha('', 2),
    alpha('0', 1),
    numeric(odfi, 8),
    numeric(n, 7),
  );
}

function nachaAccount(account: PayoutAccount): Account {
  if (account.rail !== 'nacha') throw new TypeError(`a payment to ${account.rail} in a NACHA file`);
  return account;
}

/** `2026-11-24` → `261124`. */
function shortDay(day: string): string {
  return day.slice(2).replaceAll('-', '');
}

function refusal(code: string, message: string): FileRefusal {
  return { code, message };
}
