import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { shown } from '../read.js';

/** Writes a note on a partner or a referral. */
export const core: NodeCore = {
  type: 'note',
  category: 'partner',
  title: 'Note',
  icon: 'note',
  sentence: (config) => ['Note: ', { token: shown(config, 'text'), field: 'text' }],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['text'],
  skippable: true,
  outputs: () => ({
    note: textOf('Note', 'Notiz'),
    on: textOf('Written on', 'Geschrieben zu'),
  }),
};
