import type { EffectResult } from './node.js';
import type { LockedFlow, PinnedFlow } from './pinned.js';

/** Runs inside of runs; deeper ones would be a drawing that nobody can follow. */
export const MAX_DEPTH = 5;

/** How a flow is locked by one that runs it. */
export function lockFlow(pinned: PinnedFlow): LockedFlow {
  const inside = Object.values(pinned.flows ?? {});
  return {
    key: pinned.key,
    version: pinned.version,
    hash: pinned.hash,
    uses: [...new Set(inside.flatMap(({ key, uses }) => [key, ...uses]))].sort(),
    depth: 1 + Math.max(0, ...inside.map(({ depth }) => depth)),
  };
}

/**
 * What a `subflow` step answers about its child run, for the activity and for the simulator: on by `next` when the child has
 * completed or is not waited for, by `stopped` when it was ended before, otherwise it waits to be told.
 */
export function answerOfChild(
  run: string,
  closed: { status: 'completed' | 'stopped'; outcome: string } | undefined,
  waits: boolean,
): EffectResult {
  if (!waits) return { port: 'next', output: { run } };
  if (closed) {
    return {
      port: closed.status === 'completed' ? 'next' : 'stopped',
      output: { run, outcome: closed.outcome },
      label: { code: 'outcome', params: { outcome: closed.outcome } },
    };
  }
  return {
    output: { run },
    wait: {
      kind: 'run',
      subject: run,
      wake: `run:${run}`,
      events: ['custom.run.closed'],
      correlation: `run:${run}`,
    },
  };
}
