import type { NodeCore } from '@sluice/flows';
import { amountShown } from '../amount.js';
import { storeWork } from '../effects.js';
import { commissionIds, idOf, moneyOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'bonus',
  category: 'money',
  title: 'Bonus',
  icon: 'gift',
  sentence: (config) => [
    'Pay a bonus of ',
    { token: amountShown(config, 'amount'), field: 'amount' },
    ' for ',
    { token: shown(config, 'reason'), field: 'reason' },
  ],
  ports: () => [{ key: 'next', title: 'booked' }],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({
    commissions: commissionIds,
    partner: idOf('partner', 'Partner', 'Partner'),
    amount: moneyOf('Bonus', 'Bonus'),
  }),
  takes: () => ({ partner: 'partner' }),
};
