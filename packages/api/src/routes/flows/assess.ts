import type { FlowCaseResult, ProblemError } from '@sluice/contracts';
import {
  parseDraftFlow,
  pinFlow,
  PinError,
  type FlowDocument,
  type FlowProblem,
  type PinnedFlow,
  type SimulationCase,
} from '@sluice/flows';
import { lintFlow } from '@sluice/flows/lint/index';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { flowLocks } from '@sluice/store/operations/index';
import type { Context } from '../../context.js';
import { programmeOf } from '../programme.js';
import { runCasesOf } from './cases.js';
import { placed } from './drafts.js';
import { libraryOf } from './library.js';
import { mailProblems } from './mails.js';

/** Everything that the server says of a flow: what checking and publishing are decided by. */
export interface FlowAssessment {
  problems: FlowProblem[];
  cases: FlowCaseResult[];
  /** History events of the longest case; null where none could run. */
  historyEvents: number | null;
  /** The executable form, with what is in force locked; absent where there are errors. */
  pinned?: PinnedFlow;
}

/** Checks a flow as it is drawn against what is published, pins it, and runs its cases. */
export async function assessFlow(
  context: Context,
  programmeKey: string,
  flow: FlowDocument,
  cases: readonly SimulationCase[],
  makers: string[] = [],
): Promise<FlowAssessment> {
  const programme = await programmeOf(context, programmeKey);
  const [library, locks] = await Promise.all([
    libraryOf(context, programme),
    flowLocks(context.store, programmeKey, context.now()),
  ]);
  const problems = problemsOf(flow, library);
  if (problems.some(({ severity }) => severity === 'error')) return { problems, cases: [], historyEvents: null };
  try {
    const pinned = pinFlow(flow, { catalogue, ...locks, makers });
    const { results, historyEvents } = runCasesOf(flow, cases, library);
    return { problems, cases: results, historyEvents, pinned };
  } catch (error) {
    if (!(error instanceof PinError)) throw error;
    const { code, message } = error;
    return {
      problems: [{ severity: 'error', pointer: '', code, message }, ...problems],
      cases: [],
      historyEvents: null,
    };
  }
}

/** What is not filled in yet, and what the checks find; errors first. */
function problemsOf(flow: FlowDocument, library: FlowLibrary): FlowProblem[] {
  const parsed = parseDraftFlow(flow);
  const found = lintFlow(flow, catalogue, library).map(({ fixes: _fixes, ...problem }) => problem);
  // What the parser says of a place the checks need not say again.
  const told = new Set(parsed.problems.map(({ pointer }) => pointer));
  return [
    ...parsed.problems,
    ...found.filter(({ pointer, code }) => code !== 'bad_config' || !told.has(pointer)),
    ...mailProblems(flow, library),
  ].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}

/** All that stands in the way of publishing, each with its place in the draft; a warning does not. */
export function barring(
  cases: readonly SimulationCase[],
  { problems, cases: results }: Pick<FlowAssessment, 'problems' | 'cases'>,
): ProblemError[] {
  const places = new Map(cases.map(({ id }, index) => [id, index]));
  return [
    ...placed(
      problems.filter(({ severity }) => severity === 'error'),
      '/document',
    ),
    ...results
      .filter(({ passed }) => !passed)
      .map(({ id, title, failed }) => ({
        pointer: `/cases/${places.get(id) ?? 0}`,
        code: 'failing_case',
        message: `“${title}”: ${failed.join(' ')}`,
      })),
  ];
}
