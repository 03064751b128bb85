import type { NodeCore } from '@sluice/flows';
import { callWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { shown } from '../read.js';

export const core: NodeCore = {
  type: 'slack',
  category: 'message',
  title: 'Slack message',
  icon: 'brand-slack',
  sentence: (config) => [
    'Tell Slack channel ',
    { token: shown(config, 'channel', 'the usual one'), field: 'channel' },
    ': ',
    { token: shown(config, 'text'), field: 'text' },
  ],
  ports: () => [{ key: 'next', title: 'sent' }],
  effect: callWork,
  historyCost: 6,
  money: false,
  editable: ['channel', 'text'],
  skippable: true,
  outputs: () => ({
    message: textOf('Message', 'Nachricht'),
    channel: textOf('Channel', 'Kanal'),
  }),
};
