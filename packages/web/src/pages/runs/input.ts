import type { RunDetail } from '@sluice/contracts/run';

/** What the parked step was given: what a first person asked to change it to, an earlier edit, else its recorded input, else the node's settings. */
export function parkedInput(run: RunDetail): Record<string, unknown> {
  const current = run.current;
  if (!current) return {};
  const step = run.steps.findLast((each) => each.node === current.node);
  const node = run.document.nodes.find((each) => each.id === current.node);
  return { ...(current.park?.requested?.input ?? current.edited ?? step?.input ?? node?.config) };
}
