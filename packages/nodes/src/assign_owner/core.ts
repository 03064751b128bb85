import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Gives a partner somebody who looks after it. */
export const core: NodeCore = {
  type: 'assign_owner',
  category: 'partner',
  title: 'Assign owner',
  icon: 'user-check',
  sentence: (config) => [
    'Give the partner to ',
    config['owner'] === undefined || config['owner'] === null
      ? { token: `one of ${shown(config, 'role')}`, field: 'role' }
      : { token: shown(config, 'owner'), field: 'owner' },
  ],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['owner', 'role'],
  skippable: true,
  outputs: () => ({
    partner: idOf('partner', 'Partner', 'Partner'),
    owner: textOf('Owner', 'Betreuer'),
  }),
};
