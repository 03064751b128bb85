import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf, textOf } from '../outputs.js';
import { durationInWords, shown } from '../read.js';

export const core: NodeCore = {
  type: 'create_coupon',
  category: 'brand',
  title: 'Create coupon',
  icon: 'ticket',
  sentence: (config) =>
    config['answer'] === 'decline'
      ? ['Decline the coupon request: ', { token: shown(config, 'reason'), field: 'reason' }]
      : [
          'Create the coupon ',
          { token: shown(config, 'code', 'as requested'), field: 'code' },
          ...(config['expires']
            ? [', for ', { token: durationInWords(shown(config, 'expires')), field: 'expires' }]
            : []),
        ],
  ports: (config) => [
    config['answer'] === 'decline' ? { key: 'next', title: 'declined' } : { key: 'next', title: 'created' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['code', 'expires', 'terms', 'reason'],
  skippable: false,
  outputs: () => ({
    request: textOf('Request', 'Anfrage'),
    coupon: idOf('coupon', 'Coupon', 'Gutschein'),
    code: textOf('Code', 'Code'),
    partner: idOf('partner', 'Partner', 'Partner'),
    expiresAt: textOf('Valid until', 'Gültig bis'),
    reason: textOf('Why declined', 'Warum abgelehnt'),
  }),
};
