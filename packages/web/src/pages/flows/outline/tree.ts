import type { FlowDocument, FlowNode } from '@sluice/flows';
import { portsOf, type Port } from '../canvas/ports.js';
import { triggerId } from '../../../parts/flow/start.js';

/** A step in the outline, with its ways out; the main one goes on in the same list below it. */
export interface OutlineRow {
  readonly id: string;
  /** Undefined for the trigger. */
  readonly node: FlowNode | undefined;
  readonly outs: readonly OutlineOut[];
}

export interface OutlineOut extends Port {
  /** The step it leads to. */
  readonly to?: string;
  /** True for the way out that the rows below follow. */
  readonly goesOn: boolean;
  /** Rows of a side path; empty where the step stands elsewhere already. */
  readonly rows: readonly OutlineRow[];
}

/** A flow as nested lists: the main path first, each step once, where it is come to first; `loose` is what nothing leads to. */
export function outlineOf(document: FlowDocument): { rows: OutlineRow[]; loose: OutlineRow[][] } {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const out = new Map<string, FlowDocument['edges']>();
  for (const edge of document.edges) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  const seen = new Set<string>();

  // The whole of a list first, then what branches off it, so that a step stands on its main path.
  const list = (start: string): OutlineRow[] => {
    const chain: string[] = [];
    for (let id: string | undefined = start; id !== undefined && !seen.has(id);) {
      seen.add(id);
      chain.push(id);
      const here: string = id;
      const edges: FlowDocument['edges'] = out.get(here) ?? [];
      const main = portsOf(nodes.get(here), edges)[0]?.key;
      const next: string | undefined = edges.find(({ port }) => port === main)?.to;
      id = next !== undefined && nodes.has(next) ? next : undefined;
    }
    return chain.map((id, index) => {
      const node = nodes.get(id);
      const edges = out.get(id) ?? [];
      const outs = portsOf(node, edges).map((port, place): OutlineOut => {
        const to = edges.find((edge) => edge.port === port.key)?.to;
        const goesOn = place === 0 && to !== undefined && to === chain[index + 1];
        const rows = to !== undefined && !goesOn && nodes.has(to) ? list(to) : [];
        return { ...port, ...(to === undefined ? {} : { to }), goesOn, rows };
      });
      return { id, node, outs };
    });
  };

  const rows = list(triggerId);
  const targets = new Set(document.edges.map(({ to }) => to));
  const heads = [...document.nodes.filter(({ id }) => !targets.has(id)), ...document.nodes];
  const loose = heads.flatMap(({ id }) => (seen.has(id) ? [] : [list(id)]));
  return { rows, loose };
}

/** Ids of all rows from top to bottom. */
export function rowOrder(rows: readonly OutlineRow[]): string[] {
  return rows.flatMap(({ id, outs }) => [id, ...outs.flatMap((out) => rowOrder(out.rows))]);
}
