import type { NodeCore } from '@sluice/flows/core';
import { beginCollecting, goOnCollecting } from '../collect.js';
import { durationInWords, shown, texts } from '../read.js';

/** Collects events for a while and goes on with all of them. */
export const core: NodeCore = {
  type: 'digest',
  category: 'time',
  title: 'Digest',
  icon: 'stack-2',
  sentence: (config) => [
    'Collect ',
    { token: texts(config['events']).join(' or ') || '…', field: 'events' },
    ' for ',
    { token: durationInWords(shown(config, 'for')), field: 'for' },
  ],
  ports: () => [
    { key: 'next', title: 'next' },
    { key: 'nothing', title: 'nothing came', optional: true },
  ],
  run: (ctx) => beginCollecting(ctx),
  resume: (ctx, ended) => goOnCollecting(ctx, ended, ctx.enteredAt),
  historyCost: 6,
  money: false,
  editable: ['for', 'correlation'],
  skippable: true,
  reads: (config) => (config['filter'] === undefined ? [] : [config['filter']]),
  waits: true,
};
