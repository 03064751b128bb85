import type { RunDetail } from '@sluice/contracts/run';
import { parkedAt } from './positions.js';

/** What the parked step was given: what a first person asked to change it to, an earlier edit, else its recorded input, else the node's settings. */
export function parkedInput(run: RunDetail, at?: string): Record<string, unknown> {
  const position = parkedAt(run, { at }) ?? run.current;
  if (!position) return {};
  const step = run.steps.findLast((each) => each.node === position.node);
  const node = run.document.nodes.find((each) => each.id === position.node);
  return { ...(position.park?.requested?.input ?? position.edited ?? step?.input ?? node?.config) };
}
