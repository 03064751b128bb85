import { describe, expect, it } from '@jest/globals';
import type { FactsSchema } from '@sluice/rules';
import { ConditionError, evaluateCondition, factsOf, plainFacts } from '../src/index.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

const schema: FactsSchema = {
  id: 'test',
  version: 1,
  currency: 'USD',
  fields: {
    order: {
      type: 'object',
      fields: {
        amount: { type: 'money', currency: 'programme' },
        fee: { type: 'money', currency: 'EUR', optional: true },
        items: { type: 'list', of: { type: 'object', fields: { price: { type: 'money', currency: 'programme' } } } },
      },
    },
    at: { type: 'instant', optional: true },
    day: { type: 'day', optional: true },
    count: { type: 'integer', optional: true },
  },
};

describe('facts of a schema out of JSON', () => {
  it.each<[string, Parameters<typeof factsOf>[1], ReturnType<typeof factsOf>]>([
    ['money is a number of minor units', { order: { amount: usd('24514') } }, { order: { amount: 24_514 } }],
    ['negative money too', { order: { amount: usd('-1440') } }, { order: { amount: -1_440 } }],
    ['minor units stay what they are', { order: { amount: 24_514 } }, { order: { amount: 24_514 } }],
    ['inside lists as well', { order: { items: [{ price: usd('5') }] } }, { order: { items: [{ price: 5 }] } }],
    [
      'in the currency that the field fixes',
      { order: { fee: { amount: '7', currency: 'EUR' } } },
      { order: { fee: 7 } },
    ],
    ['an ISO instant is UTC milliseconds', { at: '2026-11-20T13:05:00Z' }, { at: Date.UTC(2026, 10, 20, 13, 5) }],
    ['a day stays a day', { day: '2026-11-20' }, { day: '2026-11-20' }],
    ['null is absent', { count: null, order: { amount: null } }, { order: {} }],
    ['what nobody declared is left out', { count: 1, secret: 'x', order: { note: 'y' } }, { count: 1, order: {} }],
    ['a text where a number belongs is left for the rule to refuse', { count: 'three' }, { count: 'three' }],
    ['inherited names are no facts', JSON.parse('{"__proto__": {"count": 1}}') as never, {}],
  ])('%s', (_name, raw, facts) => expect(factsOf(schema, raw)).toEqual(facts));

  it.each([
    [
      'another currency is never taken for ours',
      { order: { amount: { amount: '1', currency: 'JPY' } } },
      'currency_mismatch',
    ],
    ['more than a safe integer is no number', { order: { amount: usd('9007199254740993') } }, 'overflow'],
  ])('%s', (_name, raw, code) => {
    expect(() => factsOf(schema, raw)).toThrow(expect.objectContaining({ code, path: 'order.amount' }));
  });
});

describe('conditions over an event', () => {
  const vars = { event: { type: 'order.paid', data: { order: { amount: usd('24514'), note: null } } } };

  it('compare money as minor units, beside its currency', () => {
    const over = (limit: number) => ({ '>': [{ var: 'event.data.order.amount.amount' }, limit] });
    expect(evaluateCondition(over(24_513), vars)).toBe(true);
    expect(evaluateCondition(over(24_514), vars)).toBe(false);
    expect(evaluateCondition({ '==': [{ var: 'event.data.order.amount.currency' }, 'USD'] }, vars)).toBe(true);
  });

  it('leave an amount beyond safe integers a text, which cannot be compared with a number', () => {
    const huge = { event: { amount: usd('9007199254740993') } };
    expect(() => evaluateCondition({ '>': [{ var: 'event.amount.amount' }, 1] }, huge)).toThrow(ConditionError);
  });

  it('take only money for money', () => {
    const address = { amount: '12', currency: 'US dollars' };
    const priced = { ...usd('12'), tax: '1' };
    expect(plainFacts({ address, priced, list: [usd('1'), null] })).toEqual({
      address,
      priced,
      list: [{ amount: 1, currency: 'USD' }],
    });
  });
});
