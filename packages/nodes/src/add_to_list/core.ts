import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Puts a lead or a partner on a named list, or takes it off. */
export const core: NodeCore = {
  type: 'add_to_list',
  category: 'referral',
  title: 'Add to list',
  icon: 'list-details',
  sentence: (config) =>
    config['do'] === 'remove'
      ? ['Take it off the list ', { token: shown(config, 'list'), field: 'list' }]
      : ['Put it on the list ', { token: shown(config, 'list'), field: 'list' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['list', 'do'],
  skippable: true,
  outputs: () => ({
    list: textOf('List', 'Liste'),
    member: textOf('Member', 'Mitglied'),
    changed: { type: 'boolean', label: { en: 'Changed', de: 'Geändert' } },
  }),
};
