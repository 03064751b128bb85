import { nothing } from '../../money/fraction.js';
import type { NoTerms } from '../terms.js';
import type { TermsKind } from './kind.js';

export const none: TermsKind<NoTerms> = {
  apply({ reason }) {
    const why = { code: 'none.rule', params: { reason } };
    return { exact: nothing, calculation: [], explanation: [why], none: why };
  },
};
