import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'portal_notice',
  category: 'message',
  title: 'Portal notice',
  icon: 'bell',
  sentence: (config) => ['Tell the partner in the portal: ', { token: shown(config, 'title'), field: 'title' }],
  ports: () => [{ key: 'next', title: 'told' }],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['title', 'text', 'titleDe', 'textDe', 'link', 'partner'],
  skippable: true,
  outputs: () => ({
    notice: textOf('Notice', 'Hinweis'),
  }),
  takes: () => ({ partner: 'partner' }),
};
