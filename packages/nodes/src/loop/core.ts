import { truthy, type NodeCore } from '@sluice/flows/core';
import type { JsonObject } from '@sluice/domain';
import { isObject, shown } from '../read.js';
import { countOf } from '../outputs.js';

/** Largest number of rounds, whatever a reference gives. */
const MOST = 1_000;

/** Goes round until a condition holds, at most so many times. The way back is drawn to this step. */
export const core: NodeCore = {
  type: 'loop',
  category: 'logic',
  title: 'Loop',
  icon: 'repeat',
  sentence: (config) => [
    'Repeat at most ',
    { token: `${shown(config, 'max')} times`, field: 'max' },
    ...(config['until'] === undefined ? [] : [', until ', { token: 'a condition holds', field: 'until' }]),
  ],
  ports: (config) => [
    { key: 'again', title: 'again' },
    { key: 'done', title: config['until'] === undefined ? 'after the last round' : 'the condition holds' },
    ...(config['until'] === undefined ? [] : [{ key: 'limit', title: 'it never held' }]),
  ],
  run(ctx) {
    const { until } = ctx.config;
    const max = Number(ctx.config['max']);
    if (!Number.isInteger(max) || max < 1 || max > MOST)
      return {
        do: 'park',
        code: 'bad_limit',
        message: `A loop goes round 1 to ${MOST} times, not ${String(ctx.config['max'])}.`,
      };
    const round = roundOf(ctx.vars[ctx.node]);
    const state = (running: boolean, count: number): JsonObject => ({ running, round: count });
    if (until !== undefined && until !== null && truthy(ctx.evaluate(until)))
      return { do: 'goto', port: 'done', output: state(false, round), label: label(round) };
    if (round >= max) {
      const port = until === undefined || until === null ? 'done' : 'limit';
      return { do: 'goto', port, output: state(false, round), label: label(round) };
    }
    return { do: 'goto', port: 'again', output: state(true, round + 1), label: label(round + 1) };
  },
  historyCost: 0,
  money: false,
  editable: ['max', 'until'],
  skippable: true,
  reads: (config) => (config['until'] === undefined ? [] : [config['until']]),
  waits: true,
  outputs: () => ({
    running: { type: 'boolean', label: { en: 'Goes round', de: 'Läuft' } },
    round: countOf('Round', 'Runde'),
  }),
};

/** Rounds begun; 0 when the loop is entered from outside. */
function roundOf(value: unknown): number {
  const state = isObject(value as never) ? (value as JsonObject) : {};
  return state['running'] === true && typeof state['round'] === 'number' ? state['round'] : 0;
}

function label(round: number) {
  return { code: 'round', params: { round } };
}
