import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { shown, text } from '../read.js';
import { anythingOf, commissionIds, idOf, moneyOf, textOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'compute_commission',
  category: 'money',
  title: 'Compute commission',
  icon: 'calculator',
  sentence: (config) => ['Compute commission by rule ', { token: shown(config, 'rule'), field: 'rule' }],
  ports: () => [
    { key: 'earned', title: 'earned' },
    { key: 'none', title: 'nothing earned' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  uses: (config) => ({ rules: [text(config, 'rule') ?? ''].filter((rule) => rule !== '') }),
  ruleKinds: (config, subject) => {
    // Another step's value may be either.
    if (config['order'] !== undefined && JSON.stringify(config['order']) !== '{"$var":"subject.id"}')
      return ['commission', 'lead_commission'];
    return subject === 'referral' ? ['lead_commission'] : ['commission'];
  },
  outputs: () => ({
    commissions: commissionIds,
    partner: idOf('partner', 'Partner', 'Partner'),
    amount: moneyOf('Amount earned', 'Verdienter Betrag'),
    rule: anythingOf('Rule', 'Regel'),
    reason: textOf('Why nothing was earned', 'Warum nichts verdient wurde'),
  }),
  takes: () => ({ order: 'order' }),
};
