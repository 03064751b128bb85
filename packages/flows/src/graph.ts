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
    const before = (id: string): string[] => (this.into.get(id) ?? []).map((edge) => edge.from);
    return included ? spread(targets, before) : spread(targets.flatMap(before), before);
  }

  /** True where a node can come back to itself through nodes of which `through` is true. */
  inCycle(id: string, through: (id: string) => boolean): boolean {
    if (!through(id)) return false;
    const seen = spread(this.next(id).filter(through), (other) => this.next(other).filter(through));
    return seen.has(id);
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
