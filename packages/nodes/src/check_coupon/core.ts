import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { anythingOf, idOf, listOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'check_coupon',
  category: 'brand',
  title: 'Check coupon',
  icon: 'discount-check',
  sentence: (config) => [
    'Check the code of ',
    { token: shown(config, 'request', 'the request'), field: 'request' },
    ' for conflicts',
  ],
  ports: () => [
    { key: 'clear', title: 'clear' },
    { key: 'conflict', title: 'conflict' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: [],
  skippable: false,
  outputs: () => ({
    request: textOf('Request', 'Anfrage'),
    code: textOf('Code', 'Code'),
    partner: idOf('partner', 'Partner', 'Partner'),
    reasons: anythingOf('What speaks against it', 'Was dagegen spricht'),
    words: listOf('What speaks against it, in words', 'Was dagegen spricht, in Worten'),
  }),
};
