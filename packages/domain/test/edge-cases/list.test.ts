import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

/** The specification's list, word by word: a test that is renamed or removed must not take an edge case with it. */
const edgeCases = [
  'refund before, during and after payout',
  'refund before its order',
  'two partial refunds, then a full one',
  'dispute + refund in both orders',
  'won dispute told twice',
  'one payment told by three Stripe events',
  'the same event 100 times at once',
  'late event across a period and a rule version',
  'tier change mid-period',
  'two orders at once crossing a graduated tier',
  'crash between commission and journal with the tier changed meanwhile',
  'hold release racing a refund',
  'two batches racing for one payable',
  'recurring cap in month n and n + 1',
  'renewal after cancellation',
  'upgrade proration',
  'flat v percent compared as money',
  'null and missing facts',
  'zero- and three-decimal currencies',
  'DST change, month end, leap day in holds',
  'minimum carry-over',
  'negative carry-over',
  'payout failure, return, re-send, key expired',
  'two managers decide at once',
  'amount changes after approval',
  'bank details changed before sending',
  'partner merged',
  'partner terminated and reinstated',
  'partner erased (GDPR) with pay history kept lawful',
  'coupon owned by one partner, click by another',
];

const packages = fileURLToPath(new URL('../../..', import.meta.url));
const rows = readFileSync(join(packages, 'testkit/test/edge-cases.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (edge case|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, name = '', file = '', title = '']) => ({ name, file, title }));

describe('the table of edge cases', () => {
  it('names every edge case of the specification, in its order', () => {
    expect(rows.map(({ name }) => name).filter((name) => name !== 'also')).toEqual(edgeCases);
  });

  it.each(rows.map(({ name, file, title }) => [name, title, file] as const))(
    '%s: “%s” is in %s',
    (_name, title, file) => {
      const path = join(packages, file);
      expect(existsSync(path)).toBe(true);
      const titles = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => /^\s*(?:it|describe)\b.*\(|^\s*\['/.test(line))
        .join('\n');
      expect(titles).toContain(title);
    },
  );
});
