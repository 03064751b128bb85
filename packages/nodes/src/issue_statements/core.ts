import type { NodeCore } from '@sluice/flows';
import { bulkWork } from '../effects.js';
import { countOf, idOf } from '../outputs.js';

export const core: NodeCore = {
  type: 'issue_statements',
  category: 'money',
  title: 'Issue statements',
  icon: 'file-text',
  sentence: () => ['Issue an itemised statement to each partner paid'],
  ports: () => [{ key: 'next', title: 'next' }],
  effect: bulkWork,
  historyCost: 6,
  money: true,
  editable: [],
  skippable: false,
  outputs: () => ({
    batch: idOf('batch', 'Batch', 'Stapel'),
    statements: countOf('Statements', 'Abrechnungen'),
  }),
  takes: () => ({ batch: 'batch' }),
};
