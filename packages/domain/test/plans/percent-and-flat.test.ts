import { describe, expect, it } from '@jest/globals';
import type { CommissionTerms } from '../../src/index.js';
import { modes, order, pays, type Told } from './plan.js';

const percent = (rate: string, base?: 'net' | 'gross' | 'margin'): CommissionTerms => ({
  type: 'percent',
  rate,
  ...(base && { base }),
});

/** Amounts by hand, in the order half_even, half_up, half_down, up, down, ceil, floor. */
const rounded: [string, number, string, string, number[]][] = [
  ['USD', 100, '12.5', '12.5 lies in the middle, 12 is even', [12, 13, 12, 13, 12, 13, 12]],
  ['USD', 300, '12.5', '37.5 lies in the middle, 38 is even', [38, 38, 37, 38, 37, 38, 37]],
  ['EUR', 1999, '10', '199.9', [200, 200, 200, 200, 199, 200, 199]],
  ['EUR', 4, '12.5', '0.5', [0, 1, 0, 1, 0, 1, 0]],
  ['JPY', 999, '12.5', '124.875', [125, 125, 125, 125, 124, 125, 124]],
  ['JPY', 333, '15', '49.95', [50, 50, 50, 50, 49, 50, 49]],
  ['KWD', 1250, '15', '187.5 lies in the middle, 188 is even', [188, 188, 187, 188, 187, 188, 187]],
  ['KWD', 12345, '7.25', '895.0125', [895, 895, 895, 896, 895, 896, 895]],
];

describe('a percentage in every rounding mode and number of decimals', () => {
  const rows = rounded.flatMap(([currency, amount, rate, exact, answers]) =>
    modes.map((mode, index) => [currency, amount, rate, exact, mode, answers[index]!] as const),
  );
  it.each(rows)('%s %d at %s %% is %s, %s', (currency, amount, rate, _exact, rounding, answer) => {
    expect(pays(percent(rate), order(amount, currency), { rounding })).toBe(BigInt(answer));
  });
});

describe('what a percentage is of', () => {
  const rows: [string, string, number, Told, CommissionTerms, number][] = [
    ['net of tax', 'USD', 11900, { tax: 1900 }, percent('10'), 1000],
    ['net of tax and shipping', 'USD', 12400, { tax: 1900, shipping: 500 }, percent('10'), 1000],
    ['gross by the terms', 'USD', 11900, { tax: 1900 }, percent('10', 'gross'), 1190],
    ['margin by the terms', 'USD', 11900, { tax: 1900, margin: 3000 }, percent('10', 'margin'), 300],
    ['net by the terms', 'EUR', 11900, { tax: 1900 }, percent('10', 'net'), 1000],
    ['margin in euro', 'EUR', 5000, { margin: 1234 }, percent('50', 'margin'), 617],
    ['yen with consumption tax', 'JPY', 1100, { tax: 100 }, percent('8'), 80],
    ['yen, gross', 'JPY', 1100, { tax: 100 }, percent('8', 'gross'), 88],
    ['dinar with shipping', 'KWD', 10500, { shipping: 500 }, percent('12.5'), 1250],
    ['dinar, margin', 'KWD', 10500, { margin: 999 }, percent('10', 'margin'), 100], // 99.9
    ['nothing left after tax', 'USD', 1900, { tax: 1900 }, percent('10'), 0],
    ['a negative margin', 'USD', 5000, { margin: -100 }, percent('10', 'margin'), 0],
    ['all of it', 'EUR', 9999, {}, percent('100'), 9999],
    ['none of it', 'EUR', 9999, {}, percent('0'), 0],
    ['a rate of many decimals', 'USD', 100000000, {}, percent('0.000001'), 1],
  ];
  it.each(rows)('%s', (_name, currency, amount, told, terms, answer) => {
    expect(pays(terms, order(amount, currency, told))).toBe(BigInt(answer));
  });
});

describe('flat amounts', () => {
  const flat = (amount: string, per?: 'order' | 'item'): CommissionTerms => ({
    type: 'flat',
    amount,
    ...(per && { per }),
  });
  const one = [{ sku: 'a', amount: 1000 }];
  const three = [
    { sku: 'a', amount: 1000, quantity: 2 },
    { sku: 'b', amount: 500 },
  ];
  const rows: [string, string, Told, CommissionTerms, number][] = [
    ['dollars', 'USD', {}, flat('500'), 500],
    ['euro', 'EUR', {}, flat('1'), 1],
    ['yen: 500 are 500', 'JPY', {}, flat('500'), 500],
    ['dinar: 500 are half a dinar', 'KWD', {}, flat('500'), 500],
    ['for the order, said so', 'USD', { items: three }, flat('500', 'order'), 500],
    ['for each item, one', 'USD', { items: one }, flat('500', 'item'), 500],
    ['for each item, three', 'USD', { items: three }, flat('500', 'item'), 1500],
    ['for each item, yen', 'JPY', { items: three }, flat('70', 'item'), 210],
    ['for each item, where nobody told any', 'USD', {}, flat('500', 'item'), 500],
    ['more than the order', 'USD', {}, flat('99999'), 99999],
    ['of an order that is all tax', 'USD', { tax: 2500 }, flat('500'), 0],
  ];
  it.each(rows)('%s', (_name, currency, told, terms, answer) => {
    expect(pays(terms, order(2500, currency, told))).toBe(BigInt(answer));
  });
});
