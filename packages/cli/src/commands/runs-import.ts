import { readFileSync } from 'node:fs';
import { carriedOver } from '@sluice/flows';
import { temporalRuns } from '@sluice/dispatcher/runs';
import { connectTemporal } from '@sluice/runtime';
import { withStore } from '../command.js';
import { parseRuns } from './runs-file.js';
import { exits, Trouble } from './tool.js';

/** Has the runs of a file go on here. Safe to repeat: what runs here already, or is over, is left alone. */
export async function importRuns(path: string): Promise<number> {
  const lines = parseRuns(read(path));
  return withStore(async ({ store, config, secrets, log }) => {
    const known = new Set(await store.programmes.keys());
    const strange = lines.find(({ programme }) => !known.has(programme));
    if (strange) throw new Trouble(`There is no programme “${strange.programme}” here. Nothing was imported.`);
    const temporal = await connectTemporal(config, secrets());
    try {
      const runs = temporalRuns(temporal.client, config.taskQueuePrefix);
      let begun = 0;
      for (const { programme, run, flow, state } of lines)
        if (await runs.resume(programme, { run, flow, state: carriedOver(state) })) begun += 1;
      log(`${begun} runs go on here; ${lines.length - begun} were here already.`);
      return exits.well;
    } finally {
      await temporal.close();
    }
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new Trouble(`${path} cannot be read.`);
  }
}
