import type { Json, JsonObject } from '@sluice/domain';
import { branchProblems } from './branches.js';
import { RESERVED, TRIGGER, type NodeCatalogue } from './catalogue.js';
import { namesOf, zonedOperator } from './condition.js';
import type { FlowDocument, FlowNode } from './document.js';
import { Graph } from './graph.js';
import type { NodeCore } from './node.js';
import { pointerOf, type FlowProblem } from './problem.js';
import { referencesOf } from './resolve.js';

/** Everything that bars a flow from being published, and what should be looked at. */
export function validateFlow(flow: FlowDocument, catalogue: NodeCatalogue): FlowProblem[] {
  const check = new Check(flow, catalogue);
  check.names();
  check.configs();
  check.edges();
  check.paths();
  check.variables();
  return [...check.problems, ...branchProblems(flow)];
}

class Check {
  readonly problems: FlowProblem[] = [];
  private readonly graph: Graph;
  private readonly index: Map<string, number>;

  constructor(
    private readonly flow: FlowDocument,
    private readonly catalogue: NodeCatalogue,
  ) {
    this.graph = new Graph(flow.edges);
    this.index = new Map(flow.nodes.map((node, index) => [node.id, index]));
  }

  names(): void {
    const seen = new Set<string>();
    this.flow.nodes.forEach((node, index) => {
      const pointer = `/nodes/${index}/id`;
      if ((RESERVED as readonly string[]).includes(node.id)) {
        this.error(pointer, 'reserved_name', `“${node.id}” is the name of something every run has.`, node);
      }
      if (seen.has(node.id)) this.error(pointer, 'double_id', `Two steps are called “${node.id}”.`, node);
      seen.add(node.id);
    });
    const keys = new Set<string>();
    this.flow.parameters.forEach((parameter, index) => {
      if (keys.has(parameter.key)) {
        this.error(`/parameters/${index}/key`, 'double_parameter', `Two parameters are called “${parameter.key}”.`);
      }
      keys.add(parameter.key);
    });
  }

  configs(): void {
    this.flow.nodes.forEach((node, index) => {
      const entry = this.catalogue[node.type];
      if (!entry) {
        return this.error(
          `/nodes/${index}/type`,
          'unknown_node_type',
          `There is no kind of step called “${node.type}”.`,
          node,
        );
      }
      for (const issue of entry.schema.safeParse(node.config).error?.issues ?? []) {
        this.error(`/nodes/${index}/config${pointerOf(issue.path)}`, 'bad_config', issue.message, node);
      }
    });
  }

  edges(): void {
    const taken = new Set<string>();
    this.flow.edges.forEach((edge, index) => {
      const at = `/edges/${index}`;
      if (!this.index.has(edge.to)) this.error(`${at}/to`, 'unknown_node', `There is no step “${edge.to}”.`);
      const from = this.node(edge.from);
      if (!from && edge.from !== TRIGGER) this.error(`${at}/from`, 'unknown_node', `There is no step “${edge.from}”.`);
      const core = from && this.catalogue[from.type]?.core;
      const ports = edge.from === TRIGGER ? ['next'] : core && from ? portKeys(core, from.config) : undefined;
      if (ports && !ports.includes(edge.port)) {
        this.error(`${at}/port`, 'unknown_port', `“${edge.from}” has no way out called “${edge.port}”.`, from);
      }
      const key = JSON.stringify([edge.from, edge.port]);
      if (taken.has(key)) this.error(at, 'double_edge', `Two paths leave “${edge.from}” by “${edge.port}”.`, from);
      taken.add(key);
    });
  }

