import { parseFlowFile, type CaseRun, type FlowFile } from '@sluice/flows';
import { runCase } from '@sluice/nodes/simulation/run-case';
import { PinError } from '@sluice/flows';
import { libraryFor, neededFlow, type AroundOptions } from './flow-file.js';
import { Server } from './server.js';
import { exits, Trouble } from './tool.js';

interface SimulateOptions extends AroundOptions {
  flow?: string;
  version?: string;
  case?: string;
}

/** `sluice flow simulate`: what happens in each case and when, how it ends, and which expectations it does not meet. */
export async function simulateFlow(file: string | undefined, options: SimulateOptions): Promise<number> {
  const read = await flowOf(file, options);
  const cases = options.case === undefined ? read.cases : read.cases.filter(({ id }) => id === options.case);
  if (cases.length === 0)
    throw new Trouble(
      options.case === undefined ? 'The flow has no cases.' : `The flow has no case "${options.case}".`,
    );
  const library = await libraryFor(options, file === undefined ? [] : [read]);
  const runs = cases.map((one) => {
    try {
      return { title: one.title, run: runCase(read.flow, one, library) };
    } catch (error) {
      if (error instanceof PinError) throw new Trouble(`The flow cannot be run: ${error.message}`);
      throw error;
    }
  });
  if (options.json) console.log(JSON.stringify({ cases: runs.map(({ run }) => run) }, null, 2));
  else for (const { title, run } of runs) tell(title, run);
  return runs.every(({ run }) => run.failed.length === 0) ? exits.well : exits.found;
}

async function flowOf(file: string | undefined, options: SimulateOptions): Promise<FlowFile> {
  const { flow, version } = options;
  if ((file === undefined) === (flow === undefined))
    throw new Trouble('Name either a flow file, or a flow of the server with --flow.');
  if (file !== undefined) return neededFlow(file);
  const query = version === undefined ? '' : `?version=${encodeURIComponent(version)}`;
  const path = `/v1/flows/${encodeURIComponent(flow ?? '')}/file${query}`;
  const parsed = parseFlowFile(await Server.needed(options).get<unknown>(path));
  if (parsed.ok) return parsed;
  const [first] = parsed.problems;
  throw new Trouble(`The flow cannot be run as it is drawn: ${first?.pointer || '/'} ${first?.message ?? ''}`);
}

/** One line a happening, in the order of the virtual clock. */
function tell(title: string, run: CaseRun): void {
  const { state, timeline, failed, historyEvents, endedAt } = run;
  console.log(`${run.case}: ${title}`);
  for (const { at, until, lane, label, state: how } of [...timeline].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  ))
    console.log(
      `  ${minute(at)}${until === undefined ? '' : ` – ${minute(until)}`}  ${lane.padEnd(6)} ${label}${how === 'done' ? '' : ` (${how})`}`,
    );
  const status = state.closed ? `${state.closed.status}${state.outcome ? `, ${state.outcome}` : ''}` : state.status;
  console.log(
    `  ${minute(endedAt)}  ${status}; ${run.mails.length} mails, ${run.effects.length} effects, ${historyEvents} history events`,
  );
  for (const { message } of failed) console.log(`  failed: ${message}`);
}

/** An ISO instant to the minute, in UTC. */
function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}
