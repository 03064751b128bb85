import { openSync, closeSync, fsyncSync, writeSync } from 'node:fs';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { refuseTransfer, type RunState } from '@sluice/flows';
import { connectTemporal } from '@sluice/runtime';
import { queries } from '@sluice/runtime/names';
import type { Store, StoredRun } from '@sluice/store';
import { withStore } from '../command.js';
import { headerLine, printRun, type RunLine } from './runs-file.js';
import { exits } from './tool.js';

/** Runs looked up at once. */
const page = 500;

/**
 * Writes every waiting run of every programme, each whole line synced before its run is ended. A worker must be up: it answers
 * for the runs. The API and the dispatcher should be down, so that nobody begins anything meanwhile.
 */
export async function exportRuns(options: { out: string; end?: boolean }): Promise<number> {
  return withStore(async ({ store, config, secrets, log }) => {
    const temporal = await connectTemporal(config, secrets());
    const file = openSync(options.out, 'wx', 0o600);
    let written = 0;
    const left: string[] = [];
    try {
      writeSync(file, headerLine);
      for (const programme of await store.programmes.keys())
        for await (const run of openRuns(store, programme)) {
          const line = await lineOf(store, temporal.client, run);
          if (typeof line === 'string') {
            left.push(line);
            continue;
          }
          writeSync(file, printRun(line));
          fsyncSync(file);
          if (options.end) await temporal.client.workflow.getHandle(run.id).terminate('carried to another server');
          written += 1;
        }
    } finally {
      closeSync(file);
      await temporal.close();
    }
    for (const each of left) log(each);
    log(`${written} runs are written${options.end ? ' and ended here' : ''}; ${left.length} were not at a wait.`);
    return left.length === 0 ? exits.well : exits.found;
  });
}

/** A run as a line, or why it is not. */
async function lineOf(store: Store, client: Client, { id, programme }: StoredRun): Promise<RunLine | string> {
  let state: RunState;
  try {
    state = await client.workflow.getHandle(id).query<RunState>(queries.state);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return `${id}: this server does not know it.`;
    throw error;
  }
  const refusal = refuseTransfer(state);
  if (refusal) return `${id}: ${refusal.message}`;
  const version = await store.flows.get(programme, state.flow.key, state.flow.version);
  if (!version || version.hash !== state.flow.hash)
    return `${id}: version ${state.flow.version} of its flow is not stored.`;
  return { programme, run: id, flow: version.pinned, state };
}

async function* openRuns(store: Store, programme: string): AsyncGenerator<StoredRun> {
  const filter = { status: { $in: ['running', 'waiting', 'parked'] } };
  for (let after: string | undefined; ;) {
    const runs: StoredRun[] = await store.runs.collection.find(
      programme,
      { ...filter, ...(after !== undefined && { _id: { $gt: after } }) },
      { sort: { _id: 1 }, limit: page },
    );
    yield* runs;
    after = runs.at(-1)?.id;
    if (runs.length < page) return;
  }
}
