import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Counts a lead as not valid, with a reason that its partner may see. */
export const core: NodeCore = {
  type: 'reject',
  category: 'referral',
  title: 'Reject',
  icon: 'circle-x',
  sentence: (config) => ['Reject the lead: ', { token: shown(config, 'reason').replaceAll('_', ' '), field: 'reason' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['reason', 'note', 'tags'],
  skippable: true,
  outputs: () => ({
    referral: idOf('referral', 'Referral', 'Empfehlung'),
    partner: idOf('partner', 'Partner', 'Partner'),
    reason: textOf('Reason', 'Grund'),
  }),
  takes: () => ({ referral: 'referral' }),
};
