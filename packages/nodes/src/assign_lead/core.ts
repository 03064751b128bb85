import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Gives a lead to a person, or to the next one in turn of a role. */
export const core: NodeCore = {
  type: 'assign_lead',
  category: 'referral',
  title: 'Assign lead',
  icon: 'user-share',
  sentence: (config) => [
    'Give the lead to ',
    config['assignee'] === undefined || config['assignee'] === null
      ? { token: `one of ${shown(config, 'role')}`, field: 'role' }
      : { token: shown(config, 'assignee'), field: 'assignee' },
  ],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['assignee', 'role'],
  skippable: true,
  outputs: () => ({
    referral: idOf('referral', 'Referral', 'Empfehlung'),
    partner: idOf('partner', 'Partner', 'Partner'),
    assignee: textOf('Assigned to', 'Zugewiesen an'),
  }),
  takes: () => ({ referral: 'referral' }),
};
