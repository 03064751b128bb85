import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf } from '../outputs.js';
import { durationInWords, shown } from '../read.js';

/** Asks a partner for a document in the portal, and waits until it is there. */
export const core: NodeCore = {
  type: 'request_document',
  category: 'partner',
  title: 'Request document',
  icon: 'file-certificate',
  sentence: (config) => [
    'Ask the partner for ',
    { token: shown(config, 'document').replaceAll('_', ' '), field: 'document' },
    ...(config['due'] ? [', due in ', { token: durationInWords(shown(config, 'due')), field: 'due' }] : []),
  ],
  ports: (config) =>
    config['then'] === 'go_on'
      ? [{ key: 'next', title: 'asked' }]
      : [
          { key: 'received', title: 'received' },
          ...(config['due'] === undefined || config['due'] === null
            ? []
            : [{ key: 'overdue', title: 'overdue', optional: true }]),
        ],
  effect: storeWork,
  historyCost: 9,
  money: false,
  editable: ['document', 'text', 'due'],
  skippable: true,
  waits: true,
  outputs: () => ({
    request: idOf('document', 'Request', 'Anfrage'),
    partner: idOf('partner', 'Partner', 'Partner'),
  }),
};
