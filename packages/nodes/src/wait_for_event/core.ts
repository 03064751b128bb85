import type { NodeCore, WaitRequest } from '@sluice/flows';
import { zoneAndQuiet, zoneAndQuietInWords } from '../quiet.js';
import { durationInWords, shown, text, texts } from '../read.js';

export const core: NodeCore = {
  type: 'wait_for_event',
  category: 'time',
  title: 'Wait for event',
  icon: 'hourglass',
  sentence: (config) => [
    'Wait for ',
    { token: texts(config['events']).join(' or ') || '…', field: 'events' },
    ...(config['for'] === undefined
      ? []
      : [
          ' for at most ',
          { token: durationInWords(shown(config, 'for')), field: 'for' },
          ...zoneAndQuietInWords(config),
        ]),
  ],
  ports: (config) => [
    { key: 'event', title: 'it came' },
    ...(config['for'] === undefined || config['for'] === null ? [] : [{ key: 'timeout', title: 'it did not' }]),
  ],
  run(ctx) {
    const duration = text(ctx.config, 'for');
    const filter = ctx.config['filter'];
    const wait: WaitRequest = {
      kind: 'event',
      events: texts(ctx.config['events']),
      correlation: text(ctx.config, 'correlation') ?? `${ctx.subject.kind}:${ctx.subject.id}`,
      ...(filter !== undefined && filter !== null && { filter }),
      ...(duration !== undefined && { for: duration }),
      ...zoneAndQuiet(ctx.config),
    };
    return { do: 'wait', wait };
  },
  resume: (_ctx, ended) =>
    ended.by === 'event'
      ? {
          do: 'goto',
          port: 'event',
          output: { event: ended.event },
          label: { code: 'event', params: { type: ended.event['type'] ?? '' } },
        }
      : { do: 'goto', port: 'timeout', label: { code: 'timeout', params: {} } },
  historyCost: 7,
  money: false,
  editable: ['for', 'correlation', 'zone', 'quiet'],
  skippable: true,
  reads: (config) => (config['filter'] === undefined ? [] : [config['filter']]),
  waits: true,
};
