import type { NodeCore } from '@sluice/flows';
import { mailWork } from '../effects.js';
import { durationInWords, shown, text } from '../read.js';

export const core: NodeCore = {
  type: 'digest_mail',
  category: 'message',
  title: 'Digest mail',
  icon: 'news',
  sentence: (config) => [
    'Mail ',
    { token: shown(config, 'template'), field: 'template' },
    ' with the figures of the last ',
    { token: durationInWords(shown(config, 'period', 'P7D')), field: 'period' },
  ],
  ports: (config) => [
    { key: 'next', title: 'sent' },
    ...(config['empty'] === 'skip' ? [{ key: 'nothing', title: 'nothing to tell' }] : []),
  ],
  effect: mailWork,
  historyCost: 6,
  money: false,
  editable: ['template', 'period', 'data'],
  skippable: true,
  uses: (config) => ({ templates: [text(config, 'template') ?? ''].filter((template) => template !== '') }),
};
