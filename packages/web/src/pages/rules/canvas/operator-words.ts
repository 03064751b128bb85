import type { RowOperator } from '@sluice/rules/views/decision-list';

/** What an operator is called in a choice of them. */
export const OPERATOR_WORDS: Readonly<Record<RowOperator, string>> = {
  is: 'is',
  is_not: 'is not',
  one_of: 'is one of',
  none_of: 'is none of',
  at_least: 'at least',
  more_than: 'more than',
  at_most: 'at most',
  less_than: 'less than',
  from_to: 'from … to',
  between: 'between',
  contains: 'contains',
  lacks: 'does not contain',
  starts_with: 'begins with',
  ends_with: 'ends with',
  matches_domain: 'is at the domain',
  yes: 'yes',
  no: 'no',
  present: 'is known',
  absent: 'is not known',
};
