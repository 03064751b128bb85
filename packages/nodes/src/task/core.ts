import type { NodeCore } from '@sluice/flows';
import { storeWork } from '../effects.js';
import { durationInWords, shown } from '../read.js';
import { anythingOf, idOf, textOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'task',
  category: 'people',
  title: 'Task',
  icon: 'clipboard-check',
  sentence: (config) => [
    'Give ',
    { token: shown(config, 'assignee', shown(config, 'role')), field: 'role' },
    ' a task: ',
    { token: shown(config, 'title'), field: 'title' },
    ...(config['due'] ? [', due in ', { token: durationInWords(shown(config, 'due')), field: 'due' }] : []),
  ],
  ports: (config) => [
    { key: 'done', title: 'done' },
    ...(config['due'] === undefined || config['due'] === null
      ? []
      : [{ key: 'overdue', title: 'overdue', optional: true }]),
  ],
  effect: storeWork,
  historyCost: 9,
  money: false,
  editable: ['title', 'role', 'assignee', 'due'],
  skippable: true,
  waits: true,
  outputs: () => ({
    task: idOf('task', 'Task', 'Aufgabe'),
    by: textOf('Done by', 'Erledigt von'),
    result: anythingOf('Result', 'Ergebnis'),
    cancelled: { type: 'boolean', label: { en: 'Called off', de: 'Abgesagt' } },
  }),
};
