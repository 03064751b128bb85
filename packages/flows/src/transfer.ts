import type { Refusal } from './command.js';
import type { RunState } from './run.js';

/** Whether a run can be carried to another server as it is: only where it waits, in each of its branches. */
export function refuseTransfer(state: RunState): Refusal | undefined {
  if (state.status === 'closed') return { code: 'closed', message: 'The run is over.' };
  const busy = state.positions.find(({ phase, dropped }) => phase === 'effect' || dropped);
  if (state.closing || state.positions.length === 0 || busy)
    return { code: 'busy', message: 'The run is doing something. Try it again when it waits.' };
  return undefined;
}

/**
 * The state to go on from elsewhere: each wait registers anew, and then looks at what is stored since it began, so that what
 * came while the run was on no server is seen. Deadlines are counted from when the step was entered, as before.
 */
export function carriedOver(state: RunState): RunState {
  return {
    ...state,
    positions: state.positions.map((position) =>
      position.wait ? { ...position, wait: { ...position.wait, registered: false } } : position,
    ),
  };
}
