import type { RunState } from './run.js';

/**
 * The state for a new history: steps before number `from` are in the store and are dropped here. The newest step stays,
 * because it may still be amended.
 */
export function compact(state: RunState, from: number): RunState {
  const first = Math.max(state.logFrom, Math.min(from, state.steps) - 1);
  return { ...state, log: state.log.slice(first - state.logFrom), logFrom: first };
}
