import type { Json, TermsSource } from '@sluice/domain';
import type { TermsSourceDto } from '@sluice/contracts';
import { COMMISSION_TERMS, commissionTerms, conform, writeOutcome } from '@sluice/rules';
import type { Context } from '../context.js';
import { Refusal } from '../http/problem.js';

/** Terms as they are stored, once they can be used: a rule that is published, or terms that are whole. Throws 422 with pointers. */
export async function checkedTerms(
  { store, now }: Context,
  programme: string,
  given: TermsSourceDto,
  pointer: string,
): Promise<TermsSource> {
  if ('rule' in given) {
    const rule = await store.rules.inForce(programme, given.rule, now());
    if (rule?.kind === 'commission') return { rule: given.rule };
    const message = rule ? 'a rule that says what is paid' : 'no version of this rule is published';
    throw new Refusal('invalid', {
      errors: [{ pointer: `${pointer}/rule`, code: rule ? 'wrong_kind' : 'unknown_rule', message }],
    });
  }
  const misfits = conform(given.terms, COMMISSION_TERMS, `${pointer}/terms`);
  if (misfits.length > 0)
    throw new Refusal('invalid', {
      errors: misfits.map((misfit) => ({ pointer: misfit.pointer, code: 'wrong_terms', message: misfit.message })),
    });
  return { terms: commissionTerms(given.terms) };
}

export function termsDto(source: TermsSource): TermsSourceDto {
  return 'rule' in source ? { rule: source.rule } : { terms: { ...(source.terms as unknown as Record<string, Json>) } };
}

/** "20 % for 12 months of the subscription", or which rule decides. */
export function sentenceOf(source: TermsSource, currency: string, locale: 'en' | 'de'): string {
  if ('rule' in source) return locale === 'en' ? `By the rule ${source.rule}` : `Nach der Regel ${source.rule}`;
  return writeOutcome(source.terms as unknown as Json, currency, locale);
}
