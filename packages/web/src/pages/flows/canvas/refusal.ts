import type { FlowDocument, FlowEdge } from '@sluice/flows';
import { coreOf } from '../../../parts/flow/core.js';
import { triggerId } from '../../../parts/flow/start.js';

/** Why a path cannot be drawn so, as a sentence to be translated; undefined where it can. */
export function refusal(document: FlowDocument, { from, to }: FlowEdge): string | undefined {
  if (to === triggerId) return 'The trigger only starts the flow: no path can lead to it.';
  if (!document.nodes.some(({ id }) => id === to)) return 'There is no step to lead to.';
  if (waits(document, from) || waits(document, to)) return undefined;
  if (from === to) return 'A step cannot lead to itself: the run would go round for ever.';
  if (comesBack(document, to, from))
    return 'That would be a loop which waits for nothing: put a wait into it, or lead the path elsewhere.';
  return undefined;
}

function waits(document: FlowDocument, id: string): boolean {
  const type = document.nodes.find((node) => node.id === id)?.type;
  return type !== undefined && coreOf(type)?.waits === true;
}

/** Whether one comes from `start` to `end` through steps that do not wait. */
function comesBack(document: FlowDocument, start: string, end: string): boolean {
  const next = new Map<string, string[]>();
  for (const { from, to } of document.edges) next.set(from, [...(next.get(from) ?? []), to]);
  const seen = new Set([start]);
  for (const id of seen) {
    if (id === end) return true;
    if (id !== start && waits(document, id)) continue;
    for (const to of next.get(id) ?? []) seen.add(to);
  }
  return false;
}
