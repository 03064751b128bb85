import type { Locale } from '@sluice/domain/money/format';
import { list } from '../explain/write.js';
import { rangeText } from './clauses.js';
import type { Clause } from './types.js';

/** A clause in full: "tier is Silver", "the order is exactly $500.00". German puts the verb last, as after "wenn". */
export function clauseText(clause: Clause, locale: Locale): string {
  const subject = clause.phrase[locale];
  const values = clause.values.map((value) => value[locale]);
  const en = locale === 'en';
  switch (clause.test) {
    case 'yes':
      return clause.yes?.[locale] ?? (en ? `${subject} is so` : `${subject} zutrifft`);
    case 'no':
      return clause.no?.[locale] ?? (en ? `${subject} is not so` : `${subject} nicht zutrifft`);
    case 'present':
      return en ? `${subject} is known` : `${subject} bekannt ist`;
    case 'absent':
      return en ? `${subject} is not known` : `${subject} nicht bekannt ist`;
    case 'is':
      return en ? `${subject} is ${values[0] ?? ''}` : `${subject} ${values[0] ?? ''} ist`;
    case 'one_of':
      return en ? `${subject} is ${list(values, 'or')}` : `${subject} ${list(values, 'oder')} ist`;
    case 'none_of':
      if (values.length === 1) return en ? `${subject} is not ${values[0]!}` : `${subject} nicht ${values[0]!} ist`;
      return en ? `${subject} is neither ${list(values, 'nor')}` : `${subject} weder ${list(values, 'noch')} ist`;
    default:
      return en ? `${subject} is ${rangeText(clause, 'en')}` : `${subject} ${rangeText(clause, 'de')} beträgt`;
  }
}

/** A clause as short as its fact allows: "Silver", "exactly $500.00", "coupon is not known". */
export function shortText(clause: Clause, locale: Locale): string {
  const values = clause.values.map((value) => value[locale]);
  if (clause.named && (clause.test === 'is' || clause.test === 'one_of'))
    return list(values, locale === 'en' ? 'or' : 'oder');
  return rangeText(clause, locale) || clauseText(clause, locale);
}
