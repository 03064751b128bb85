import type { NodeCore } from '@sluice/flows';
import { mailWork } from '../effects.js';
import { isObject, shown, text } from '../read.js';

export const core: NodeCore = {
  type: 'email',
  category: 'message',
  title: 'Email',
  icon: 'mail',
  sentence: (config) => [
    'Email ',
    { token: shown(config, 'template'), field: 'template' },
    ' to ',
    { token: recipient(config), field: 'to' },
  ],
  ports: () => [{ key: 'next', title: 'sent' }],
  effect: mailWork,
  historyCost: 6,
  money: false,
  editable: ['template', 'to', 'data'],
  skippable: true,
  uses: (config) => ({ templates: [text(config, 'template') ?? ''].filter((template) => template !== '') }),
};

function recipient(config: { [key: string]: unknown }): string {
  const to = config['to'];
  if (to === null || typeof to !== 'object') return '…';
  const { kind, role } = to as { kind?: unknown; role?: unknown };
  if (kind === 'role') return isObject(role as never) ? shown(role as never, '$param') : String(role);
  return kind === 'batch' ? 'each partner of the batch' : 'the partner';
}
