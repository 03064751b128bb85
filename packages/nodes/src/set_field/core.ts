import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Writes one of the programme's own fields of a partner. */
export const core: NodeCore = {
  type: 'set_field',
  category: 'partner',
  title: 'Set field',
  icon: 'forms',
  sentence: (config) => [
    'Set the partner’s ',
    { token: shown(config, 'field'), field: 'field' },
    ' to ',
    { token: config['value'] === null ? 'nothing' : shown(config, 'value'), field: 'value' },
  ],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['field', 'value'],
  skippable: true,
  outputs: () => ({
    partner: idOf('partner', 'Partner', 'Partner'),
    field: textOf('Field', 'Feld'),
  }),
};
