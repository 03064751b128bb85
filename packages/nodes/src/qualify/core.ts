import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf } from '../outputs.js';
import { named } from '../read.js';

/** Counts a lead as valid: approved, qualified, tagged. */
export const core: NodeCore = {
  type: 'qualify',
  category: 'referral',
  title: 'Qualify',
  icon: 'circle-check',
  sentence: (config) => ['Qualify the lead, tag it ', { token: named(config, 'tags') || 'Qualified', field: 'tags' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['tags'],
  skippable: true,
  outputs: () => ({
    referral: idOf('referral', 'Referral', 'Empfehlung'),
    partner: idOf('partner', 'Partner', 'Partner'),
  }),
  takes: () => ({ referral: 'referral' }),
};
