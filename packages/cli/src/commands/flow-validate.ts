import { PinError, type CaseRun, type FlowFile, type FlowProblem } from '@sluice/flows';
import { lintFlow } from '@sluice/flows/lint/index';
import { catalogue } from '@sluice/nodes/catalogue';
import type { FlowLibrary } from '@sluice/nodes/simulation/library';
import { runCases } from '@sluice/nodes/simulation/run-case';
import { libraryFor, readFlow, type AroundOptions, type ReadFlow } from './flow-file.js';
import { exits } from './tool.js';

interface Checked {
  file: string;
  key: string | undefined;
  steps: number;
  problems: Pick<FlowProblem, 'severity' | 'pointer' | 'code' | 'message'>[];
  cases: { id: string; title: string; failed: string[] }[];
  historyEvents: number;
  isWell: boolean;
}

/** `sluice flow validate`: problems with places and sentences, and how the cases come out, file by file in the given order. */
export async function validateFlows(files: string[], options: AroundOptions): Promise<number> {
  const read = files.map(readFlow);
  const library = await libraryFor(
    options,
    read.flatMap((one) => (one.ok ? [one] : [])),
  );
  const checked = read.map((one) => check(one, library));
  if (options.json) console.log(JSON.stringify({ files: checked.map(plain) }, null, 2));
  else for (const one of checked) tell(one);
  return checked.every(({ isWell }) => isWell) ? exits.well : exits.found;
}

function check(read: ReadFlow, library: FlowLibrary): Checked {
  const { file } = read;
  if (!read.ok)
    return { file, key: undefined, steps: 0, problems: read.problems, cases: [], historyEvents: 0, isWell: false };
  const { key, nodes } = read.flow;
  const found: FlowProblem[] = lintFlow(read.flow, catalogue, library);
  const isError = ({ severity }: Pick<FlowProblem, 'severity'>): boolean => severity === 'error';
  const { runs, problem } = found.some(isError) ? { runs: [], problem: undefined } : told(read, library);
  const problems = [...(problem ? [problem] : []), ...found].map(({ severity, pointer, code, message }) => ({
    severity,
    pointer,
    code,
    message,
  }));
  const cases = runs.map((run, index) => ({
    id: run.case,
    title: read.cases[index]?.title ?? run.case,
    failed: run.failed.map(({ message }) => message),
  }));
  const isWell = !problems.some(isError) && cases.every(({ failed }) => failed.length === 0);
  const historyEvents = Math.max(0, ...runs.map((run) => run.historyEvents));
  return { file, key, steps: nodes.length, problems, cases, historyEvents, isWell };
}

function told({ flow, cases }: FlowFile, library: FlowLibrary): { runs: CaseRun[]; problem?: FlowProblem } {
  try {
    return { runs: runCases(flow, cases, library) };
  } catch (error) {
    if (!(error instanceof PinError)) throw error;
    return { runs: [], problem: { severity: 'error', pointer: '', code: error.code, message: error.message } };
  }
}

function plain({ isWell, key, ...rest }: Checked) {
  return { ...rest, ...(key !== undefined && { key }), ok: isWell };
}

function tell({ file, steps, problems, cases, historyEvents, isWell }: Checked): void {
  const green = cases.filter(({ failed }) => failed.length === 0).length;
  const ran =
    cases.length === 0 ? 'no case ran' : `${green} of ${cases.length} cases pass, ${historyEvents} history events`;
  console.log(`${file}: ${isWell ? 'well' : 'to be mended'} (${steps} steps, ${ran})`);
  for (const { severity, pointer, code, message } of problems)
    console.log(`  ${severity} ${pointer || '/'} ${code}: ${message}`);
  for (const { id, failed } of cases) for (const message of failed) console.log(`  case ${id}: ${message}`);
}
