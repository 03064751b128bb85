import type { NodeCore } from '@sluice/flows';
import { callWork } from '../effects.js';
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
};
