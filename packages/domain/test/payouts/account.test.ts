import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accountRails,
  accountText,
  maskedAccount,
  parsePayoutAccount,
  readAccount,
  type PayoutAccount,
} from '../../src/index.js';

const sepa = { rail: 'sepa', iban: 'DE89370400440532013000', holder: 'Mara Vogt', town: 'Köln', country: 'DE' };
const nacha = { rail: 'nacha', routing: '021000021', account: '123456789', type: 'checking', holder: 'Ann Lee' };

/** One good account of each rail, as people type it, and what is kept of it. */
const good: [string, Record<string, unknown>, PayoutAccount, masked: string][] = [
  [
    'sepa, spaces and small letters',
    { ...sepa, iban: 'de89 3704 0044 0532 0130 00', bic: 'cobadeffxxx', street: ' Ring  1 ', postcode: '50667' },
    {
      rail: 'sepa',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      holder: 'Mara Vogt',
      town: 'Köln',
      country: 'DE',
      street: 'Ring 1',
      postcode: '50667',
    },
    'DE89 •••• 3000',
  ],
  ['nacha', nacha, nacha as PayoutAccount, '••••6789'],
  [
    'paypal',
    { rail: 'paypal', receiver: ' a@b.example ' },
    { rail: 'paypal', receiver: 'a@b.example' },
    'a•••@b.example',
  ],
  ['wise by number', { rail: 'wise', recipient: '148563324' }, { rail: 'wise', recipient: '148563324' }, '••••3324'],
  [
    'wise by mail',
    { rail: 'wise', recipient: 'kim@mail.example', holder: 'Kim Ito' },
    { rail: 'wise', recipient: 'kim@mail.example', holder: 'Kim Ito' },
    'k•••@mail.example',
  ],
  [
    'stripe',
    { rail: 'stripe', account: 'acct_1A2b3C4d5E' },
    { rail: 'stripe', account: 'acct_1A2b3C4d5E' },
    '••••4d5E',
  ],
  ['payoneer', { rail: 'payoneer', payee: 'P-1000234' }, { rail: 'payoneer', payee: 'P-1000234' }, '••••0234'],
  ['sandbox', { rail: 'sandbox', id: 'acct_ok_12' }, { rail: 'sandbox', id: 'acct_ok_12' }, '••••k_12'],
  ['manual without a note', { rail: 'manual', note: ' ' }, { rail: 'manual' }, '–'],
  [
    'csv',
    { rail: 'csv', holder: 'Ola', account: '0012 3456 789', bank: 'Bank of N', country: 'ng' },
    { rail: 'csv', holder: 'Ola', account: '0012 3456 789', bank: 'Bank of N', country: 'NG' },
    '•••• 789',
  ],
];

const bad: [string, unknown, [pointer: string, code: string][]][] = [
  ['no object', 'DE89', [['', 'not_an_object']]],
  ['no rail', {}, [['/rail', 'unknown_rail']]],
  ['a rail of the prototype', { rail: 'constructor' }, [['/rail', 'unknown_rail']]],
  ['an IBAN with two digits swapped', { ...sepa, iban: 'DE89370400440532010300' }, [['/iban', 'invalid_iban']]],
  ['an IBAN too short for its country', { ...sepa, iban: 'DE8937040044053201300' }, [['/iban', 'invalid_iban']]],
  ['an IBAN from outside SEPA', { ...sepa, iban: 'AE070331234567890123456' }, [['/iban', 'not_sepa']]],
  ['a BIC of nine', { ...sepa, bic: 'COBADEFFX' }, [['/bic', 'invalid_bic']]],
  [
    'no town and no country',
    { ...sepa, town: '', country: undefined },
    [
      ['/town', 'missing'],
      ['/country', 'missing'],
    ],
  ],
  ['a country by name', { ...sepa, country: 'Germany' }, [['/country', 'invalid_country']]],
  ['a name of 141', { ...sepa, holder: 'x'.repeat(141) }, [['/holder', 'too_long']]],
  ['a name with a line break', { ...sepa, holder: 'Mara\nVogt' }, [['/holder', 'invalid_text']]],
  ['a number for text', { ...sepa, postcode: 50667 }, [['/postcode', 'not_text']]],
  ['a field of nobody', { ...sepa, 'a/b': 'x' }, [['/a~1b', 'unknown_field']]],
  ['a routing number with a wrong check digit', { ...nacha, routing: '021000022' }, [['/routing', 'invalid_routing']]],
  ['a routing number of noughts', { ...nacha, routing: '000000000' }, [['/routing', 'invalid_routing']]],
  ['an account of 18', { ...nacha, account: '1'.repeat(18) }, [['/account', 'invalid_account']]],
  ['another kind of account', { ...nacha, type: 'loan' }, [['/type', 'invalid_type']]],
  ['no mail address', { rail: 'paypal', receiver: 'kim' }, [['/receiver', 'invalid_email']]],
  ['a recipient by mail without a name', { rail: 'wise', recipient: 'k@m.example' }, [['/holder', 'missing']]],
  ['a recipient of letters', { rail: 'wise', recipient: 'abc' }, [['/recipient', 'invalid_recipient']]],
  ['a Stripe customer', { rail: 'stripe', account: 'cus_123456789' }, [['/account', 'invalid_stripe_account']]],
];

describe('payout accounts', () => {
  it.each(good)('reads %s', (_name, value, account, masked) => {
    expect(parsePayoutAccount(value)).toEqual({ ok: true, account });
    expect(maskedAccount(account)).toBe(masked);
  });

  it('has an example of every rail', () => {
    expect(new Set(good.map(([, { rail }]) => rail))).toEqual(new Set(accountRails));
  });

  it.each(bad)('refuses %s', (_name, value, expected) => {
    const parsed = parsePayoutAccount(value);
    expect(parsed.ok ? [] : parsed.problems.map(({ pointer, code }) => [pointer, code])).toEqual(expected);
  });

  it.each(good)('keeps %s as text and reads it back', (_name, _value, account) => {
    const text = accountText(account);
    expect(readAccount(text, account.rail)).toEqual({ ok: true, account });
    const reordered = Object.fromEntries(Object.entries(account).reverse());
    const again = parsePayoutAccount(reordered);
    expect(again.ok && accountText(again.account)).toBe(text);
  });

  it('reads the bare id that the sandbox has always had, and its JSON', () => {
    expect(readAccount('acct_ok_12', 'sandbox')).toEqual({ ok: true, account: { rail: 'sandbox', id: 'acct_ok_12' } });
    expect(readAccount('{"id":"a1","rail":"sandbox"}', 'sandbox').ok).toBe(true);
  });

  it('refuses a stored account of another rail, and text that is none', () => {
    expect(readAccount(accountText({ rail: 'paypal', receiver: 'a@b.example' }), 'sepa')).toMatchObject({
      problems: [{ code: 'other_rail' }],
    });
    expect(readAccount('acct_old', 'sepa')).toMatchObject({ problems: [{ code: 'unreadable' }] });
  });

  it('never says more of an account than its last four characters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{9,17}$/), (account) => {
        const shown = maskedAccount({ ...nacha, account } as PayoutAccount);
        expect(shown.replace('••••', '')).toBe(account.slice(-4));
      }),
    );
  });

  it('refuses every IBAN with one digit changed', () => {
    const digits = [...sepa.iban];
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const iban = digits.map((d, i) => (i === place ? String((Number(d) + by) % 10) : d)).join('');
        expect(parsePayoutAccount({ ...sepa, iban }).ok).toBe(false);
      }),
    );
  });
});
