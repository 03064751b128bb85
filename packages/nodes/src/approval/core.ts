import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { durationInWords, shown, text } from '../read.js';
import { anythingOf, choiceOf, idOf, textOf } from '../outputs.js';

/** Opens an approval document, then waits for people; how many, and that no maker decides, is checked with each decision. */
export const core: NodeCore = {
  type: 'approval',
  category: 'people',
  title: 'Approval',
  icon: 'user-check',
  sentence: (config) => [
    'Ask ',
    { token: shown(config, 'role'), field: 'role' },
    ' to approve ',
    { token: shown(config, 'title', shown(config, 'about')), field: 'title' },
    ...(config['timeout'] ? [' within ', { token: durationInWords(shown(config, 'timeout')), field: 'timeout' }] : []),
  ],
  ports: (config) => [
    { key: 'approved', title: 'approved' },
    { key: 'rejected', title: 'rejected' },
    ...(config['timeout'] ? [{ key: 'no_answer', title: 'no answer', optional: true }] : []),
  ],
  effect: storeWork,
  resume: (_ctx, ended) =>
    ended.by === 'decision'
      ? {
          do: 'goto',
          port: ended.state,
          output: { state: ended.state, decision: ended.decision },
          label: { code: ended.state, params: { by: ended.decision['name'] ?? ended.decision['by'] ?? '' } },
        }
      : { do: 'effect', stage: 'resume' },
  historyCost: 10,
  money: false,
  editable: ['role', 'remind', 'timeout'],
  skippable: false,
  waits: true,
  uses: (config) => ({ templates: [text(config, 'mail') ?? ''].filter((template) => template !== '') }),
  outputs: () => ({
    approval: idOf('approval', 'Approval', 'Freigabe'),
    subject: textOf('What was approved', 'Was freigegeben wurde'),
    subjectHash: textOf('Its fingerprint', 'Sein Fingerabdruck'),
    state: choiceOf(
      'Answer',
      'Antwort',
      ['approved', 'approved', 'freigegeben'],
      ['rejected', 'rejected', 'abgelehnt'],
      ['expired', 'no answer', 'keine Antwort'],
    ),
    decision: anythingOf('Decision', 'Entscheidung'),
  }),
  takes: (config) =>
    config['about'] === 'commission'
      ? { subject: 'commissions' }
      : config['about'] === 'batch'
        ? { subject: 'batch' }
        : {},
  mails: (config) =>
    config['mail'] === undefined ? [] : [{ field: 'mail', gives: ['name', 'title', 'amount', 'url'] }],
};
