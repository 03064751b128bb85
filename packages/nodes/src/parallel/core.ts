import type { NodeCore } from '@sluice/flows/core';
import { objects, shown } from '../read.js';

/** Goes on by all its ports at once. */
export const core: NodeCore = {
  type: 'parallel',
  category: 'logic',
  title: 'Parallel',
  icon: 'arrows-split',
  sentence: (config) => [
    'Do side by side: ',
    {
      token:
        objects(config['branches'])
          .map((branch) => shown(branch, 'title', shown(branch, 'port')))
          .join(', ') || '…',
      field: 'branches',
    },
  ],
  ports: (config) => {
    const drawn = objects(config['branches']).map((branch) => ({
      key: shown(branch, 'port'),
      title: shown(branch, 'title', shown(branch, 'port')),
    }));
    return drawn.length > 0 ? drawn : [{ key: 'a', title: 'a' }];
  },
  run: (ctx) => ({ do: 'fork', ports: objects(ctx.config['branches']).map((branch) => shown(branch, 'port')) }),
  historyCost: 0,
  money: false,
  editable: [],
  skippable: false,
};
