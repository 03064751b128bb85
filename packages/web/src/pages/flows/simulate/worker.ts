import '../../../lib/no-eval.js';
import type { CaseRun, FlowDocument, SimulationCase } from '@sluice/flows';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { runCase } from '@sluice/nodes/simulation/run-case';

/** One story to be told; answers carry the same number. */
export interface Asked {
  number: number;
  flow: FlowDocument;
  story: SimulationCase;
  library: FlowLibrary;
}

export type Told = { number: number } & ({ run: CaseRun; took: number } | { problems: string[] });

/** Tells stories beside the page, so that it never stands still. */
self.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const { number, flow, story, library } = data;
  const began = performance.now();
  let told: Told;
  try {
    const run = runCase(flow, story, library);
    told = { number, run, took: performance.now() - began };
  } catch (error) {
    told = { number, problems: problemsOf(error) };
  }
  self.postMessage(told);
});

/** A flow that cannot run says each thing that stands against it. */
function problemsOf(error: unknown): string[] {
  if (error instanceof Error && 'problems' in error && Array.isArray(error.problems)) {
    const found = error.problems.flatMap((problem: unknown) =>
      typeof problem === 'object' && problem !== null && 'message' in problem ? [String(problem.message)] : [],
    );
    if (found.length > 0) return found;
  }
  return [error instanceof Error ? error.message : String(error)];
}
