import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { durationInWords, shown } from '../read.js';
import { commissionIds } from '../outputs.js';

/**
 * Opens the hold in the ledger, then waits for its end; after any wake-up the activity looks at the ledger again, so that a
 * dispute's hold is waited for too and a commission that was taken back leaves by `rejected`.
 */
export const core: NodeCore = {
  type: 'hold',
  category: 'money',
  title: 'Hold',
  icon: 'hourglass-high',
  sentence: (config) => [
    'Hold for ',
    { token: durationInWords(shown(config, 'for', 'the refund window')), field: 'for' },
    ' in case the order is refunded',
  ],
  ports: () => [
    { key: 'ended', title: 'held long enough' },
    { key: 'rejected', title: 'taken back' },
  ],
  effect: storeWork,
  historyCost: 9,
  money: true,
  editable: [],
  skippable: false,
  waits: true,
  outputs: () => ({ commissions: commissionIds }),
  takes: () => ({ commissions: 'commissions' }),
};
