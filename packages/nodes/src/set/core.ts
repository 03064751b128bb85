import type { NodeCore } from '@sluice/flows';
import { isObject } from '../read.js';

export const core: NodeCore = {
  type: 'set',
  category: 'logic',
  title: 'Set values',
  icon: 'variable',
  sentence: (config) => [
    'Set ',
    { token: Object.keys(isObject(config['values']) ? config['values'] : {}).join(', ') || '…', field: 'values' },
  ],
  ports: () => [{ key: 'next', title: 'next' }],
  run(ctx) {
    const values = isObject(ctx.config['values']) ? ctx.config['values'] : {};
    return { do: 'goto', port: 'next', set: values };
  },
  historyCost: 0,
  money: false,
  editable: ['values'],
  skippable: true,
  sets: (config) => Object.keys(isObject(config['values']) ? config['values'] : {}),
};
