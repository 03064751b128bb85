import { readdirSync, readFileSync } from 'node:fs';
import { parseFlowFile } from '@sluice/flows';
import { planFor, type Plan } from './plan.js';

const templates = new URL('../../templates/', import.meta.url);

/** The flows that ship, each in so many worlds. */
export function shippedPlans(prefix: string, worlds: number): Plan[] {
  const files = readdirSync(templates).filter((file) => file.endsWith('.json'));
  return files.flatMap((file) => {
    const parsed = parseFlowFile(JSON.parse(readFileSync(new URL(file, templates), 'utf8')));
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
    return Array.from({ length: worlds }, (_, index) => planFor(parsed.flow, index + 1, prefix));
  });
}