  paths(): void {
    const entry = this.graph.next(TRIGGER)[0];
    if (entry === undefined) return this.error('/edges', 'no_entry', 'Nothing follows the trigger.');
    const reachable = this.graph.reachable(TRIGGER);
    const ends = this.flow.nodes.filter((node) => node.type === 'end' && reachable.has(node.id));
    if (ends.length === 0) this.error('/nodes', 'no_end', 'The flow has no end that can be reached.');
    const toEnd = this.graph.reaching(ends.map((node) => node.id));
    this.flow.nodes.forEach((node, index) => {
      const pointer = `/nodes/${index}`;
      if (!reachable.has(node.id)) {
        return this.error(pointer, 'unreachable', `No path leads to “${node.title ?? node.id}”.`, node);
      }
      const core = this.catalogue[node.type]?.core;
      for (const port of core?.ports(node.config) ?? []) {
        if (this.graph.has(node.id, port.key)) continue;
        const severity = port.optional ? 'warning' : 'error';
        const message = port.optional
          ? `No path for “${port.title}”: the run would park.`
          : `“${port.title}” leads nowhere.`;
        this.add({ severity, pointer, code: 'dead_end', message, node: node.id, port: port.key });
      }
      if (ends.length > 0 && !toEnd.has(node.id)) {
        this.error(pointer, 'never_ends', `From “${node.title ?? node.id}” no end can be reached.`, node);
      }
      if (this.graph.inCycle(node.id, (id) => !this.waits(id))) {
        this.error(pointer, 'endless_loop', `“${node.title ?? node.id}” lies in a loop that waits for nothing.`, node);
      }
      if (
        node.type === 'send_payouts' &&
        this.graph.reachable(TRIGGER, (id) => this.node(id)?.type !== 'approval').has(node.id)
      ) {
        this.error(pointer, 'unapproved_payout', 'A path leads to the payout past every approval.', node);
      }
    });
  }

  variables(): void {
    const parameters = new Set(this.flow.parameters.map((parameter) => parameter.key));
    this.flow.nodes.forEach((node, index) => {
      const core = this.catalogue[node.type]?.core;
      const pointer = `/nodes/${index}/config`;
      const bound = this.boundAt(node.id);
      const demand = (at: string, name: string): void => {
        if (!bound.has(name)) {
          this.error(at, 'unbound_variable', `Nothing before this step gives “${name}”.`, node);
        }
      };
      for (const { pointer: at, reference } of referencesOf(node.config)) {
        if (reference.kind === 'param' && !parameters.has(reference.name.split('.')[0]!)) {
          this.error(`${pointer}${at}`, 'unknown_parameter', `There is no parameter “${reference.name}”.`, node);
        }
        if (reference.kind === 'var') demand(`${pointer}${at}`, reference.name.split('.')[0]!);
        if (reference.kind === 'logic') {
          namesOf(reference.logic).forEach((name) => demand(`${pointer}${at}`, name));
          this.calendar(`${pointer}${at}`, reference.logic, node);
        }
      }
      for (const logic of core?.reads?.(node.config) ?? []) {
        namesOf(logic).forEach((name) => demand(pointer, name));
        this.calendar(pointer, logic, node);
      }
    });
    this.flow.exits.forEach((exit, index) => {
      if (exit.filter !== undefined) this.calendar(`/exits/${index}/filter`, exit.filter);
      for (const name of exit.filter === undefined ? [] : namesOf(exit.filter)) {
        if (!['event', 'params', 'subject'].includes(name)) {
          this.error(`/exits/${index}/filter`, 'unbound_variable', `An exit cannot count on “${name}”.`);
        }
      }
    });
  }

  private calendar(pointer: string, logic: Json, node?: FlowNode): void {
    const operator = zonedOperator(logic);
    if (operator !== undefined)
      this.error(pointer, 'needs_calendar', `“${operator}” needs the calendar of a time zone: ask a rule.`, node);
  }

  /** Names that some path to a step has given a value. */
  private boundAt(id: string): Set<string> {
    const bound = new Set<string>(['event', 'params', 'subject']);
    for (const before of this.graph.reaching([id], false)) {
      const node = this.node(before);
      if (!node) continue;
      bound.add(node.id);
      for (const name of this.catalogue[node.type]?.core.sets?.(node.config) ?? []) bound.add(name);
    }
    return bound;
  }

  private waits(id: string): boolean {
    const node = this.node(id);
    return node !== undefined && this.catalogue[node.type]?.core.waits === true;
  }

  private node(id: string): FlowNode | undefined {
    const index = this.index.get(id);
    return index === undefined ? undefined : this.flow.nodes[index];
  }

  private error(pointer: string, code: string, message: string, node?: FlowNode): void {
    this.add({ severity: 'error', pointer, code, message, ...(node && { node: node.id }) });
  }

  private add(problem: FlowProblem): void {
    this.problems.push(problem);
  }
}

function portKeys(core: NodeCore, config: JsonObject): string[] {
  return [...core.ports(config).map((port) => port.key), ...(core.effect ? ['on_error'] : [])];
}
