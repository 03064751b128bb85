import type { PinnedFlow } from '../pinned.js';
import type { Position, RunRecord, RunState } from '../run.js';

/** What a person sees of the run; steps from number `from` of the run on, as far as the state keeps them. */
export function toRecord(pinned: PinnedFlow, state: RunState, from: number = state.logFrom): RunRecord {
  const first = Math.max(from, state.logFrom);
  const [current, ...beside] = byUrgency(state.positions);
  return {
    id: state.run,
    programme: state.programme,
    flow: { key: state.flow.key, title: pinned.title, version: state.flow.version, hash: state.flow.hash },
    subject: state.subject,
    status: state.closed?.status ?? (state.status === 'closed' ? 'completed' : state.status),
    ...(state.outcome !== undefined && { outcome: state.outcome }),
    startedAt: state.startedAt,
    ...(state.closed && { closedAt: state.closed.at }),
    ...(current && { current }),
    beside,
    steps: [...state.amended.filter(({ number }) => number < first), ...state.log.slice(first - state.logFrom)],
    acts: state.acts,
    rev: state.rev,
    vars: state.vars,
  };
}

const order: Record<Position['phase'], number> = { parked: 0, effect: 1, wait: 2 };

function byUrgency(positions: readonly Position[]): Position[] {
  const until = (position: Position): string => position.wait?.until ?? '~';
  return [...positions].sort((a, b) => order[a.phase] - order[b.phase] || (until(a) < until(b) ? -1 : 1));
}
