import { readdirSync, readFileSync } from 'node:fs';
import { parseFlowFile } from '@sluice/flows';
import { pin } from '../harness.js';
import { planFor, type Plan } from './plan.js';

const templates = new URL('../../templates/', import.meta.url);

/** The flows that ship, each in so many worlds. `alone`: those that run no others. */
export function shippedPlans(prefix: string, worlds: number, alone = false): Plan[] {
  const files = readdirSync(templates).filter((file) => file.endsWith('.json'));
  const flows = files.map((file) => {
    const parsed = parseFlowFile(JSON.parse(readFileSync(new URL(file, templates), 'utf8')));
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
    return parsed.flow;
  });
  const single = flows.filter(({ nodes }) => nodes.every(({ type }) => type !== 'subflow'));
  const inside = single.map((flow) => ({ flow, pinned: pin(flow) }));
  return (alone ? single : flows).flatMap((flow) =>
    Array.from({ length: worlds }, (_, index) => planFor(flow, index + 1, prefix, inside)),
  );
}
