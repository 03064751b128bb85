import type { NodeCore, NodePort } from '@sluice/flows';
import type { OutputType } from '@sluice/flows/value-type';
import { storeWork } from '../effects.js';
import { shown, text, texts } from '../read.js';
import { anythingOf, idOf, textOf } from '../outputs.js';

const yesNo: NodePort[] = [
  { key: 'yes', title: 'yes' },
  { key: 'no', title: 'no' },
];

/** The ways out by what the rule decides. */
const portsOf: Readonly<Record<string, readonly NodePort[]>> = {
  segment: yesNo,
  eligibility: yesNo,
  guard: yesNo,
  tier: [
    { key: 'up', title: 'up' },
    { key: 'down', title: 'down' },
    { key: 'same', title: 'stays' },
  ],
};

const tierAnswer: OutputType = {
  type: 'object',
  label: { en: 'Answer of the rule', de: 'Antwort der Regel' },
  fields: { tier: textOf('Tier', 'Stufe'), reason: textOf('Reason', 'Grund') },
};

/** Asks a published rule, keeps its answer in a variable and leaves by it; version, facts and trace are stored. */
export const core: NodeCore = {
  type: 'rule',
  category: 'logic',
  title: 'Ask a rule',
  icon: 'list-check',
  sentence: (config) => [
    'Ask rule ',
    { token: shown(config, 'rule'), field: 'rule' },
    ' and keep ',
    { token: shown(config, 'into'), field: 'into' },
  ],
  ports(config) {
    const own = portsOf[text(config, 'decides') ?? 'routing'];
    if (own) return [...own];
    const routes = texts(config['routes']);
    if (routes.length === 0) return [{ key: 'next', title: 'next' }];
    return [...routes.map((route) => ({ key: route, title: route })), { key: 'otherwise', title: 'otherwise' }];
  },
  effect: storeWork,
  historyCost: 1,
  money: false,
  editable: ['facts'],
  skippable: true,
  uses: (config) => ({ rules: [text(config, 'rule') ?? ''].filter((rule) => rule !== '') }),
  ruleKinds: (config) => [text(config, 'decides') ?? 'routing'],
  sets: (config) => [text(config, 'into') ?? 'outcome'],
  variables: (config) =>
    text(config, 'decides') === 'tier' ? { [text(config, 'into') ?? 'outcome']: tierAnswer } : {},
  outputs: () => ({
    outcome: anythingOf('Answer', 'Antwort'),
    decision: idOf('decision', 'Decision', 'Entscheidung'),
    rule: anythingOf('Rule', 'Regel'),
  }),
  takes: () => ({ partner: 'partner' }),
};
