import type { NodeCore, SentencePart, WaitRequest } from '@sluice/flows';
import { durationInWords, isObject, shown, text } from '../read.js';
import { zoneAndQuiet, zoneAndQuietInWords } from '../quiet.js';

export const core: NodeCore = {
  type: 'wait',
  category: 'time',
  title: 'Wait',
  icon: 'clock',
  sentence(config) {
    const moment: SentencePart[] = config['until']
      ? ['Wait until ', { token: shown(config, 'until'), field: 'until' }]
      : isObject(config['next'])
        ? ['Wait until the next ', { token: nextInWords(config['next']), field: 'next' }]
        : ['Wait ', { token: durationInWords(shown(config, 'for')), field: 'for' }];
    const reason = text(config, 'reason');
    return [...moment, ...zoneAndQuietInWords(config), ...(reason ? [` ${reason}`] : [])];
  },
  ports: () => [{ key: 'next', title: 'then' }],
  run(ctx) {
    const next = ctx.config['next'];
    const duration = text(ctx.config, 'for');
    const until = text(ctx.config, 'until');
    if (duration === undefined && until === undefined && !isObject(next)) {
      return { do: 'park', code: 'no_duration', message: 'There is nothing that says how long to wait.' };
    }
    const wait: WaitRequest = {
      kind: 'timer',
      ...(duration !== undefined && { for: duration }),
      ...(until !== undefined && { until }),
      ...zoneAndQuiet(ctx.config),
      ...(isObject(next) && {
        next: {
          time: text(next, 'time') ?? '09:00',
          ...(typeof next['weekday'] === 'number' && { weekday: next['weekday'] }),
        },
      }),
    };
    return { do: 'wait', wait };
  },
  resume: () => ({ do: 'goto', port: 'next' }),
  historyCost: 6,
  money: false,
  editable: ['for', 'until', 'next', 'zone', 'quiet'],
  skippable: true,
  waits: true,
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function nextInWords(next: { [key: string]: unknown }): string {
  const day = typeof next['weekday'] === 'number' ? weekdays[next['weekday'] - 1] : 'day';
  return `${day ?? 'day'} at ${typeof next['time'] === 'string' ? next['time'] : '09:00'}`;
}
