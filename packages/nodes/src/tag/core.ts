import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { listOf, textOf } from '../outputs.js';
import { named } from '../read.js';

/** Adds tags to a partner or a referral, and takes others away. */
export const core: NodeCore = {
  type: 'tag',
  category: 'partner',
  title: 'Tag',
  icon: 'tag',
  sentence(config) {
    const add = named(config, 'add');
    const remove = named(config, 'remove');
    return [
      ...(add || !remove ? ['Tag ', { token: add || '…', field: 'add' }] : []),
      ...(remove ? [add ? ', take away ' : 'Take away the tag ', { token: remove, field: 'remove' }] : []),
    ];
  },
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['add', 'remove'],
  skippable: true,
  outputs: () => ({
    on: textOf('Tagged', 'Verschlagwortet'),
    added: listOf('Tags added', 'Neue Schlagwörter'),
    removed: listOf('Tags taken away', 'Entfernte Schlagwörter'),
  }),
};
