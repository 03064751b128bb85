import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'reject_commission',
  category: 'money',
  title: 'Reject commission',
  icon: 'ban',
  sentence: (config) => ['Reject the commission because of ', { token: shown(config, 'reason'), field: 'reason' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: ['reason'],
  skippable: false,
  takes: () => ({ commissions: 'commissions' }),
};
