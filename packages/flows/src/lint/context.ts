import { Bindings } from '../bindings.js';
import type { NodeCatalogue } from '../catalogue.js';
import type { FlowDocument, FlowNode } from '../document.js';
import { Graph } from '../graph.js';
import type { NodeCore, NodePort } from '../node.js';
import type { FlowProblem } from '../problem.js';
import { validateFlow } from '../validate.js';
import type { LintLibrary, LintProblem } from './types.js';

/** A flow under the lens: what each check looks things up in, made once. */
export class LintContext {
  readonly graph: Graph;
  readonly bindings: Bindings;
  private readonly index: Map<string, number>;
  #basic: readonly FlowProblem[] | undefined;

  constructor(
    readonly flow: FlowDocument,
    readonly catalogue: NodeCatalogue,
    readonly library: LintLibrary = {},
  ) {
    this.graph = new Graph(flow.edges);
    this.bindings = new Bindings(flow, catalogue, this.graph);
    this.index = new Map(flow.nodes.map((node, index) => [node.id, index]));
  }

  /** What stands against the flow without a look at the world around it. */
  get basic(): readonly FlowProblem[] {
    this.#basic ??= validateFlow(this.flow, this.catalogue);
    return this.#basic;
  }

  node(id: string | undefined): FlowNode | undefined {
    const index = id === undefined ? undefined : this.index.get(id);
    return index === undefined ? undefined : this.flow.nodes[index];
  }

  core(node: FlowNode): NodeCore | undefined {
    return this.catalogue[node.type]?.core;
  }

  ports(node: FlowNode): NodePort[] {
    return this.core(node)?.ports(node.config) ?? [];
  }

  /** What its card says, cut to what a link can hold. */
  titleOf(node: FlowNode): string {
    const sentence = this.core(node)?.sentence(node.config) ?? [];
    const said = sentence.map((part) => (typeof part === 'string' ? part : part.token)).join('');
    const title = node.title ?? (said || node.id);
    return title.length > 44 ? `${title.slice(0, 42).trimEnd()}…` : title;
  }

  /** `/nodes/3` or a place below it. */
  pointer(node: FlowNode, rest = ''): string {
    return `/nodes/${String(this.index.get(node.id) ?? 0)}${rest}`;
  }
}

/** One check: a file of its own in this folder, a line in `lints.ts`. */
export interface Lint {
  code: string;
  check(context: LintContext): LintProblem[];
}
