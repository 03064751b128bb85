import type { NodeCatalogue } from './catalogue.js';
import type { FlowDocument } from './document.js';
import type { Graph } from './graph.js';

/** Variables that every step can count on. */
export const ALWAYS = ['event', 'params', 'subject'] as const;

/**
 * Which names some path to a step has given a value. Each step passes on what it came with and what it sets; sets of names
 * are bits, so that a thousand steps take milliseconds.
 */
export class Bindings {
  private readonly bit = new Map<string, number>();
  private readonly names: string[] = [];
  private readonly at = new Map<string, Uint32Array>();

  constructor(flow: FlowDocument, catalogue: NodeCatalogue, graph: Graph) {
    const own = new Map<string, string[]>();
    for (const node of flow.nodes) {
      const names = [node.id, ...(catalogue[node.type]?.core.sets?.(node.config) ?? [])];
      own.set(node.id, names);
      for (const name of names) this.numberOf(name);
    }
    const words = Math.ceil(this.names.length / 32);
    for (const { id } of flow.nodes) this.at.set(id, new Uint32Array(words));
    const queue = flow.nodes.map(({ id }) => id);
    const queued = new Set(queue);
    for (let head = 0; head < queue.length; head += 1) {
      const id = queue[head]!;
      queued.delete(id);
      const given = Uint32Array.from(this.at.get(id)!);
      for (const name of own.get(id)!) given[this.bit.get(name)! >>> 5]! |= 1 << (this.bit.get(name)! & 31);
      for (const next of graph.next(id)) {
        const known = this.at.get(next);
        if (!known || !merge(known, given) || queued.has(next)) continue;
        queued.add(next);
        queue.push(next);
      }
    }
  }

  has(id: string, name: string): boolean {
    if ((ALWAYS as readonly string[]).includes(name)) return true;
    const bit = this.bit.get(name);
    const words = this.at.get(id);
    return bit !== undefined && words !== undefined && (words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }

  /** All names bound at a step, besides those that every step has. */
  of(id: string): string[] {
    return this.names.filter((name) => this.has(id, name));
  }

  private numberOf(name: string): void {
    if (this.bit.has(name)) return;
    this.bit.set(name, this.names.length);
    this.names.push(name);
  }
}

/** Adds the bits of `more`; true where that changed something. */
function merge(into: Uint32Array, more: Uint32Array): boolean {
  let changed = false;
  for (let word = 0; word < into.length; word += 1) {
    const sum = (into[word]! | more[word]!) >>> 0;
    if (sum === into[word]) continue;
    into[word] = sum;
    changed = true;
  }
  return changed;
}
