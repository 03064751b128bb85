import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { shown, text } from '../read.js';

/** Begins a run of another flow, in the version that was locked at publish, and waits for it to close unless told not to. */
export const core: NodeCore = {
  type: 'subflow',
  category: 'logic',
  title: 'Run another flow',
  icon: 'sitemap',
  sentence: (config) => [
    'Run ',
    { token: shown(config, 'flow'), field: 'flow' },
    config['wait'] === false ? ' and go on at once' : ' and wait until it is over',
  ],
  ports: (config) =>
    config['wait'] === false
      ? [{ key: 'next', title: 'begun' }]
      : [
          { key: 'next', title: 'completed' },
          { key: 'stopped', title: 'stopped before its end' },
        ],
  effect: storeWork,
  // Begins it, waits (with the workflow task that ends the wait), looks at how it ended.
  historyCost: 8,
  money: false,
  editable: ['subject', 'params'],
  skippable: true,
  waits: true,
  uses: (config) => ({ flows: [text(config, 'flow') ?? ''].filter((flow) => flow !== '') }),
};
