import type { JsonObject } from '../json.js';
import type { FraudSignal } from './signal.js';

/** Countries of IP address, billing and card, and whether those that are known differ. */
export const country: FraudSignal = {
  key: 'country',
  facts: ({ countries }) => {
    const known = Object.entries(countries).filter(([, code]) => typeof code === 'string' && code !== '');
    const codes = known.map(([name, code]): [string, string] => [name, code.toUpperCase()]);
    const facts: JsonObject = {
      ...Object.fromEntries(codes),
      mismatch: new Set(codes.map(([, code]) => code)).size > 1,
    };
    return { country: facts };
  },
};
