import { describe, expect, it } from '@jest/globals';
import type { FormStanding } from '../../src/tax/filed.js';
import type { TaxFormKey, TaxValues } from '../../src/tax/form.js';
import { decideWithholding } from '../../src/tax/withholding.js';

type Held = FormStanding<{ form: TaxFormKey; values: TaxValues }>;
const holds = (form: TaxFormKey, values: TaxValues = {}): Held => ({ state: 'in_force', form: { form, values } });
const both = { backupWithholding: true, usSource: true };
const treaty = { treaty: 'yes', treatyCountry: 'DE', treatyArticle: '7', treatyRate: '15' };

describe('withholding', () => {
  it.each<[string, Parameters<typeof decideWithholding>, string | undefined, string?]>([
    ['nothing is asked for', [{}, { state: 'missing' }, 'US'], undefined],
    ['an American with a W-9', [both, holds('w9'), 'US'], undefined],
    ['an American without', [both, { state: 'missing' }, 'US'], '24', 'withholding.backup_no_form'],
    [
      'an American whose form was refused',
      [both, { state: 'rejected', form: { form: 'w9', values: {} } }, 'US'],
      '24',
      'withholding.backup_no_form',
    ],
    [
      'an American of whom the IRS has written',
      [both, holds('w9', { backupNotified: 'yes' }), 'US'],
      '24',
      'withholding.backup_notified',
    ],
    [
      'the same where no backup withholding is asked for',
      [{ usSource: true }, holds('w9', { backupNotified: 'yes' }), 'US'],
      undefined,
    ],
    ['somebody of an unknown country', [both, { state: 'missing' }, undefined], '24', 'withholding.backup_no_form'],
    ['a German without a form', [both, { state: 'missing' }, 'DE'], '30', 'withholding.foreign_no_form'],
    ['a German with a form and no claim', [both, holds('w8ben'), 'DE'], '30', 'withholding.statutory'],
    ['a German who claims 15 %', [both, holds('w8ben', treaty), 'DE'], '15', 'withholding.treaty'],
    ['a German who claims nothing to be due', [both, holds('w8ben', { ...treaty, treatyRate: '0' }), 'DE'], undefined],
    ['a German company', [both, holds('w8ben_e'), 'DE'], '30', 'withholding.statutory'],
    ['work done outside the United States', [{ backupWithholding: true }, holds('w8ben'), 'DE'], undefined],
    ['the same without a form', [{ backupWithholding: true }, { state: 'missing' }, 'DE'], undefined],
    [
      'a form that has ended',
      [both, { state: 'expired', form: { form: 'w8ben', values: treaty } }, 'DE'],
      '30',
      'withholding.foreign_no_form',
    ],
  ])('%s', (...row) => {
    const [, given, rate, code] = row;
    const decided = decideWithholding(...given);
    expect([decided?.rate, decided?.reason.code]).toEqual([rate, code]);
  });
});
