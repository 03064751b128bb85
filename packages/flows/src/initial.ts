import type { JsonObject } from '@sluice/domain';
import type { PinnedFlow } from './pinned.js';
import type { RunState } from './run.js';

/** The state of a run that has not begun; the first input is `start`. */
export function initialState(
  pinned: PinnedFlow,
  run: {
    run: string;
    programme: string;
    subject: { kind: string; id: string };
    at: string;
    event?: JsonObject;
    params?: JsonObject;
    startedBy?: string;
    /** Who else made what the run makes. */
    makers?: string[];
    correlation?: string;
  },
): RunState {
  const subject = run.subject;
  return {
    semantics: 1,
    run: run.run,
    programme: run.programme,
    flow: { key: pinned.key, version: pinned.version, hash: pinned.hash },
    subject,
    startedAt: run.at,
    vars: {
      params: { ...pinned.params, ...run.params },
      subject: { kind: subject.kind, id: subject.id },
      ...(run.event && { event: run.event }),
    },
    status: 'running',
    positions: [],
    forks: {},
    visits: {},
    consumed: typeof run.event?.['id'] === 'string' ? [run.event['id']] : [],
    buffer: [],
    decided: {},
    steps: 0,
    log: [],
    logFrom: 0,
    wakes: [],
    acts: [],
    makers: [...new Set([...(run.startedBy ? [run.startedBy] : []), ...(run.makers ?? []), ...pinned.makers])],
    correlation: run.correlation ?? `${subject.kind}:${subject.id}`,
    rev: 0,
    flushed: 0,
    amended: [],
  };
}
