import type { NodeCore } from '@sluice/flows';
import { moneyWork } from '../effects.js';
import { countOf, idOf, moneyOf } from '../outputs.js';

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
  historyCost: 19,
  money: true,
  editable: [],
  skippable: false,
  waits: true,
  outputs: () => ({
    batch: idOf('batch', 'Batch', 'Stapel'),
    paid: countOf('Paid', 'Ausgezahlt'),
    failed: countOf('Failed', 'Fehlgeschlagen'),
    total: moneyOf('Total', 'Summe'),
  }),
  takes: () => ({ batch: 'batch', approval: 'approval' }),
};
