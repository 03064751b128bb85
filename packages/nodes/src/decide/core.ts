import { truthy, type NodeCore } from '@sluice/flows/core';
import { objects, shown } from '../read.js';

/** Leaves by the first branch whose condition holds. */
export const core: NodeCore = {
  type: 'decide',
  category: 'logic',
  title: 'Decide',
  icon: 'arrows-split-2',
  sentence: (config) => [
    'Decide ',
    {
      token:
        objects(config['branches'])
          .map((branch) => shown(branch, 'title', shown(branch, 'port')))
          .join(', ') || '…',
      field: 'branches',
    },
    ' or otherwise',
  ],
  ports: (config) => [
    ...objects(config['branches']).map((branch) => ({
      key: shown(branch, 'port'),
      title: shown(branch, 'title', shown(branch, 'port')),
    })),
    { key: 'otherwise', title: 'otherwise' },
  ],
  run(ctx) {
    const taken = objects(ctx.config['branches']).find((branch) => truthy(ctx.evaluate(branch['when'] ?? false)));
    const port = taken ? shown(taken, 'port') : 'otherwise';
    return { do: 'goto', port, label: { code: 'port', params: { port } } };
  },
  historyCost: 0,
  money: false,
  editable: ['branches'],
  skippable: true,
  reads: (config) => objects(config['branches']).map((branch) => branch['when'] ?? false),
};
