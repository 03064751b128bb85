import { isDeepStrictEqual } from 'node:util';
import type { EffectContext, RunStep } from '@sluice/flows';
import type { Plan } from './plan.js';
import type { Player } from './player.js';

/** How far a moment of a played run may be from the simulated one: the server's clock goes on while the machine works. */
const DRIFT_MS = 15 * 60_000;

export interface Trace {
  taken: string[];
  effects: EffectContext[];
  steps: Omit<RunStep, 'startedAt' | 'endedAt'>[];
  end: object;
}

/** What is compared, of the simulated run. */
export function simulatedTrace({ simulated }: Plan, expected: string[]): Trace {
  const { state, effects } = simulated;
  const acts = state.acts.filter(({ type, node }) => type !== 'decide' || node !== undefined);
  return {
    taken: expected,
    effects: byKey(effects),
    steps: state.log.map(untimed),
    end: { status: state.closed?.status, outcome: state.outcome, vars: state.vars, acts: acts.map(actOf) },
  };
}

/** The same of the run on Temporal, as its records and effects tell it. */
export function playedTrace({ plan, heard, effects, steps, closed }: Player): Trace {
  const [record] = closed;
  const from = plan.simulated.state.logFrom;
  const written = [...steps.values()].filter(({ number }) => number >= from).sort((a, b) => a.number - b.number);
  return {
    taken: heard,
    effects: byKey(effects),
    steps: written.map(untimed),
    end: {
      status: record?.status,
      outcome: record?.outcome,
      vars: record?.vars,
      acts: record?.acts.map(actOf),
    },
  };
}

/** Steps whose times, counted from the start, are further apart than the clock's drift. */
export function mistimed({ plan, steps, closed }: Player): string[] {
  const began = Date.parse(closed[0]?.startedAt ?? '');
  const start = Date.parse(plan.simulated.timeline[0]?.at ?? '');
  return plan.simulated.state.log.flatMap((step) => {
    const other = steps.get(step.number);
    const differ = (a?: string, b?: string): boolean =>
      (a === undefined) !== (b === undefined) ||
      (a !== undefined && b !== undefined && Math.abs(Date.parse(a) - start - Date.parse(b) + began) > DRIFT_MS);
    const bad = differ(step.startedAt, other?.startedAt) || differ(step.endedAt, other?.endedAt);
    return bad
      ? [`${step.number} ${step.node}: ${step.startedAt}–${step.endedAt} ≠ ${other?.startedAt}–${other?.endedAt}`]
      : [];
  });
}

function untimed({ startedAt: _started, endedAt: _ended, ...step }: RunStep): Trace['steps'][number] {
  return step;
}

function actOf({
  id,
  type,
  node,
  status,
  reason,
}: {
  id: string;
  type: string;
  node?: string;
  status: string;
  reason: string;
}) {
  return { id, type, node, status, reason };
}

/** Effects that branches have at once are asked for in no order. */
function byKey(effects: readonly EffectContext[]): EffectContext[] {
  return [...effects].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** In words, everything in which a played run is not as the simulated one; its times only where the server's clock leapt. */
export function differences(player: Player, clock: { leaps: boolean } = { leaps: true }): string[] {
  const simulated = simulatedTrace(player.plan, player.expected);
  const played = playedTrace(player);
  const found = (Object.keys(simulated) as (keyof Trace)[]).flatMap((part) => {
    const [a, b] = [plain(simulated[part]), plain(played[part])];
    return isDeepStrictEqual(a, b) ? [] : [`${part}: simulated ${firstDifference(a, b)}`];
  });
  return [...player.refused, ...player.early, ...found, ...(clock.leaps ? mistimed(player) : [])];
}

/** As it looks after a way through JSON, where undefined fields are none. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function firstDifference(a: unknown, b: unknown): string {
  if (Array.isArray(a) && Array.isArray(b)) {
    const index = a.findIndex((item, at) => !isDeepStrictEqual(item, b[at]));
    const at = index < 0 ? a.length : index;
    return `[${at}] ${JSON.stringify(a[at])} ≠ played ${JSON.stringify(b[at])}`;
  }
  return `${JSON.stringify(a)} ≠ played ${JSON.stringify(b)}`;
}
