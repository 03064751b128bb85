import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { choiceOf, commissionIds, moneyOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'claw_back',
  category: 'money',
  title: 'Claw back',
  icon: 'arrow-back-up',
  sentence: () => ['Bring the commission in line with what is left of the order'],
  ports: () => [
    { key: 'changed', title: 'changed' },
    { key: 'unchanged', title: 'nothing to change' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({
    commissions: commissionIds,
    held: { ...commissionIds, label: { en: 'Held again', de: 'Wieder zurückgehalten' } },
    amount: moneyOf('Difference', 'Differenz'),
    direction: choiceOf(
      'Direction',
      'Richtung',
      ['taken_back', 'taken back', 'zurückgeholt'],
      ['given_back', 'given back', 'zurückgegeben'],
    ),
  }),
  takes: () => ({ order: 'order' }),
};
