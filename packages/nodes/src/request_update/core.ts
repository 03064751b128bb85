import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { idOf } from '../outputs.js';
import { durationInWords, shown } from '../read.js';

/** Asks whoever has a lead how it stands, and waits for the answer. */
export const core: NodeCore = {
  type: 'request_update',
  category: 'referral',
  title: 'Ask for an update',
  icon: 'message-question',
  sentence: (config) => [
    'Ask ',
    { token: config['of'] === 'partner' ? 'the partner' : 'whoever has the lead', field: 'of' },
    ' for an update',
    ...(config['due'] ? [', due in ', { token: durationInWords(shown(config, 'due')), field: 'due' }] : []),
  ],
  ports: (config) => [
    { key: 'answered', title: 'answered' },
    ...(config['due'] === undefined || config['due'] === null
      ? []
      : [{ key: 'overdue', title: 'overdue', optional: true }]),
  ],
  effect: storeWork,
  historyCost: 9,
  money: false,
  editable: ['of', 'question', 'due'],
  skippable: true,
  waits: true,
  outputs: () => ({
    referral: idOf('referral', 'Referral', 'Empfehlung'),
    partner: idOf('partner', 'Partner', 'Partner'),
    request: idOf('document', 'Question', 'Frage'),
    task: idOf('task', 'Task', 'Aufgabe'),
  }),
  takes: () => ({ referral: 'referral' }),
};
