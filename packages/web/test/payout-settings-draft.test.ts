import { describe, expect, it } from '@jest/globals';
import { accountFields } from '@sluice/domain/payouts/account-fields';
import { parsePayoutAccount } from '@sluice/domain/payouts/account';
import { de } from '../src/i18n/de.js';
import { draftOf, settingsOf } from '../src/pages/settings/payout-draft.js';
import { accountProblem, accountProblems } from '../src/parts/account-problem.js';
import { programme } from './fixtures/people.js';

const render =
  (dictionary?: Record<string, string>) =>
  (key: string, values: Record<string, string>): string =>
    (dictionary ? (dictionary[key] ?? `missing: ${key}`) : key).replace(
      /{{(\w+)}}/g,
      (_, name: string) => values[name] ?? '',
    );

const sepa = { rail: 'sepa', iban: 'DE89370400440532013000', holder: 'Mara Vogt', town: 'Köln', country: 'DE' };
const nacha = { rail: 'nacha', routing: '021000021', account: '123456789', type: 'checking', holder: 'Ann Lee' };

/** One account for everything that can be wrong with one, and the German of it. */
const wrong: [value: Record<string, unknown>, german: string][] = [
  [{ ...sepa, iban: '' }, 'Die IBAN fehlt.'],
  [
    { ...sepa, iban: 'DE89370400440532013001' },
    'Die IBAN stimmt nicht: Ihre Länge oder ihre Prüfziffern passen nicht.',
  ],
  [{ ...sepa, iban: 'AE070331234567890123456' }, 'Banken in AE nehmen keine SEPA-Überweisungen an.'],
  [{ ...sepa, bic: 'COBADEFFX' }, 'Der BIC hat 8 oder 11 Buchstaben und Ziffern.'],
  [{ ...sepa, country: 'Germany' }, 'Das Land besteht aus zwei Buchstaben, etwa DE oder US.'],
  [{ ...sepa, holder: 'x'.repeat(141) }, 'Der Kontoinhaber hat mehr als 140 Zeichen.'],
  [{ ...sepa, street: 'Ring\u00071' }, 'Die Straße enthält Zeichen, die nicht gedruckt werden können.'],
  [{ ...sepa, postcode: 50667 }, 'Die Postleitzahl muss ein Text sein.'],
  [{ ...sepa, note: 'x' }, 'sepa hat kein Feld „note“.'],
  [{ ...nacha, routing: '021000022' }, 'Die Routing-Nummer hat neun Ziffern, und ihre Prüfziffer muss passen.'],
  [
    { ...nacha, account: '1'.repeat(18) },
    'Die Kontonummer besteht aus 1 bis 17 Ziffern, Buchstaben oder Bindestrichen.',
  ],
  [{ ...nacha, type: 'loan' }, 'Das Konto ist ein Girokonto oder ein Sparkonto.'],
  [{ rail: 'paypal', receiver: 'kim' }, 'Das ist keine E-Mail-Adresse mit höchstens 127 Zeichen.'],
  [{ rail: 'wise', recipient: 'abc' }, 'Der Empfänger ist seine Nummer bei Wise oder eine E-Mail-Adresse.'],
  [{ rail: 'stripe', account: 'cus_123456789' }, 'Das Stripe-Konto sieht aus wie acct_1A2b3C4d5E6f7G8h.'],
  [{ rail: 'payoneer', payee: '!' }, 'Die Empfänger-Nummer hat höchstens 100 Buchstaben, Ziffern oder . _ @ + -.'],
  [{ rail: 'sandbox', id: '{' }, 'Das Konto hat 1 bis 200 Zeichen.'],
  [
    { rail: 'gold' },
    'Der Zahlungsweg ist einer von sepa, nacha, paypal, wise, stripe, payoneer, sandbox, manual, csv.',
  ],
];

