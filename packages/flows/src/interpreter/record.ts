import type { PinnedFlow } from '../pinned.js';
import type { RunRecord, RunState } from '../run.js';

/** What a person sees of the run; steps from number `from` of the run on, as far as the state keeps them. */
export function toRecord(pinned: PinnedFlow, state: RunState, from: number = state.logFrom): RunRecord {
  const firstStep = Math.max(from, state.logFrom);
  return {
    id: state.run,
    programme: state.programme,
    flow: { key: state.flow.key, title: pinned.title, version: state.flow.version, hash: state.flow.hash },
    subject: state.subject,
    status: state.closed?.status ?? (state.status === 'closed' ? 'completed' : state.status),
    ...(state.outcome !== undefined && { outcome: state.outcome }),
    startedAt: state.startedAt,
    ...(state.closed && { closedAt: state.closed.at }),
    ...(state.position && { current: state.position }),
    steps: state.log.slice(firstStep - state.logFrom),
    firstStep,
    acts: state.acts,
    rev: state.rev,
    vars: state.vars,
  };
}
