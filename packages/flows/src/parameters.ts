import { isDuration, parseMoney, type Json } from '@sluice/domain';
import type { Parameter } from './document.js';

type Type = Parameter['type'];

/** What is wrong with a parameter's value for its type, as a sentence; undefined where nothing is. Null leaves it open. */
export function parameterProblem(type: Type, value: Json): string | undefined {
  return value === null || checks[type].fits(value) ? undefined : checks[type].says;
}

const isText = (value: Json): value is string => typeof value === 'string';

const checks: Record<Type, { fits(value: Json): boolean; says: string }> = {
  duration: { fits: (value) => isText(value) && isDuration(value), says: 'a duration, such as P30D or PT2H' },
  money: { fits: isMoney, says: 'money in minor units, such as { "amount": "1999", "currency": "USD" }' },
  decimal: {
    fits: (value) => isText(value) && /^-?\d{1,30}(\.\d{1,30})?$/.test(value),
    says: 'a decimal number as a text, such as "12.5"',
  },
  integer: { fits: (value) => Number.isSafeInteger(value), says: 'a whole number' },
  string: { fits: (value) => isText(value) && value.length <= 2_000, says: 'a text of at most 2,000 characters' },
  role: { fits: (value) => isText(value) && /^[a-z][a-z_]{0,39}$/.test(value), says: 'a role, such as manager' },
  template: {
    fits: (value) => isText(value) && /^[a-z0-9][a-z0-9_-]{0,99}$/.test(value),
    says: 'the key of a mail',
  },
};

function isMoney(value: Json): boolean {
  try {
    parseMoney(value);
    return true;
  } catch {
    return false;
  }
}
