import type { ExplanationPart } from '../explanation.js';
import type { FiledTaxForm, FormStanding } from './filed.js';
import { ticked } from './form.js';
import { isBackupNotified } from './forms/w9.js';
import type { TaxSettings } from './settings.js';

/** 26 U.S.C. § 3406(a)(1): the fourth lowest rate of § 1(c), 24 % since 2018. */
const backupRate = '24';
/** 26 U.S.C. §§ 1441(a), 1442(a). */
const statutoryRate = '30';

export interface Withholding {
  /** Percent, as decimal text. */
  rate: string;
  reason: ExplanationPart;
}

/**
 * What is kept back from a partner, by the form that holds and what the programme has set. Without a form the partner's country
 * speaks; where nobody knows even that, the partner is presumed to be of the United States if the programme pays backup withholding.
 */
export function decideWithholding(
  settings: TaxSettings,
  standing: FormStanding<Pick<FiledTaxForm, 'form' | 'values'>>,
  country: string | undefined,
): Withholding | undefined {
  if (standing.state !== 'in_force') return withoutForm(settings, country);
  const { form, values } = standing.form;
  if (form === 'w9')
    return settings.backupWithholding && isBackupNotified(values)
      ? withhold(backupRate, 'withholding.backup_notified')
      : undefined;
  if (!settings.usSource) return undefined;
  const { treatyRate, treatyCountry = '', treatyArticle = '' } = values;
  if (!ticked(values['treaty']) || treatyRate === undefined) return withhold(statutoryRate, 'withholding.statutory');
  const treaty = { country: treatyCountry, article: treatyArticle };
  return Number(treatyRate) === 0 ? undefined : withhold(treatyRate, 'withholding.treaty', treaty);
}

function withoutForm(settings: TaxSettings, country: string | undefined): Withholding | undefined {
  const foreign = country !== undefined && country.toUpperCase() !== 'US';
  if (foreign) return settings.usSource ? withhold(statutoryRate, 'withholding.foreign_no_form') : undefined;
  return settings.backupWithholding ? withhold(backupRate, 'withholding.backup_no_form') : undefined;
}

function withhold(rate: string, code: string, params: ExplanationPart['params'] = {}): Withholding {
  return { rate, reason: { code, params: { ...params, rate } } };
}
