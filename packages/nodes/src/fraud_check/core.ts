import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { shown, text } from '../read.js';
import { anythingOf, choiceOf, countOf, idOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'fraud_check',
  category: 'money',
  title: 'Fraud check',
  icon: 'shield-check',
  sentence: (config) => ['Check for fraud by rule ', { token: shown(config, 'rule'), field: 'rule' }],
  ports: () => [
    { key: 'clear', title: 'clear' },
    { key: 'review', title: 'review' },
    { key: 'block', title: 'block' },
  ],
  effect: storeWork,
  historyCost: 1,
  money: true,
  editable: [],
  skippable: false,
  uses: (config) => ({ rules: [text(config, 'rule') ?? ''].filter((rule) => rule !== '') }),
  ruleKinds: () => ['fraud'],
  outputs: () => ({
    risk: countOf('Risk', 'Risiko'),
    verdict: choiceOf(
      'Verdict',
      'Urteil',
      ['clear', 'clear', 'unbedenklich'],
      ['review', 'review', 'prüfen'],
      ['block', 'block', 'sperren'],
    ),
    reasons: anythingOf('Reasons', 'Gründe'),
    fraud: anythingOf('Score', 'Bewertung'),
    signals: anythingOf('Signals', 'Signale'),
    rule: anythingOf('Rule', 'Regel'),
    decision: idOf('decision', 'Decision', 'Entscheidung'),
  }),
  takes: () => ({ commissions: 'commissions' }),
};
