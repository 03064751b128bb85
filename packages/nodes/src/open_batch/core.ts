import type { NodeCore } from '@sluice/flows';
import { moneyWork } from '../effects.js';
import { shown } from '../read.js';
import { countOf, idOf, moneyOf, textOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'open_batch',
  category: 'money',
  title: 'Open batch',
  icon: 'stack-2',
  sentence: (config) => [
    'Put what is payable',
    ...(config['currency'] ? [' in ', { token: shown(config, 'currency'), field: 'currency' }] : []),
    ' into a payout batch',
  ],
  ports: () => [
    { key: 'opened', title: 'opened' },
    { key: 'empty', title: 'nothing to pay' },
  ],
  effect: moneyWork,
  historyCost: 6,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({
    batch: idOf('batch', 'Batch', 'Stapel'),
    name: textOf('Its name', 'Sein Name'),
    payouts: countOf('Payouts', 'Auszahlungen'),
    total: moneyOf('Total', 'Summe'),
    leftOut: countOf('Left out', 'Ausgelassen'),
  }),
  takes: () => ({ batch: 'batch' }),
};
