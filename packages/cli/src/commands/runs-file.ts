import { z } from 'zod';
import type { PinnedFlow, RunState } from '@sluice/flows';
import { Trouble } from './tool.js';

/** First line of a file of runs. */
const header = z.object({ sluice: z.literal('runs'), version: z.literal(1) });

/** One run a line: its flow as it is pinned, and its state. What they mean is the interpreter's to say. */
const line = z.object({
  programme: z.string().min(1),
  run: z.string().min(1),
  flow: z.looseObject({ semantics: z.literal(1), key: z.string(), version: z.number(), hash: z.string() }),
  state: z.looseObject({
    semantics: z.literal(1),
    run: z.string(),
    programme: z.string(),
    flow: z.object({ key: z.string(), version: z.number(), hash: z.string() }),
    positions: z.array(z.looseObject({ node: z.string(), phase: z.enum(['wait', 'parked']) })).min(1),
  }),
});

export interface RunLine {
  programme: string;
  run: string;
  flow: PinnedFlow;
  state: RunState;
}

export const headerLine = `${JSON.stringify({ sluice: 'runs', version: 1 })}\n`;

export function printRun(run: RunLine): string {
  return `${JSON.stringify(run)}\n`;
}

/** Reads a file of runs. Throws `Trouble` with the line that is not one; nothing is begun then. */
export function parseRuns(text: string): RunLine[] {
  const [first = '', ...rest] = text.split('\n');
  if (!header.safeParse(json(first)).success)
    throw new Trouble('Line 1: this is not a file of runs as `sluice runs export` writes it.');
  return rest.flatMap((one, index) => {
    if (one.trim() === '') return [];
    const at = `Line ${index + 2}`;
    const parsed = line.safeParse(json(one));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Trouble(
        `${at}: ${issue?.path.join('/') ?? ''} ${issue?.message ?? 'not a run'}. Nothing was imported.`,
      );
    }
    const { run, programme, flow, state } = parsed.data;
    if (state.run !== run || state.programme !== programme || state.flow.hash !== flow.hash)
      throw new Trouble(`${at}: the state is not of this run or flow. Nothing was imported.`);
    return [parsed.data as unknown as RunLine];
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
