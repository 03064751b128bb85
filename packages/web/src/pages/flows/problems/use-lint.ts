import type { FlowProblem } from '@sluice/flows';
import { lintFlow, type LintProblem } from '@sluice/flows/lint/index';
import { catalogue } from '@sluice/nodes/catalogue';
import { useDeferredValue, useMemo } from 'react';
import { useFlowEditor } from '../editor/context.js';

/** What stands against the flow with its cures: the editor's own findings where they bring them, else looked at anew. */
export function useLint(): readonly LintProblem[] {
  const { document, library, problems } = useFlowEditor();
  const calm = useDeferredValue(document);
  return useMemo(
    () => (problems.every(hasFixes) ? problems : lintFlow(calm, catalogue, library)),
    [calm, library, problems],
  );
}

function hasFixes(problem: FlowProblem): problem is LintProblem {
  return 'fixes' in problem;
}
