import type { NodeCore } from '@sluice/flows';
import { moneyWork } from '../effects.js';

export const core: NodeCore = {
  type: 'send_payouts',
  category: 'money',
  title: 'Send payouts',
  icon: 'send',
  sentence: () => ["Pay out by each partner's rail"],
  ports: () => [
    { key: 'sent', title: 'all paid' },
    { key: 'failed_some', title: 'some failed' },
    { key: 'changed', title: 'changed since', optional: true },
  ],
  effect: moneyWork,
  historyCost: 14,
  money: true,
  editable: [],
  skippable: false,
  waits: true,
};