describe('what is wrong with payout details', () => {
  it.each(wrong)('%j is said in both languages', (value, german) => {
    const parsed = parsePayoutAccount(value);
    const [problem, ...others] = parsed.ok ? [] : parsed.problems;
    expect(others).toEqual([]);
    if (!problem) throw new Error('nothing is wrong');
    const { params, ...rest } = problem;
    const told = { ...rest, ...(params && { params: { ...params } }) };
    expect(accountProblem(told, render())).toBe(problem.message);
    expect(accountProblem(told, render(de))).toBe(german);
  });

  it('has German for every code and every field', () => {
    const labels = Object.values(accountFields).flatMap((fields) => fields.map(({ label }) => label));
    expect([...Object.values(accountProblems), ...labels].filter((text) => de[text] === undefined)).toEqual([]);
  });

  it('leaves a code that it does not know in the server’s words', () => {
    expect(accountProblem({ code: 'new_one', message: 'As the server says.' }, render(de))).toBe('As the server says.');
  });
});

describe('payout settings as they are typed', () => {
  const saved = (language: 'en' | 'de', more: Partial<ReturnType<typeof draftOf>>, of = programme) =>
    settingsOf({ ...draftOf(of, language), ...more }, of, language);

  it('go back unchanged where nothing is typed, whatever the language', () => {
    const stored = {
      ...programme,
      settings: {
        ...programme.settings,
        minimumPayout: { USD: '5000', KWD: '1250', JPY: '700' },
        payouts: {
          calendar: 'lock_then_pay' as const,
          payDay: 3,
          lockDays: 5,
          coolingDays: 7,
          feesByRail: { paypal: { percent: '2.9', flat: { USD: '30', EUR: '35' } }, sepa: { flat: { USD: '20' } } },
        },
      },
    };
    for (const language of ['en', 'de'] as const) {
      const { minimumPayout, secondApproverFrom, feesBorneBy, payouts } = stored.settings;
      expect(saved(language, {}, stored)).toEqual({
        ok: true,
        settings: { minimumPayout, secondApproverFrom, feesBorneBy, payouts },
      });
    }
  });

  it.each<['en' | 'de', string, string, unknown]>([
    ['en', '0.30', '2.9', { flat: { USD: '30' }, percent: '2.9' }],
    ['de', '1.234,50', '0,25', { flat: { USD: '123450' }, percent: '0.25' }],
    ['en', '9007199254740.993', '', undefined],
    ['en', '9999999999999.99', '', { flat: { USD: '999999999999999' } }],
    ['en', '0', '0', undefined],
    ['en', '', '3', { percent: '3' }],
  ])('%s: a fee of %s and %s percent', (language, flat, percent, fee) => {
    const answer = saved(language, { fees: { paypal: { flat, percent } } });
    if (flat.endsWith('.993')) expect(answer.ok).toBe(false);
    else expect(answer.ok && answer.settings.payouts?.feesByRail?.['paypal']).toEqual(fee);
  });

  it('name each place that is wrong as the server does', () => {
    const answer = saved('en', {
      calendar: 'monthly',
      payDay: '',
      coolingDays: 61,
      second: '-5',
      minimums: [
        { currency: 'USD', amount: 'fifty' },
        { currency: 'JPY', amount: '5.5' },
      ],
      fees: { paypal: { flat: '1,5 USD', percent: '100' }, sepa: { flat: '', percent: '2.12345' } },
    });
    expect(answer.ok ? [] : Object.keys(answer.errors).sort()).toEqual([
      '/settings/minimumPayout/JPY',
      '/settings/minimumPayout/USD',
      '/settings/payouts/coolingDays',
      '/settings/payouts/feesByRail/paypal/flat/USD',
      '/settings/payouts/feesByRail/paypal/percent',
      '/settings/payouts/feesByRail/sepa/percent',
      '/settings/payouts/payDay',
      '/settings/secondApproverFrom/USD',
    ]);
    const texts = answer.ok ? [] : Object.values(answer.errors);
    expect(texts.filter((text) => de[text] === undefined)).toEqual([]);
  });
});
