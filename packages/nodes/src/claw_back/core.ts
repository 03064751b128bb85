import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';

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
};
