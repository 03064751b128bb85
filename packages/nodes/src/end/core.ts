import type { NodeCore } from '@sluice/flows';
import { shown, text } from '../read.js';

export const core: NodeCore = {
  type: 'end',
  category: 'logic',
  title: 'End',
  icon: 'flag',
  sentence: (config) => ['Stop: ', { token: shown(config, 'outcome'), field: 'outcome' }],
  ports: () => [],
  run: (ctx) => ({ do: 'end', outcome: text(ctx.config, 'outcome') ?? 'done' }),
  historyCost: 1,
  money: false,
  editable: ['outcome'],
  skippable: false,
};
