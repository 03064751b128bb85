import type { NodeCore } from '@sluice/flows/core';
import { beginCollecting, goOnCollecting } from '../collect.js';
import { durationInWords, shown, texts } from '../read.js';

/** Goes on when an event has not come again for a while. */
export const core: NodeCore = {
  type: 'debounce',
  category: 'time',
  title: 'Debounce',
  icon: 'bell-pause',
  sentence: (config) => [
    'Wait until ',
    { token: texts(config['events']).join(' or ') || '…', field: 'events' },
    ' has not come for ',
    { token: durationInWords(shown(config, 'for')), field: 'for' },
  ],
  ports: () => [
    { key: 'next', title: 'next' },
    { key: 'nothing', title: 'nothing came', optional: true },
  ],
  run: (ctx) => beginCollecting(ctx),
  resume: (ctx, ended) => goOnCollecting(ctx, ended, ctx.at),
  historyCost: 6,
  money: false,
  editable: ['for', 'correlation'],
  skippable: true,
  reads: (config) => (config['filter'] === undefined ? [] : [config['filter']]),
  waits: true,
};
