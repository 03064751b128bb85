import type { JsonObject } from '@sluice/domain';
import type { NodeCore } from '@sluice/flows';
import { mailWork } from '../effects.js';
import { textOf } from '../outputs.js';
import { durationInWords, isObject, shown, text } from '../read.js';

/** What the template is told besides the step's own values. */
const told = 'from to clicks referrals orders commissions earned paid lines more events url name'.split(' ');

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
  outputs: () => ({
    message: textOf('Message', 'Nachricht'),
  }),
  takes: () => ({ partner: 'partner' }),
  mails: (config) => [{ field: 'template', gives: [...told, ...namesIn(config)] }],
};

function namesIn({ data }: JsonObject): string[] {
  return isObject(data) ? Object.keys(data) : [];
}
