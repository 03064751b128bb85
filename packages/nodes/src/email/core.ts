import type { NodeCore } from '@sluice/flows';
import { mailWork } from '../effects.js';
import { isObject, shown, text, texts } from '../read.js';
import { countOf } from '../outputs.js';

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
  outputs: () => ({ messages: countOf('Mails', 'Nachrichten') }),
  takes: () => ({ 'to/partner': 'partner', 'to/commissions': 'commissions', 'to/batch': 'batch' }),
  mails: (config) => [
    {
      field: 'template',
      gives: ['name', ...toldBy(config['to']), ...texts(config['include']), ...namesIn(config['data'])],
    },
  ],
};

function recipient(config: { [key: string]: unknown }): string {
  const to = config['to'];
  if (to === null || typeof to !== 'object') return '…';
  const { kind, role } = to as { kind?: unknown; role?: unknown };
  if (kind === 'role') return isObject(role as never) ? shown(role as never, '$param') : String(role);
  if (kind === 'prospect') return 'the prospect';
  return kind === 'batch' ? 'each partner of the batch' : 'the partner';
}

/** What a mail is told about its recipient, by whom it goes to. */
function toldBy(to: unknown): string[] {
  const { kind } = isObject(to as never) ? (to as { kind?: unknown }) : {};
  if (kind === 'partner') return ['url', 'programme', 'tier'];
  if (kind === 'prospect') return ['url', 'programme'];
  if (kind === 'payout') return ['amount', 'reason', 'url'];
  if (kind === 'role') return ['url'];
  if (kind === 'commission') return ['amount', 'order', 'reason', 'until', 'url'];
  return kind === 'batch' ? ['amount', 'batch', 'statement', 'lines', 'more', 'url'] : [];
}

function namesIn(data: unknown): string[] {
  return isObject(data as never) ? Object.keys(data as object) : [];
}
