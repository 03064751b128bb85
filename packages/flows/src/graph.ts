import type { FlowEdge } from './document.js';

/** The drawing as a graph of node ids. */
export class Graph {
  private readonly out = new Map<string, FlowEdge[]>();
  private readonly into = new Map<string, FlowEdge[]>();

  constructor(edges: readonly FlowEdge[]) {
    for (const edge of edges) {
      push(this.out, edge.from, edge);
      push(this.into, edge.to, edge);
    }
  }

  next(id: string): string[] {
    return (this.out.get(id) ?? []).map((edge) => edge.to);
  }

  has(id: string, port: string): boolean {
    return (this.out.get(id) ?? []).some((edge) => edge.port === port);
  }

  /** Nodes that can be reached from `start`, itself included; nodes where `through` is false are reached but not left. */
  reachable(start: string, through: (id: string) => boolean = () => true): Set<string> {
    return spread([start], (id) => (through(id) ? this.next(id) : []));
  }

  /** Nodes from which one of `targets` can be reached; the targets themselves count unless a cycle is needed for it. */
  reaching(targets: readonly string[], included = true): Set<string> {
    const before = (id: string): string[] => this.before(id);
    return included ? spread(targets, before) : spread(targets.flatMap(before), before);
  }

  /** Nodes that can come back to themselves through nodes of which `through` is true. */
  cyclic(ids: readonly string[], through: (id: string) => boolean): Set<string> {
    const open = new Set(ids.filter(through));
    // What nothing leads to, or what leads nowhere, lies in no cycle: peel such nodes off until only cycles and the ways between them remain.
    const inner = (list: string[]): string[] => list.filter((id) => open.has(id));
    const peel = (ahead: (id: string) => string[], behind: (id: string) => string[]): void => {
      const left = new Map([...open].map((id) => [id, inner(behind(id)).length]));
      const queue = [...open].filter((id) => left.get(id) === 0);
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
        open.delete(id);
        for (const other of inner(ahead(id))) {
          const count = (left.get(other) ?? 0) - 1;
          left.set(other, count);
          if (count === 0) queue.push(other);
        }
      }
    };
    const next = (id: string): string[] => this.next(id);
    const before = (id: string): string[] => this.before(id);
    peel(next, before);
    peel(before, next);
    return new Set([...open].filter((id) => spread(inner(next(id)), (other) => inner(next(other))).has(id)));
  }

  before(id: string): string[] {
    return (this.into.get(id) ?? []).map((edge) => edge.from);
  }
}

function push(map: Map<string, FlowEdge[]>, key: string, edge: FlowEdge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}

function spread(start: readonly string[], next: (id: string) => string[]): Set<string> {
  const seen = new Set(start);
  const queue = [...start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const other of next(id)) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}
