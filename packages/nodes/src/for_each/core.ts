import type { JsonObject } from '@sluice/domain';
import type { NodeCore } from '@sluice/flows/core';
import { isObject, shown } from '../read.js';
import { anythingOf, countOf } from '../outputs.js';

/** Items of one run's list; what is larger is work for a batch. */
const MOST = 10_000;

/** Goes round once for each item of a list, or for each batch of them. The way back is drawn to this step. */
export const core: NodeCore = {
  type: 'for_each',
  category: 'logic',
  title: 'For each',
  icon: 'list-numbers',
  sentence: (config) => [
    'For each of ',
    {
      token: shown(config, 'list', Array.isArray(config['list']) ? `${config['list'].length} items` : '…'),
      field: 'list',
    },
    ...(Number(config['batch'] ?? 1) > 1
      ? [', ', { token: `${shown(config, 'batch')} at a time`, field: 'batch' }]
      : []),
  ],
  ports: () => [
    { key: 'each', title: 'each' },
    { key: 'done', title: 'after the last' },
  ],
  run(ctx) {
    const { list } = ctx.config;
    if (!Array.isArray(list))
      return { do: 'park', code: 'not_a_list', message: 'What it is to go through is not a list.' };
    if (list.length > MOST)
      return {
        do: 'park',
        code: 'too_long',
        message: `The list has ${list.length} items; a run goes through ${MOST} at most.`,
      };
    const before = stateOf(ctx.vars[ctx.node]);
    const index = before === undefined ? 0 : before.index + before.count;
    const items = list.slice(index, index + Number(ctx.config['batch'] ?? 1));
    if (items.length === 0) {
      const output: JsonObject = { running: false, total: list.length };
      return { do: 'goto', port: 'done', output, label: { code: 'items', params: { count: list.length } } };
    }
    const output: JsonObject = {
      running: true,
      index,
      count: items.length,
      total: list.length,
      item: items[0] ?? null,
      items,
    };
    const label = { code: 'item', params: { number: index + 1, of: list.length } };
    return { do: 'goto', port: 'each', output, label };
  },
  historyCost: 0,
  money: false,
  editable: [],
  skippable: true,
  waits: true,
  outputs: () => ({
    running: { type: 'boolean', label: { en: 'Goes round', de: 'Läuft' } },
    index: countOf('Number from 0', 'Nummer ab 0'),
    count: countOf('Items of this round', 'Posten dieser Runde'),
    total: countOf('Items in all', 'Posten insgesamt'),
    item: anythingOf('Item', 'Posten'),
    items: anythingOf('Items', 'Posten (mehrere)'),
  }),
};

function stateOf(value: unknown): { index: number; count: number } | undefined {
  const state = isObject(value as never) ? (value as JsonObject) : {};
  const { running, index, count } = state;
  return running === true && typeof index === 'number' && typeof count === 'number' ? { index, count } : undefined;
}
