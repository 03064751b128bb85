import type { FlowCaseResult } from '@sluice/contracts';
import type { CaseRun, FlowDocument, PinnedFlow, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { runCase } from '@sluice/nodes/simulation/run-case';
import { pinnedBy } from '@sluice/nodes/simulation/pinned';
import { Refusal } from '../../http/problem.js';

/** How every case of a flow runs; one whose documents stop a step is told as failed with what stopped it. */
export function runCasesOf(
  flow: FlowDocument,
  cases: readonly SimulationCase[],
  library: FlowLibrary,
): { results: FlowCaseResult[]; historyEvents: number | null } {
  const pinned = pinnedBy(flow, library);
  let historyEvents: number | null = null;
  const results = cases.map((one): FlowCaseResult => {
    const { id, title } = one;
    try {
      const run = runCase(pinned, one, library);
      historyEvents = Math.max(historyEvents ?? 0, run.historyEvents);
      const failed = run.failed.map(({ message }) => message);
      return { id, title, passed: failed.length === 0, failed };
    } catch (error) {
      return { id, title, passed: false, failed: [`It cannot be run: ${messageOf(error)}`] };
    }
  });
  return { results, historyEvents };
}

/** One case in full; throws 422 where the flow or the case cannot be run. */
export function simulateCase(flow: FlowDocument | PinnedFlow, one: SimulationCase, library: FlowLibrary): CaseRun {
  try {
    return runCase(flow, one, library);
  } catch (error) {
    const message = messageOf(error);
    throw new Refusal('invalid', {
      detail: 'It cannot be run.',
      errors: [{ pointer: '/case', code: 'not_runnable', message }],
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
