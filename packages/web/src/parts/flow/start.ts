import type { FlowEdge } from '@sluice/flows';

/** Edges of the trigger leave from this name, as the flow document has it. */
export const triggerId = 'trigger';

/** What the drawing of a flow hangs on. */
export interface Drawn {
  readonly nodes: readonly { readonly id: string; readonly x?: number; readonly y?: number }[];
  readonly edges: readonly FlowEdge[];
}

/** Where a flow begins: where the trigger leads, else the first node that nothing leads to. */
export function startOf(document: Drawn): string | undefined {
  const led = document.edges.find((edge) => edge.from === triggerId)?.to;
  if (led) return led;
  const targets = new Set(document.edges.map((edge) => edge.to));
  return (document.nodes.find((node) => !targets.has(node.id)) ?? document.nodes[0])?.id;
}

export function edgeKey(edge: FlowEdge): string {
  return `${edge.from}|${edge.port}|${edge.to}`;
}
