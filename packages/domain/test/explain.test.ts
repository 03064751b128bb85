import { describe, expect, it } from '@jest/globals';
import { phrases, renderCalculationLine, renderExplanation } from '../src/index.js';

const cash = { amount: '41200', currency: 'USD' };

describe('explanations', () => {
  it('every code has a sentence in every language', () => {
    expect(Object.keys(phrases.de).sort()).toEqual(Object.keys(phrases.en).sort());
  });

  it('no sentence breaks without its parameters, and none shows "undefined"', () => {
    for (const locale of ['en', 'de'] as const) {
      for (const code of Object.keys(phrases[locale])) {
        const params = { month: 1, months: 12, items: 2, weight: 1, of: 2 };
        expect(renderExplanation([{ code, params }], locale)[0]).not.toMatch(/undefined|null|NaN/);
      }
    }
  });

  it('speaks the reader’s language and figures', () => {
    const part = { code: 'terms.percent', params: { rate: '12.5', base: cash } };
    expect(renderExplanation([part], 'en')).toEqual(['12.5\u202f% of $412.00.']);
    expect(renderExplanation([part], 'de')).toEqual(['12,5\u202f% von $412,00.']);
    const hold = { code: 'hold.refund_window', params: { until: '2026-12-19T12:00:00Z' } };
    expect(renderExplanation([hold], 'en')).toEqual([
      'Held while the customer can still ask for a refund, until 19 Dec 2026.',
    ]);
  });

  it('asks another renderer for codes of its own, and drops nothing', () => {
    const parts = [
      { code: 'because', params: {} },
      { code: 'toString', params: {} },
    ];
    expect(renderExplanation(parts, 'en', ({ code }) => (code === 'because' ? 'Because.' : undefined))).toEqual([
      'Because.',
      'toString',
    ]);
  });

  it('labels the sum', () => {
    expect(renderCalculationLine({ code: 'rate', rate: '20' }, 'en')).toBe('Rate × 20\u202f%');
    expect(renderCalculationLine({ code: 'customer_paid', params: { order: 'ord_90417' } }, 'de')).toBe(
      'Kunde zahlte, ord_90417',
    );
  });
});
