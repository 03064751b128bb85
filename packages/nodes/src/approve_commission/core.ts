import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { commissionIds } from '../outputs.js';

export const core: NodeCore = {
  type: 'approve_commission',
  category: 'money',
  title: 'Approve commission',
  icon: 'circle-check',
  sentence: () => ['Mark the commission approved'],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({ commissions: commissionIds }),
  takes: () => ({ commissions: 'commissions', approval: 'approval' }),
};
