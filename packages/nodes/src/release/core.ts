import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { commissionIds, moneyOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'release',
  category: 'money',
  title: 'Release',
  icon: 'lock-open',
  sentence: () => ['Release the commission for payout'],
  ports: () => [
    { key: 'released', title: 'payable' },
    { key: 'rejected', title: 'taken back' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({ commissions: commissionIds, amount: moneyOf('Amount released', 'Freigegebener Betrag') }),
  takes: () => ({ commissions: 'commissions' }),
};
