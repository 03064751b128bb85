import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Moves a prospect along the pipeline, or closes it with a reason. */
export const core: NodeCore = {
  type: 'move_prospect',
  category: 'partner',
  title: 'Move prospect',
  icon: 'status-change',
  sentence: (config) => [
    config['to'] === 'closed' ? 'Close the prospect as ' : 'Mark the prospect ',
    config['to'] === 'closed'
      ? { token: shown(config, 'reason'), field: 'reason' }
      : { token: shown(config, 'to').replaceAll('_', ' '), field: 'to' },
  ],
  ports: () => [
    { key: 'next', title: 'next' },
    { key: 'gone', title: 'a partner, or closed', optional: true },
  ],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['to', 'reason'],
  skippable: true,
  outputs: () => ({
    prospect: textOf('Prospect', 'Interessent'),
    stage: textOf('Stage now', 'Stand jetzt'),
  }),
};
