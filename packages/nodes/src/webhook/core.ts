import type { NodeCore } from '@sluice/flows';
import { callWork } from '../effects.js';
import { anythingOf, countOf, textOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'webhook',
  category: 'message',
  title: 'Webhook',
  icon: 'webhook',
  sentence: (config) => ['Call ', { token: shown(config, 'url'), field: 'url' }],
  ports: () => [{ key: 'next', title: 'answered' }],
  effect: callWork,
  historyCost: 6,
  money: false,
  editable: ['url', 'body'],
  skippable: true,
  outputs: () => ({
    call: textOf('Call', 'Aufruf'),
    status: countOf('Status', 'Status'),
    body: anythingOf('Answer', 'Antwort'),
  }),
};
