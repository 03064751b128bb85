import type { FlowCaseResult } from '@sluice/contracts';
import type { CaseRun, FlowDocument, PinnedFlow, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { Refusal } from '../../http/problem.js';

/** How every case of a flow ran. */
export function runCasesOf(
  _flow: FlowDocument | PinnedFlow,
  _cases: readonly SimulationCase[],
  _library: FlowLibrary,
): { results: FlowCaseResult[]; historyEvents: number | null } {
  return { results: [], historyEvents: null };
}

export function simulateCase(_flow: FlowDocument | PinnedFlow, _one: SimulationCase, _library: FlowLibrary): CaseRun {
  throw new Refusal('unavailable');
}
