import type { Json, JsonObject } from '@sluice/domain';
import type { z } from 'zod';
import { ALWAYS, Bindings } from './bindings.js';
import { branchProblems } from './branches.js';
import { RESERVED, TRIGGER, type NodeCatalogue } from './catalogue.js';
import { namesOf, zonedOperator } from './condition.js';
import type { FlowDocument, FlowNode } from './document.js';
import { Graph } from './graph.js';
import type { NodeCore } from './node.js';
import { pointerOf, type FlowProblem } from './problem.js';
import { referencesOf } from './resolve.js';
import { triggerProblems } from './trigger-problems.js';

/** Everything that bars a flow from being published, and what should be looked at. */
export function validateFlow(flow: FlowDocument, catalogue: NodeCatalogue): FlowProblem[] {
  const check = new Check(flow, catalogue);
  check.names();
  check.configs();
  check.edges();
  check.paths();
  check.variables();
  return [...check.problems, ...branchProblems(flow), ...triggerProblems(flow)];
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
      const name = node.id;
      if ((RESERVED as readonly string[]).includes(name)) {
        this.error(pointer, 'reserved_name', `“${name}” is the name of something every run has.`, { name }, node);
      }
      if (seen.has(name)) this.error(pointer, 'double_id', `Two steps are called “${name}”.`, { name }, node);
      seen.add(node.id);
    });
    const keys = new Set<string>();
    this.flow.parameters.forEach((parameter, index) => {
      if (keys.has(parameter.key)) {
        this.error(`/parameters/${index}/key`, 'double_parameter', `Two parameters are called “${parameter.key}”.`, {
          name: parameter.key,
        });
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
          { type: node.type },
          node,
        );
      }
      for (const issue of issuesOf(entry.schema, node.config)) {
        const { message } = issue;
        this.error(`/nodes/${index}/config${pointerOf(issue.path)}`, 'bad_config', message, { message }, node);
      }
    });
  }

  edges(): void {
    const taken = new Set<string>();
    this.flow.edges.forEach((edge, index) => {
      const at = `/edges/${index}`;
      const none = (id: string): string => `There is no step “${id}”.`;
      if (!this.index.has(edge.to)) this.error(`${at}/to`, 'unknown_node', none(edge.to), { name: edge.to });
      const from = this.node(edge.from);
      if (!from && edge.from !== TRIGGER)
        this.error(`${at}/from`, 'unknown_node', none(edge.from), { name: edge.from });
      const core = from && this.catalogue[from.type]?.core;
      const ports = edge.from === TRIGGER ? ['next'] : core && from ? portKeys(core, from.config) : undefined;
      if (ports && !ports.includes(edge.port)) {
        const params = { name: edge.from, port: edge.port };
        this.error(
          `${at}/port`,
          'unknown_port',
          `“${edge.from}” has no way out called “${edge.port}”.`,
          params,
          from,
          edge.port,
        );
      }
      const key = JSON.stringify([edge.from, edge.port]);
      if (taken.has(key)) {
        const params = { name: edge.from, port: edge.port };
        this.error(at, 'double_edge', `Two paths leave “${edge.from}” by “${edge.port}”.`, params, from, edge.port);
      }
      taken.add(key);
    });
  }

  paths(): void {
    const entry = this.graph.next(TRIGGER)[0];
    if (entry === undefined) return this.error('/edges', 'no_entry', 'Nothing follows the trigger.', {});
    const reachable = this.graph.reachable(TRIGGER);
    const ends = this.flow.nodes.filter((node) => node.type === 'end' && reachable.has(node.id));
    if (ends.length === 0) this.error('/nodes', 'no_end', 'The flow has no end that can be reached.', {});
    const toEnd = this.graph.reaching(ends.map((node) => node.id));
    const endless = this.graph.cyclic(
      this.flow.nodes.map(({ id }) => id),
      (id) => !this.waits(id),
    );
    const unapproved = this.flow.nodes.some(({ type }) => type === 'send_payouts')
      ? this.graph.reachable(TRIGGER, (id) => this.node(id)?.type !== 'approval')
      : new Set<string>();
    this.flow.nodes.forEach((node, index) => {
      const pointer = `/nodes/${index}`;
      const title = node.title ?? node.id;
      if (!reachable.has(node.id)) {
        return this.error(pointer, 'unreachable', `No path leads to “${title}”.`, { title }, node);
      }
      const core = this.catalogue[node.type]?.core;
      for (const port of core?.ports(node.config) ?? []) {
        if (this.graph.has(node.id, port.key)) continue;
        const severity = port.optional ? 'warning' : 'error';
        const message = port.optional
          ? `No path for “${port.title}”: the run would park.`
          : `“${port.title}” leads nowhere.`;
        const params = { port: port.title, parks: port.optional ? 1 : 0 };
        this.add({ severity, pointer, code: 'dead_end', message, node: node.id, port: port.key, params });
      }
      if (ends.length > 0 && !toEnd.has(node.id)) {
        this.error(pointer, 'never_ends', `From “${title}” no end can be reached.`, { title }, node);
      }
      if (endless.has(node.id)) {
        this.error(pointer, 'endless_loop', `“${title}” lies in a loop that waits for nothing.`, { title }, node);
      }
      if (node.type === 'send_payouts' && unapproved.has(node.id)) {
        this.error(pointer, 'unapproved_payout', 'A path leads to the payout past every approval.', {}, node);
      }
    });
  }

  variables(): void {
    const parameters = new Set(this.flow.parameters.map((parameter) => parameter.key));
    const bindings = new Bindings(this.flow, this.catalogue, this.graph);
    this.flow.nodes.forEach((node, index) => {
      const core = this.catalogue[node.type]?.core;
      const pointer = `/nodes/${index}/config`;
      const demand = (at: string, name: string): void => {
        if (!bindings.has(node.id, name)) {
          this.error(at, 'unbound_variable', `Nothing before this step gives “${name}”.`, { name }, node);
        }
      };
      for (const { pointer: at, reference } of referencesOf(node.config)) {
        if (reference.kind === 'param' && !parameters.has(reference.name.split('.')[0]!)) {
          const { name } = reference;
          this.error(`${pointer}${at}`, 'unknown_parameter', `There is no parameter “${name}”.`, { name }, node);
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
        if (!(ALWAYS as readonly string[]).includes(name)) {
          this.error(`/exits/${index}/filter`, 'exit_variable', `An exit cannot count on “${name}”.`, { name });
        }
      }
    });
  }

  private calendar(pointer: string, logic: Json, node?: FlowNode): void {
    const operator = zonedOperator(logic);
    if (operator === undefined) return;
    const message = `“${operator}” needs the calendar of a time zone: ask a rule.`;
    this.error(pointer, 'needs_calendar', message, { operator }, node);
  }

  private waits(id: string): boolean {
    const node = this.node(id);
    return node !== undefined && this.catalogue[node.type]?.core.waits === true;
  }

  private node(id: string): FlowNode | undefined {
    const index = this.index.get(id);
    return index === undefined ? undefined : this.flow.nodes[index];
  }

  private error(
    pointer: string,
    code: string,
    message: string,
    params: NonNullable<FlowProblem['params']>,
    node?: FlowNode,
    port?: string,
  ): void {
    const at = { ...(node && { node: node.id }), ...(port !== undefined && { port }) };
    this.add({ severity: 'error', pointer, code, message, params, ...at });
  }

  private add(problem: FlowProblem): void {
    this.problems.push(problem);
  }
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

const memo = new WeakMap<JsonObject, { schema: z.ZodType; issues: Issue[] }>();

/** What a schema has against a config. Remembered by config, which nobody changes in place: an edit of one step looks at that one. */
function issuesOf(schema: z.ZodType, config: JsonObject): Issue[] {
  const known = memo.get(config);
  if (known?.schema === schema) return known.issues;
  const issues = schema.safeParse(config).error?.issues ?? [];
  memo.set(config, { schema, issues });
  return issues;
}

function portKeys(core: NodeCore, config: JsonObject): string[] {
  return [...core.ports(config).map((port) => port.key), ...(core.effect ? ['on_error'] : [])];
}
