import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Gives a partner a status, where the table of transitions allows it. */
export const core: NodeCore = {
  type: 'set_status',
  category: 'partner',
  title: 'Set status',
  icon: 'status-change',
  sentence: (config) => ['Mark the partner ', { token: shown(config, 'status').replaceAll('_', ' '), field: 'status' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['status', 'reason'],
  skippable: true,
  outputs: () => ({
    partner: idOf('partner', 'Partner', 'Partner'),
    from: textOf('Status before', 'Status davor'),
    status: textOf('Status now', 'Status jetzt'),
  }),
};
